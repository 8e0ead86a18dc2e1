"""Durable jobs: slow work that is done once, whatever happens to the process that does it.

The row is the truth. A worker claims it by a lease and a token, extends the lease while it works, and writes only
while the token is still its own. ``editor.jobs.recovery`` takes up what a lost worker left behind.
"""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from editor.jobs import leases
from editor.jobs.leases import LeaseLost
from editor.jobs.outages import outlast
from editor.models import Job, Revision
from editor.service import backends

PROGRESS_PAUSE = 0.25  # seconds between two looks at the row within a step; a person who cancels waits for one
LOOK_PAUSE = 1.0  # seconds between two looks at the row while it waits for a service
UNKNOWN = gettext_noop(
    "The studio was interrupted while the service was answering, so nobody knows whether this was done. "
    "Trying again may cost a second time."
)

CHARGED = gettext_noop("The service had been asked already, so this may have been charged all the same.")


class Cancelled(Exception):
    """A person cancelled the job; nothing more is to be done for it."""


class Failure(Exception):
    """The work failed in a way a person can be told: a sentence, and a slug for what the page offers next.

    The kind "unknown" ends the job as "outcome unknown".
    """

    def __init__(self, message: str, kind: str = "failed") -> None:
        super().__init__(message)
        self.kind = kind


class Running:
    """A claimed job in the hands of the function that does it. Every write raises LeaseLost once it is not ours."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.has_left = False  # whether what was asked of the service last was sent whole
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
                self._write(steps=next_steps(self.job.steps, name, begins, share))

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
        cancel_requested = outlast(self.rows().values_list("cancel_requested", flat=True).first)
        if cancel_requested is None:
            raise LeaseLost
        if cancel_requested:
            raise Cancelled

    def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            Cancelled, LeaseLost: stop here.
        """
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.check()
            time.sleep(min(left, LOOK_PAUSE))

    def store_order(self, what: dict[str, Any]) -> None:
        """Store what is about to be asked of a service, before it is asked."""
        self.has_left = False
        self._write(sent={**what, "paid": backends.current().paid, "answered": False})

    def store_answer(self, handle: dict[str, Any]) -> None:
        """Store what the service answered, before anything else happens; the next attempt finds it in ``job``."""
        self._write(received=handle, sent={**(self.job.sent or {}), "answered": True})

    def store_usage(self, taken: dict[str, Any]) -> None:
        """Store what the job has taken of a hosted service so far."""
        self._write(usage=taken)

    @property
    def may_be_charged(self) -> bool:
        """Whether a service that costs money was asked by this job, and has answered or may still carry it out."""
        return is_charged(self.job) or (self.has_left and is_uncertain(self.job))

    def finish(self, result: Revision | None, file: str = "", *, seen: bool = True) -> None:
        """End the job well, with what it made; in the transaction that keeps it, so that no cancel comes in between.

        Raises:
            Cancelled, LeaseLost: it is not to be kept.
        """
        made = {"result": result, "file": file, "seen": seen}
        ended = {**made, "status": Job.Status.DONE, "finished_at": timezone.now(), "lease_until": None}
        if not outlast(partial(self.rows().filter(cancel_requested=False).update, **ended)):
            self.check()
            raise LeaseLost
        self.job.status = Job.Status.DONE

    def end(self, status: Job.Status, error: str = "", error_kind: str = "", **fields: Any) -> None:
        """End the job in one way or another."""
        ended = {"status": status, "error": error, "error_kind": error_kind, "finished_at": timezone.now()}
        self._write(**ended, lease_until=None, **fields)

    def requeue(self, attempt: int) -> None:
        """Make the job wait again, ``attempt`` tries being counted; ``queue.requeue`` delivers it as well."""
        self._write(status=Job.Status.QUEUED, lease_token="", lease_until=None, attempt=attempt)

    def put_off(self) -> None:
        """Leave the job to a sweep, which finds it as its lease runs out; this try does not count."""
        self._write(attempt=self.job.attempt - 1)

    def extend(self) -> None:
        """Hold the job for another lease."""
        self._write(lease_until=leases.lease_end())

    def rows(self) -> QuerySet[Job]:
        """The job's row, while it is ours."""
        return Job.objects.filter(pk=self.job.pk, lease_token=self.job.lease_token, status=Job.Status.RUNNING)

    def _write(self, **fields: Any) -> None:
        if not outlast(partial(self.rows().update, **fields)):
            raise LeaseLost
        for name, value in fields.items():
            setattr(self.job, name, value)


def next_steps(steps: list[dict[str, Any]], name: str, begins: bool, share: float | None) -> list[dict[str, Any]]:
    """A job's steps with one more where it ``begins``, and how much of the last is done where that is known."""
    now = [*steps, {"name": name, "at": timezone.now().isoformat()}] if begins else [*steps]
    if share is not None:
        now[-1] = {**now[-1], "share": round(share, 3)}
    return now


def is_charged(job: Job) -> bool:
    """True where a service that costs money has answered this job, or an earlier one that it goes on from."""
    is_paid = backends.current().paid if job.sent is None else job.sent.get("paid")
    return bool(job.received and is_paid)


def is_uncertain(job: Job) -> bool:
    """True while a paid call was begun of which no answer is known: it must not be repeated by itself."""
    sent = job.sent or {}
    return bool(sent.get("paid")) and not sent.get("answered")
