"""Clearing away what is over: requests that nobody works on any more, expired results, files that no row names.

Files are counted by reference: the same image of two tokens is one file, which stays as long as either needs it. The
worker does this every now and then, and ``manage.py clean`` at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from engine import files
from engine.models import RateWindow, Request, Result, Session, Visual

UNDER_WAY = 5  # leases; what is younger is not looked after: its worker is hardly known to be lost
INLINE = timedelta(hours=1)  # what a worker did for itself without a task; the longest edit takes minutes
# How long the outcome of work that nobody was promised is kept, for a caller who asks again.
OUTCOME_KEPT = timedelta(hours=1)
WINDOWS_KEPT = timedelta(minutes=5)  # they count minutes
# A file is stored before the row that names it is written: younger ones are left alone.
GRACE = timedelta(hours=1)

BATCH = 500  # requests that are looked at at a time; SQLite takes about a thousand values in one query
ENDED = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]

GIVEN_UP = "The worker was stopped by this again and again, so it was given up. Nothing was changed."


def settle() -> int:
    """End the requests whose task was given up or lost, so that nobody asks for them for ever; how many."""
    lost = find_lost(list(find_unsettled().values_list("pk", "task_id", "created_at")))
    for request in Request.objects.filter(pk__in=lost).select_related("result"):
        request.give_up(GIVEN_UP)
    return len(lost)


def find_unsettled() -> QuerySet[Request]:
    """The requests that have been under way for so long that their worker may be lost."""
    before = Now() - timedelta(seconds=UNDER_WAY * settings.JOB_LEASE_SECONDS)
    return Request.objects.filter(status=Request.Status.IN_PROGRESS, created_at__lt=before)


def find_lost(unsettled: list[tuple[str, str, datetime]]) -> list[str]:
    """Those of some requests (id, id of the task, begun at) that no worker has or will get; the first ``BATCH``."""
    before, lost = timezone.now() - INLINE, []
    for first in range(0, len(unsettled), BATCH):
        batch = unsettled[first : first + BATCH]
        tasks = DBTaskResult.objects.filter(pk__in=[task for _, task, _ in batch if task])
        alive = {str(task) for task in tasks.exclude(status__in=ENDED).values_list("pk", flat=True)}
        lost += [pk for pk, task, begun_at in batch if (task not in alive if task else begun_at < before)]
    return lost[:BATCH]


def clean() -> dict[str, int]:
    """Delete all that is over; how much of what."""
    now = timezone.now()
    return {
        "requests": delete(find_old_requests(now)),
        "results": delete(Result.objects.filter(expires_at__lt=now, request=None)),
        "visuals": delete(Visual.objects.filter(used_at__lt=now - timedelta(days=settings.VISUAL_DAYS))),
        "counts of calls": delete(RateWindow.objects.filter(began_at__lt=now - WINDOWS_KEPT)),
        "files": delete_files(now),
    }


def find_old_requests(now: datetime) -> QuerySet[Request]:
    """Requests whose status nobody can be interested in any more."""
    of_nobody = Q(result=None, finished_at__lt=now - OUTCOME_KEPT)
    return Request.objects.filter(of_nobody | Q(created_at__lt=now - timedelta(days=settings.REQUEST_DAYS)))


def delete(rows: QuerySet[Any]) -> int:
    """Delete the rows; asked first, for a delete would take SQLite's write lock. How many there were."""
    count = rows.count()
    if count:
        rows.delete()
    return count


def delete_files(now: datetime) -> int:
    """Delete the files that no row names; how many."""
    needed, count = set(find_named_files(now)), 0
    for name in files.find_stored_before(now - GRACE):  # looked at one by one: one may be stored again while this runs
        if name not in needed:
            files.delete(name)
            count += 1
    return count


def find_named_files(now: datetime) -> Iterator[str]:
    """Every file that is needed still, some of them several times."""
    for names in Visual.objects.values_list("image", "archive", "labels").iterator():
        yield from names
    yield from Session.objects.values_list("image", flat=True).iterator()
    yield from Result.objects.filter(expires_at__gte=now).values_list("file", flat=True).iterator()
    yield from find_unsettled_files()


def find_unsettled_files() -> Iterator[str]:
    """The files that are named by work under way, or by the outcome of work that a caller may ask for again."""
    for unsettled in (Q(status=Request.Status.IN_PROGRESS), Q(result=None)):  # each by an index of its own
        for row in Request.objects.filter(unsettled).values_list("arguments", "checks", "outcome").iterator():
            yield from files.find_names(row)
