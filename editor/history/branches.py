"""Deleting a branch of the history: a revision and everything that was made from it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from editor import cleaning
from editor.history import tree
from editor.jobs import queue
from editor.models import Picture, Revision, Visual
from editor.service import backends

FILES_OF_REVISIONS = ("image", "screen", "thumbnail")
FILES_OF_VISUALS = ("image", "regions")


class OriginalStays(Exception):
    """The original is what everything else was made from; it goes only with its picture."""


def count_steps(revision: Revision) -> int:
    """How many steps go with this one, itself included."""
    return len(tree.descendants(revision))


def delete(revision: Revision) -> int:
    """Delete the revision, all that was made from it, and the files that nothing else needs; how many steps went.

    Work on these steps is cancelled. Whoever looks at one of them is taken to the parent of ``revision``.

    Raises:
        OriginalStays: the revision has no parent.
    """
    if revision.parent is None:
        raise OriginalStays
    with transaction.atomic():
        Picture.hold(revision.picture_id, deletes=True)
        picture = Picture.objects.get(pk=revision.picture_id)
        gone = picture.revisions.filter(pk__in=tree.descendants(revision))
        count = gone.count()
        for job in picture.jobs.filter(base__in=gone, status__in=("queued", "running")):
            queue.stop(job)
        step_aside(picture, gone.values_list("pk", flat=True), revision.parent)
        names, previews = delete_rows(picture, list(gone))
    cleaning.delete_unneeded(names)
    backends.forget(previews)
    return count


def step_aside(picture: Picture, gone: Iterable[int], parent: Revision) -> None:
    """Stand beside what goes, and never again give a number that was given."""
    last = picture.revisions.aggregate(last=Max("number"))["last"]
    picture.numbered = max(picture.numbered, last or 0)
    picture.save(update_fields=["numbered"])
    if picture.current_id in set(gone):
        picture.go_to(parent)


def delete_rows(picture: Picture, gone: list[Revision]) -> tuple[set[str], list[str]]:
    """Delete revisions, jobs from them and the visuals that only they were of.

    Returns:
        The names of the files they named, and what the engine was given for previews.
    """
    seen_as = {row.visual_id for row in gone if row.visual_id}
    jobs = picture.jobs.filter(base__in=gone)
    made = set(jobs.values_list("file", flat=True)) | cleaning.list_proposed(jobs)
    picture.revisions.filter(pk__in=[row.pk for row in gone]).delete()
    kept = picture.revisions.filter(visual__in=seen_as).values_list("visual", flat=True)
    visuals = list(Visual.objects.filter(pk__in=seen_as).exclude(pk__in=kept))
    Visual.objects.filter(pk__in=[visual.pk for visual in visuals]).delete()
    previews = [digest for visual in visuals for digest in visual.previews]
    named = made | {getattr(row, field) for row in gone for field in FILES_OF_REVISIONS}
    named |= {getattr(row, field) for row in visuals for field in FILES_OF_VISUALS}
    return named - {""}, previews
