"""Taking up what a lost worker left behind: jobs whose lease ran out, and deliveries that nobody works on."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from editor.jobs import turns
from editor.jobs.leases import LeaseLost, leases_ago, own_tokens
from editor.jobs.queue import deliver, requeue
from editor.jobs.running import CHARGED, UNKNOWN, Running, is_uncertain
from editor.models import Job, WorkerBeat

ATTEMPTS = 3  # work that took three workers down with it is not given to a fourth
UNDELIVERED = 10  # leases after which a waiting job is delivered again, in case its delivery was lost
DELIVERIES_KEPT = timedelta(hours=1)  # the job's own row tells the history
BEATS_KEPT = timedelta(days=1)
LEFT = "left behind"
BATCH = 500  # jobs that are looked at at a time; SQLite takes about a thousand values in one query

WORKER_LOST = gettext_noop(
    "This job crashed the studio's worker three times, so it was stopped. The picture is unchanged."
)

logger = logging.getLogger(__name__)


def look() -> set[str]:
    """What there is to do, all of it asked by one query: ``LEFT`` where a worker may have left something behind, and
    the names of the queues in which something waits."""
    left = Value(LEFT)
    taken = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    waiting = DBTaskResult.objects.ready().order_by().values_list("queue_name")
    found = waiting.union(find_overdue().order_by().values_list(left), taken.order_by().values_list(left))
    return {name for (name,) in found}


def sweep() -> int:
    """Settle everything that was left behind. How many jobs and deliveries it was."""
    return sweep_jobs() + sweep_deliveries()


def sweep_jobs() -> int:
    """Settle the jobs whose lease ran out, and deliver those again that have waited for very long."""
    jobs = list(find_overdue()[:BATCH])
    lost = [job for job in jobs if job.status == Job.Status.RUNNING and job.lease_token not in own_tokens]
    waiting = [job for job in jobs if job.status == Job.Status.QUEUED]
    undelivered = find_undelivered(waiting)
    for job in lost:
        settle(job)
    if waiting:
        Job.objects.filter(pk__in=[job.pk for job in waiting]).update(due_at=Now())
    for job in undelivered:
        deliver(job)
    return len(lost) + len(undelivered)


def find_overdue() -> QuerySet[Job]:
    """The jobs whose lease ran out, and those that have waited for very long."""
    expired = Q(status=Job.Status.RUNNING, lease_until__lt=Now())
    return Job.objects.filter(expired | Q(status=Job.Status.QUEUED, due_at__lt=leases_ago(UNDELIVERED)))


def find_undelivered(jobs: list[Job]) -> list[Job]:
    """Those of the waiting jobs of which no worker will hear, because their delivery was lost."""
    if not jobs:
        return []
    under_way = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    about_them = under_way.filter(args_kwargs__args__0__in=[str(job.pk) for job in jobs])
    known = set(about_them.values_list("args_kwargs__args__0", flat=True))
    return [job for job in jobs if str(job.pk) not in known]


def settle(job: Job) -> None:
    """Decide about one job whose worker was lost: do it again, unless that could cost twice or was tried enough."""
    running = Running(job)
    logger.warning("The worker of job %s (%s, attempt %d) was lost", job.pk, job.kind, job.attempt)
    try:
        if is_uncertain(job):
            running.end(Job.Status.UNKNOWN, UNKNOWN, "unknown")
        elif job.cancel_requested:
            running.end(Job.Status.CANCELLED, CHARGED if running.may_be_charged else "")
        elif job.attempt >= ATTEMPTS:
            running.end(Job.Status.FAILED, WORKER_LOST, "worker-lost")
        else:
            requeue(running, job.attempt)
    except LeaseLost:
        logger.info("Job %s was settled by another worker", job.pk)


def release(tokens: Iterable[str]) -> None:
    """Give back the jobs that this process holds and will not finish; an unanswered paid call stays as it is."""
    for job in Job.objects.filter(status=Job.Status.RUNNING, lease_token__in=list(tokens)):
        if not is_uncertain(job):
            # Being asked to stop is no failure of the job, so the attempt does not count.
            requeue(Running(job), job.attempt - 1)


def sweep_deliveries() -> int:
    """Put back the tasks that a worker took and will not end, because it no longer beats."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    taken = list(running)
    beating = WorkerBeat.objects.filter(beaten_at__gt=leases_ago(1))
    alive = set(beating.values_list("name", flat=True)) if taken else set()
    orphans = [task for task in taken if not alive.intersection(task.worker_ids[-1:])]
    for orphan in orphans:
        tried = len(orphan.worker_ids) >= ATTEMPTS
        status = TaskResultStatus.FAILED if tried else TaskResultStatus.READY
        running.filter(pk=orphan.pk, started_at=orphan.started_at).update(
            status=status, finished_at=timezone.now() if tried else None
        )
    return len(orphans)


def prune() -> None:
    """Delete deliveries, beats and turns long over; asked first, for a delete would take SQLite's write lock."""
    now = timezone.now()
    for old in (
        DBTaskResult.objects.filter(finished_at__lt=now - DELIVERIES_KEPT),
        WorkerBeat.objects.filter(beaten_at__lt=now - BEATS_KEPT),
    ):
        if old.exists():
            old.delete()
    turns.prune()
