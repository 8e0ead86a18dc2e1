"""The tree of a picture's revisions and the ways to walk it.

What hangs on what is asked of the database, by recursive queries (SQL:1999, section 7.12): a history of a thousand
steps costs no more rows than the way that is walked.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from editor.models import Picture, Revision

ABOVE = """
WITH RECURSIVE above (id, parent_id, child_id, steps) AS (
    SELECT id, parent_id, 0, 0 FROM editor_revision WHERE id = %s
    UNION ALL
    SELECT upper.id, upper.parent_id, above.id, above.steps + 1
    FROM editor_revision AS upper JOIN above ON upper.id = above.parent_id
)
"""
ANCESTORS = f"{ABOVE} SELECT revision.* FROM editor_revision AS revision JOIN above USING (id) ORDER BY above.steps"  # noqa: S608 - no value stands in it
ELSEWHERE = f"""{ABOVE} SELECT id, child_id FROM editor_revision AS revision JOIN above USING (id)
WHERE above.steps > 0 AND (revision.followed_id IS NULL OR revision.followed_id <> above.child_id)"""  # noqa: S608 - nor in this
DESCENDANTS = """
WITH RECURSIVE below (id) AS (
    SELECT id FROM editor_revision WHERE id = %s
    UNION ALL
    SELECT lower.id FROM editor_revision AS lower JOIN below ON lower.parent_id = below.id
)
SELECT id FROM below
"""


def ancestors(revision: Revision) -> Iterator[Revision]:
    """``revision`` and what it was made from, back to the upload; one query, for these rows only."""
    return iter(Revision.objects.raw(ANCESTORS, [revision.pk]))


def descendants(revision: Revision) -> list[int]:
    """The primary keys of ``revision`` and of everything that was made from it; one query."""
    return [pk for (pk,) in selected(DESCENDANTS, revision)]


def undo(picture: Picture) -> Revision | None:
    """Go to the parent of the current revision; None where there is none."""
    if picture.current is None or picture.current.parent is None:
        return None
    picture.go_to(picture.current.parent)
    return picture.current


def redo(picture: Picture) -> Revision | None:
    """Go to the child last walked, along the branch last walked; None where there is none."""
    child = next_on_branch(picture.current)
    if child is None:
        return None
    picture.go_to(child)
    return child


def next_on_branch(revision: Revision | None) -> Revision | None:
    """The child that redo would go to: the one last walked, else the newest."""
    if revision is None:
        return None
    revision.refresh_from_db(fields=["followed"])
    return revision.followed or revision.children.order_by("-number").first()


def remember_branch(revision: Revision) -> None:
    """Make every ancestor of ``revision`` point down towards it, so that redo finds the way back."""
    turned = [Revision(pk=pk, followed_id=child) for pk, child in selected(ELSEWHERE, revision)]
    Revision.objects.bulk_update(turned, ["followed"])


def next_number(picture: Picture) -> int:
    """The number for a new revision, which none had before.

    Ask inside a transaction that has already written, so that no other takes it.
    """
    last = picture.revisions.order_by("-number").values_list("number", flat=True).first()
    return max(last or 0, picture.numbered) + 1


def selected(query: str, revision: Revision) -> list[tuple[int, ...]]:
    """The rows of a query about one revision."""
    with connection.cursor() as cursor:
        cursor.execute(query, [revision.pk])
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows
