"""Durable jobs: slow work that is done once, whatever happens to the process that does it.

The row is the truth. A worker claims it by a lease and a token, extends the lease while it works, and writes only
while the token is still its own. ``editor.jobs.recovery`` takes up what a lost worker left behind. django-tasks merely
delivers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import time
import uuid
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

import bria
from editor.jobs.leases import LeaseLost
from editor.jobs.running import leases, usage
from editor.models import Job, Picture, Revision

LOST = {"gone", "unusable", "unknown"}  # kinds of failure after which an answer that was paid for is of no use any more
PATIENT = -10  # the priority of what nobody may be waiting for; the usual one is 0
PROGRESS_PAUSE = 0.25  # seconds between two looks at the row within a step; a person who cancels waits for one
INTERNAL = gettext_noop(
    "Something went wrong inside the studio. The picture is unchanged; the log says more. Try again."
)
UNKNOWN = gettext_noop(
    "The studio was interrupted while the service was answering, so nobody knows whether this was done. "
    "Trying again may cost a second time."
)

logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """A person cancelled the job; nothing more is to be done for it."""


class Failure(Exception):
    """The work failed in a way a person can be told: a sentence, and a slug for what the page offers next.

    The kind "unknown" ends the job as "outcome unknown".
    """

    def __init__(self, message: str, kind: str = "failed") -> None:
        super().__init__(message)
        self.kind = kind


def enqueue(
    picture: Picture,
    kind: str,
    base: Revision,
    params: dict[str, Any],
    key: str,
    received: dict[str, Any] | None = None,
) -> Job:
    """The job for this request; the very same request again, under the same ``key``, is the same row, delivered once.

    ``received`` is what a service answered to an earlier job of the same kind, to go on from there.

    Raises:
        ValueError: ``settings.STUDIO_JOBS`` has no such kind.
    """
    if kind not in settings.STUDIO_JOBS:
        raise ValueError(f"There is no kind of job called {kind!r}")
    # The key comes from a form: it must lead neither to somebody else's job nor to one that does something else.
    request = json.dumps([picture.pk, base.pk, kind, params, key], sort_keys=True)
    fingerprint = hashlib.sha256(request.encode()).hexdigest()
    with transaction.atomic():
        job, made = Job.objects.get_or_create(
            key=fingerprint,
            defaults={"picture": picture, "kind": kind, "base": base, "params": params, "received": received},
        )
        if made:
            deliver(job)
    return job


def deliver(job: Job, *, hurried: bool = False) -> None:
    """Send word of the job to the workers; harmless when sent twice. Looking at pictures waits for what is urgent."""
    from editor.tasks import run_job

    patient = job.kind == "prepare" and not hurried and run_job.get_backend().supports_priority
    (run_job.using(priority=PATIENT) if patient else run_job).enqueue(str(job.pk))


def hurry(pk: int) -> None:
    """Somebody waits for what is queued for this picture: do it before other pictures are looked at."""
    for job in Job.objects.filter(picture=pk, status=Job.Status.QUEUED):
        deliver(job, hurried=True)


def cancel(job: Job) -> None:
    """End a queued job at once, a running one at its next step. Where it was just done, its result waits instead."""
    with transaction.atomic():
        row = Job.objects.select_for_update().get(pk=job.pk)
        stop(row) if row.active else row.take_back()
    job.refresh_from_db()


def stop(job: Job) -> None:
    """End a queued job at once, a running one at its next step; a job that has ended stays as it is."""
    rows = Job.objects.filter(pk=job.pk)
    if not rows.filter(status=Job.Status.QUEUED).update(status=Job.Status.CANCELLED, finished_at=timezone.now()):
        rows.filter(status=Job.Status.RUNNING).update(cancel_requested=True)


def retry(job: Job) -> Job:
    """A job that ended without a result again, as a new row; asked twice, the same new row. Others are returned.

    It goes on from the answer that was paid for, unless that is known to be of no use any more.
    """
    if job.active or job.status == Job.Status.DONE:
        return job
    received = None if job.error_kind in LOST else job.received
    return enqueue(job.picture, job.kind, job.base, job.params, f"retry {job.pk}", received)


class Running:
    """A claimed job in the hands of the function that does it. Every write raises LeaseLost once it is not ours."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._told_at = 0.0  # monotonic seconds
        self._share: float | None = None  # of the step at hand that is done, as it was told last
        self._telling = threading.RLock()  # an engine tells of its progress from a thread of its own

    def step(self, name: str, share: float | None = None) -> None:
        """Say what is being done, and how far that is (0 to 1).

        Raises:
            Cancelled, LeaseLost: stop here.
        """
        with self._telling:
            begins = name != self.job.step
            if not begins and time.monotonic() - self._told_at < PROGRESS_PAUSE:
                return
            self._told_at, self._share = time.monotonic(), share
            self.check()
            if begins or share is not None:
                self._write(steps=stepped(self.job.steps, name, begins, share))

    def progress(self, share: float | None) -> None:
        """Say how far the step at hand is, as often as one likes.

        Raises:
            Cancelled, LeaseLost: stop here.
        """
        with self._telling:
            self._share = self._share if share is None else share
            self.step(self.job.step, self._share if self.job.steps else None)

    def check(self) -> None:
        """Go on only while the job is ours and wanted.

        Raises:
            Cancelled, LeaseLost: stop here.
        """
        cancel_requested = self._rows().values_list("cancel_requested", flat=True).first()
        if cancel_requested is None:
            raise LeaseLost
        if cancel_requested:
            raise Cancelled

    def sending(self, what: dict[str, Any]) -> None:
        """Store what is about to be asked of a service, before it is asked."""
        self._write(sent={**what, "paid": hosted(), "answered": False})

    def received(self, handle: dict[str, Any]) -> None:
        """Store what the service answered, before anything else happens; the next attempt finds it in ``job``."""
        self._write(received=handle, sent={**(self.job.sent or {}), "answered": True})

    def used(self, taken: dict[str, Any]) -> None:
        """Store what the job has taken of a hosted service so far."""
        self._write(usage=taken)

    def finish(self, result: Revision | None, file: str = "", *, seen: bool = True) -> None:
        """End the job well, with what it made; in the transaction that keeps it, so that no cancel comes in between.

        Raises:
            Cancelled, LeaseLost: it is not to be kept.
        """
        made = {"result": result, "file": file, "seen": seen}
        wanted = self._rows().filter(cancel_requested=False)
        if not wanted.update(**made, status=Job.Status.DONE, finished_at=timezone.now(), lease_until=None):
            self.check()
            raise LeaseLost
        self.job.status = Job.Status.DONE

    def end(self, status: Job.Status, error: str = "", error_kind: str = "", **fields: Any) -> None:
        """End the job in one way or another."""
        ended = {"status": status, "error": error, "error_kind": error_kind, "finished_at": timezone.now()}
        self._write(**ended, lease_until=None, **fields)

    def requeue(self, attempt: int) -> None:
        """Give the job back to be done again from the start, ``attempt`` tries being counted so far."""
        with transaction.atomic():
            self._write(status=Job.Status.QUEUED, lease_token="", lease_until=None, attempt=attempt)
            deliver(self.job)

    def extend(self) -> None:
        """Hold the job for another lease."""
        self._write(lease_until=leases.ending())

    def _rows(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, lease_token=self.job.lease_token, status=Job.Status.RUNNING)

    def _write(self, **fields: Any) -> None:
        if not self._rows().update(**fields):
            raise LeaseLost
        for name, value in fields.items():
            setattr(self.job, name, value)


