"""What a job does with what the client says of its calls."""

from __future__ import annotations

import bria
from editor.jobs import usage
from editor.jobs.running import Running
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

    def called(self) -> None:
        """Count one more call; an attempt goes on from what the earlier ones took."""
        if self._is_paid:
            self._running.store_usage(usage.with_call(self._running.job.usage))

    def waits(self, seconds: float) -> None:
        """Count a wait that begins, or show that it is over (0)."""
        if self._is_paid:
            self._running.store_usage(usage.with_wait(self._running.job.usage, seconds))
