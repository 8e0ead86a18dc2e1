"""What a job does with what the client says of its calls."""

from __future__ import annotations

import bria
from editor.jobs import usage
from editor.jobs.running import Running
from editor.models import Job
from editor.service import backends


class JobListener(bria.Listener):
    """Writes progress and usage to a job's row, and ends its calls once it is cancelled or somebody else's.

    Every method raises Cancelled and LeaseLost as ``Running`` does. What the embedded engine is asked is not counted.
    """

    def __init__(self, running: Running) -> None:
        self._running = running
        self._is_paid = backends.current().paid

    def check(self) -> None:
        """Go on only while the job is wanted."""
        self._running.check()

    def progress(self, share: float | None) -> None:
        """Show how far the step at hand is."""
        self._running.progress(share)

    def sent(self) -> None:
        """From now on the order may be charged, whatever becomes of it here."""
        self._running.has_left = True

    def called(self) -> None:
        """Count one more call; an attempt goes on from what the earlier ones took."""
        if self._is_paid:
            self._running.store_usage(usage.with_call(self._running.job.usage))

    def waits(self, seconds: float) -> None:
        """Count a wait that begins, or show that it is over (0)."""
        if self._is_paid:
            self._running.store_usage(usage.with_wait(self._running.job.usage, seconds))


GAVE_WAY = "gave_way"  # in the parameters of a job: how often the work was put off
PATIENCE = 3  # times that work gives way to strangers


class GaveWay(Exception):
    """Somebody wants something else done first; nothing is lost."""


class YieldingListener(JobListener):
    """Ends the calls of work that nobody waits for as soon as somebody has asked for an edit, of whatever picture.

    Every method raises ``GaveWay`` as well.
    """

    def check(self) -> None:
        """Go on while nobody waits."""
        super().check()
        self._look_for_edits()

    def progress(self, share: float | None) -> None:
        """Show how far the step at hand is, while nobody waits."""
        super().progress(share)
        self._look_for_edits()

    def _look_for_edits(self) -> None:
        """What was asked for before this began does not count: then there are other workers, or it was lost.

        To strangers it gives way ``PATIENCE`` times, or whoever asks for one edit after the other would keep it from
        ever being done.
        """
        job = self._running.job
        waiting = Job.objects.filter(status=Job.Status.QUEUED, created_at__gt=job.created_at).exclude(kind=job.kind)
        if job.params.get(GAVE_WAY, 0) >= PATIENCE:
            waiting = waiting.filter(picture__owner=job.picture.owner)
        if waiting.exists():
            raise GaveWay
