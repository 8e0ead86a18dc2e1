"""The beat of a worker process: ``/healthz`` and the other workers' sweeps go by it."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now

from briastudio.worker import due, wakeup
from briastudio.worker.jit_cache import WarmUp
from editor.jobs import recovery
from editor.jobs.recovery import LEFT
from editor.models import WorkerBeat

RECOVERY = "editor.jobs.recovery.sweep"

logger = logging.getLogger(__name__)


class Heartbeat(threading.Thread):
    """Says that the worker lives, and takes up what others left behind, twice per lease."""

    def __init__(self, worker: str, warm_up: WarmUp) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker, self.warm_up = worker, warm_up
        self.stopped = threading.Event()
        self.sweeps_from = 0.0  # monotonic seconds

    def run(self) -> None:
        """Beat until the worker leaves."""
        while not self.stopped.wait(settings.JOB_LEASE_SECONDS / 2):
            self.beat()
        connection.close()

    def beat(self) -> None:
        """Write the beat and sweep; a database that is busy or away is asked again at the next beat.

        After that everybody has a lease's time to hold on to their jobs before one is taken for lost.
        """
        try:
            self.write()
            self.look()
        except DatabaseError as error:
            logger.warning("The worker could not beat: %s", error)
            self.sweeps_from = time.monotonic() + 2 * settings.JOB_LEASE_SECONDS
            connection.close()

    def write(self) -> None:
        """Write the beat."""
        beat = {"ready": self.warm_up.over, "beaten_at": Now()}
        if not WorkerBeat.objects.filter(name=self.worker).update(**beat):
            WorkerBeat.objects.create(name=self.worker, **beat)

    def look(self) -> None:
        """Have taken up what was left behind, and wake this worker for what waits without its having heard of it."""
        found = recovery.look()
        if LEFT in found and time.monotonic() >= self.sweeps_from and due.take(RECOVERY, settings.JOB_LEASE_SECONDS):
            if recovery.sweep():
                wakeup.announce("*")
            due.put_off(RECOVERY, 0)
        for queue in found - {LEFT}:
            wakeup.ring(queue, self.worker)

    def stop(self) -> None:
        """Stop beating, and say at once that this worker is gone."""
        self.stopped.set()
        if self.is_alive():
            self.join()
        with suppress(DatabaseError):  # of a server that is away
            WorkerBeat.objects.filter(name=self.worker).delete()
