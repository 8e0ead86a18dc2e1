"""Clearing away stored files that nothing refers to: of a job that died between storing and its row, for example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.utils import timezone

from editor import files
from editor.models import Job, Revision
from editor.pictures import FILES, dispose, picture_values

# A file is stored before the row that names it is written, and a form may refer to one for as long as it is open.
GRACE = timedelta(days=1)
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
    """Every text in what was asked of jobs and tools; names of files are among them."""
    for rows in (Job.objects.values_list("params", "received"), Revision.objects.values_list("params")):
        for row in rows.iterator():
            yield from files.texts_in(row)