def stepped(steps: list[dict[str, Any]], name: str, begins: bool, share: float | None) -> list[dict[str, Any]]:
    """A job's steps with one more where it ``begins``, and how much of the last is done where that is known."""
    now = [*steps, {"name": name, "at": timezone.now().isoformat()}] if begins else [*steps]
    if share is not None:
        now[-1] = {**now[-1], "share": round(share, 3)}
    return now


def run(job_id: str | uuid.UUID) -> None:
    """Do the job, unless it is not to be done any more or somebody else is at it."""
    job = claim(job_id)
    if job is None:
        return
    running = Running(job)
    with leases.heartbeat(running, job.lease_token):
        try:
            perform(running)
        except LeaseLost:
            logger.warning("Job %s was taken over by another worker; its result here is dropped", job.pk)


def claim(job_id: str | uuid.UUID) -> Job | None:
    """The job with a fresh lease and token, counted as one more attempt; None where it is not waiting."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, status=Job.Status.QUEUED).first()
        if job is None:
            return None
        job.status, job.attempt, job.steps = Job.Status.RUNNING, job.attempt + 1, []
        job.lease_token, job.lease_until = uuid.uuid4().hex, leases.ending()
        job.save(update_fields=["status", "attempt", "steps", "lease_token", "lease_until"])
    return job


def perform(running: Running) -> None:
    """Call the job's function and write down how it ended.

    Raises:
        LeaseLost: somewhere on the way the job became somebody else's.
    """
    job = running.job
    try:
        with bria.watched(running.progress), metered(running):
            result = import_string(settings.STUDIO_JOBS[job.kind])(running)
        if job.active:
            running.finish(result)
    except LeaseLost:
        raise
    except Cancelled:
        running.end(Job.Status.CANCELLED)
    except Failure as failure:
        status = Job.Status.UNKNOWN if failure.kind == "unknown" else Job.Status.FAILED
        running.end(status, error=str(failure), error_kind=failure.kind)
    except Exception:
        logger.exception("Job %s (%s) failed", job.pk, job.kind)
        if uncertain(job):
            running.end(Job.Status.UNKNOWN, UNKNOWN, "unknown")
        else:
            running.end(Job.Status.FAILED, INTERNAL, "internal")


def metered(running: Running) -> AbstractContextManager[None]:
    """Within it, what is asked of a hosted service is counted on the job's row."""
    return bria.metered(usage.Counter(running)) if hosted() else nullcontext()


def hosted() -> bool:
    """True where calls go to a service that may take money for them."""
    return bool(settings.BRIA_API_URL or settings.BRIA_API_TOKEN)


def uncertain(job: Job) -> bool:
    """True while a paid call was begun of which no answer is known: it must not be repeated by itself."""
    sent = job.sent or {}
    return bool(sent.get("paid")) and not sent.get("answered")
