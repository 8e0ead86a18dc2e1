"""Putting jobs into the queue, stopping them and asking for them again; django-tasks merely delivers.

Owners are served in turn (``editor.jobs.turns``), and so many of one's jobs may wait at a time.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from editor.jobs.kinds import find_handler
from editor.jobs.running import CHARGED, Running, is_charged
from editor.limits import LimitReached, require_room
from editor.models import Job, Picture, Revision
from editor.sentences import plural
from editor.tasks import run_job

USELESS_AFTER = {"gone", "unusable", "unknown"}  # kinds of failure after which a paid answer cannot be used again
STEP_RESULTS = "step results"  # among what a job has received: stored files, which stay of use whatever failed later
LOW_PRIORITY = -10  # of what nobody may be waiting for; the usual one is 0


def enqueue(
    picture: Picture,
    kind: str,
    base: Revision,
    params: dict[str, Any],
    key: str,
    received: dict[str, Any] | None = None,
    *,
    bounded: bool = True,
) -> Job:
    """The job for this request; the very same request again, under the same ``key``, is the same row, delivered once.

    ``received`` is what a service answered to an earlier job of the same kind, to go on from there. What goes on with
    work that was begun is not ``bounded``.

    Raises:
        ValueError: nothing does jobs of this kind.
        LimitReached: too many jobs of the picture's owner wait already, or there is no room on the disk.
    """
    find_handler(kind)
    # The key comes from a form: it must lead neither to somebody else's job nor to one that does something else.
    request = json.dumps([picture.pk, base.pk, kind, params, key], sort_keys=True)
    fingerprint = hashlib.sha256(request.encode()).hexdigest()
    with transaction.atomic():
        job, made = Job.objects.get_or_create(
            key=fingerprint,
            defaults={"picture": picture, "kind": kind, "base": base, "params": params, "received": received},
        )
        if made and bounded:
            refuse_excess(picture.owner)
        if made:
            deliver(job)
    return job


def refuse_excess(owner: str, coming: int = 0) -> None:
    """Refuse where there is no room, or more jobs of ``owner`` wait than may, ``coming`` ones counted that come yet.

    Raises:
        LimitReached: as said.
    """
    require_room(owner)
    waiting = Job.objects.filter(status=Job.Status.QUEUED, picture__owner=owner).count()
    if waiting + coming > settings.WAITING_JOBS:
        raise LimitReached(
            plural(
                "{count} job of yours is waiting already, and no more are taken. Let it be done, or cancel it.",
                "{count} jobs of yours are waiting already, and no more are taken. Let some be done, or cancel some.",
                settings.WAITING_JOBS,
            )
        )


def deliver(job: Job) -> None:
    """Send word of the job to the workers; harmless when sent twice. Looking at pictures waits for one's edits."""
    can_wait = job.kind == "prepare" and run_job.get_backend().supports_priority
    task = run_job.using(priority=LOW_PRIORITY) if can_wait else run_job
    task.enqueue(str(job.pk), job.picture.owner)


def prioritize(pk: int) -> None:
    """Somebody waits for what is queued for this picture: do it before their other pictures are looked at.

    Nothing is queued by this, however often a page is opened.
    """
    waiting = Job.objects.filter(picture=pk, kind="prepare", status=Job.Status.QUEUED)
    calls = [[str(job), owner] for job, owner in waiting.values_list("pk", "picture__owner")]
    if calls:
        late = DBTaskResult.objects.ready().filter(args_kwargs__args__in=calls, priority__lt=0)
        if late.exists():  # asked first, for an update takes SQLite's write lock
            late.update(priority=0)


def requeue(running: Running, attempt: int) -> None:
    """Give a claimed job back to be done again from the start, ``attempt`` tries being counted so far."""
    with transaction.atomic():
        running.requeue(attempt)
        deliver(running.job)


def cancel(job: Job) -> None:
    """End a queued job at once, a running one at its next step. Where it was just done, its result waits instead."""
    with transaction.atomic():
        Picture.hold(job.picture_id)
        row = Job.objects.select_for_update().get(pk=job.pk)
        stop(row) if row.active else row.take_back()
    job.refresh_from_db()


def stop(job: Job) -> None:
    """End a queued job at once, a running one at its next step; a job that has ended stays as it is."""
    rows = Job.objects.filter(pk=job.pk)
    ended = {"status": Job.Status.CANCELLED, "finished_at": timezone.now(), "error": CHARGED if is_charged(job) else ""}
    if not rows.filter(status=Job.Status.QUEUED).update(**ended):
        rows.filter(status=Job.Status.RUNNING).update(cancel_requested=True)


def retry(job: Job) -> Job:
    """A job that ended without a result again, as a new row; asked twice, the same new row. Others are returned.

    It goes on from the answer that was paid for, unless that is known to be of no use any more.

    Raises:
        LimitReached: too many jobs wait already.
    """
    if job.active or job.status == Job.Status.DONE:
        return job
    return enqueue(job.picture, job.kind, job.base, job.params, f"retry {job.pk}", keep_useful(job))


def keep_useful(job: Job) -> dict[str, Any] | None:
    """What another try can go on from, of what a job has received."""
    received: dict[str, Any] | None = job.received
    if job.error_kind not in USELESS_AFTER:
        return received
    stored = (received or {}).get(STEP_RESULTS)
    return {STEP_RESULTS: stored} if stored else None
