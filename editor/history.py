"""The tree of a picture's revisions and the ways to walk it."""

from __future__ import annotations

from collections.abc import Iterator

from editor.models import Picture, Revision


def ancestors(revision: Revision) -> Iterator[Revision]:
    """``revision`` and what it was made from, back to the upload; one query for the whole picture."""
    by_pk = {row.pk: row for row in revision.picture.revisions.select_related("visual")}
    here: int | None = revision.pk
    while here is not None:
        yield by_pk[here]
        here = by_pk[here].parent_id


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
    child: Revision | None = None
    changed = []
    for row in ancestors(revision):
        if child is not None and row.followed_id != child.pk:
            row.followed = child
            changed.append(row)
        child = row
    Revision.objects.bulk_update(changed, ["followed"])


def next_number(picture: Picture) -> int:
    """The number for a new revision. Ask inside a transaction that has already written, so that no other takes it."""
    last = picture.revisions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
