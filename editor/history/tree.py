"""The ways to walk the tree of a picture's revisions."""

from __future__ import annotations

from collections.abc import Iterator

from editor.history import queries
from editor.models import Picture, Revision


def ancestors(revision: Revision) -> Iterator[Revision]:
    """``revision`` and what it was made from, back to the upload; one query, for these rows only."""
    return iter(Revision.objects.raw(queries.ANCESTORS, [revision.pk]))


def descendants(revision: Revision) -> list[int]:
    """The primary keys of ``revision`` and of everything that was made from it; one query."""
    return queries.select_descendants(revision.pk)


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


def next_number(picture: Picture) -> int:
    """The number for a new revision, which none had before.

    Ask inside a transaction that holds the picture, so that no other takes it.
    """
    last = picture.revisions.order_by("-number").values_list("number", flat=True).first()
    return max(last or 0, picture.numbered) + 1
