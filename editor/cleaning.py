"""Deleting stored files that nothing refers to.

What a deleted picture or branch named goes at once; what was never named, because a job died before its row was
written, goes a day later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from editor import files
from editor.models import Job, Picture, RecipeRun, Revision
from editor.proposals import KIND
from editor.service import backends

# A file is stored before the row that names it is written, and a form may refer to one for as long as it is open.
GRACE = timedelta(days=1)
# Where a picture's rows name stored files.
FILES = [
    "revisions__image",
    "revisions__screen",
    "revisions__thumbnail",
    "visuals__image",
    "visuals__regions",
    "visuals__early_regions",
    "jobs__file",
]
BATCH = 500  # names in one query; SQLite takes about a thousand


def clean(grace: timedelta = GRACE) -> int:
    """Delete the files that were stored longer ago than ``grace`` and that nothing refers to; how many."""
    old = list(files.stored_before(timezone.now() - grace))
    batches = (old[first : first + BATCH] for first in range(0, len(old), BATCH))
    unnamed = [name for batch in batches for name in without_rows(batch)]
    return dispose(unnamed, set(texts_in_jobs())) if unnamed else 0


def without_rows(names: Sequence[str]) -> list[str]:
    """Those of some files that no column names."""
    named = {name for field in FILES for name in picture_values(field, **{f"{field}__in": names})}
    return [name for name in names if name not in named]


def texts_in_jobs() -> Iterator[str]:
    """Every text in what was asked of jobs, tools and runs of recipes; names of files are among them."""
    asked = Job.objects.values_list("params", "received"), Revision.objects.values_list("params")
    for rows in (*asked, RecipeRun.objects.values_list("recipe")):
        for row in rows.iterator():
            yield from files.texts_in(row)


def list_proposed(jobs: QuerySet[Job]) -> set[str]:
    """The names of the files of what some jobs proposed to a person."""
    found = jobs.filter(kind=KIND).values_list("received", flat=True)
    return {text for received in found for text in files.texts_in(received) if files.NAME.fullmatch(text)}


def delete_unneeded(names: set[str]) -> None:
    """Delete those of some files that no picture needs any more, nor a job that is still to be done or can be again."""
    needed = {name for field in FILES for name in picture_values(field, **{f"{field}__in": names})}
    statuses = [status for status in Job.Status if status != Job.Status.DONE]  # spelt out, for the index
    undone = Job.objects.filter(status__in=statuses).values_list("params", flat=True)
    dispose(names, needed | {text for params in undone for text in files.texts_in(params)})


def dispose(names: Iterable[str], referenced: Set[str]) -> int:
    """Delete those of some files that are not ``referenced``, and what the engine made of them; how many files."""
    gone = files.unreferenced(names, referenced)
    backends.forget(PurePosixPath(name).stem for name in gone)
    return files.delete_unreferenced(gone, set())


def picture_values(field: str, **which: Any) -> Iterable[str]:
    """The values of a field, across relations, of the pictures that ``which`` describes."""
    return Picture.objects.filter(**which).values_list(field, flat=True)
