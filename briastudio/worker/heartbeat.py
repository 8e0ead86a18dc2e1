"""The beat of a worker process: ``/healthz`` and the other workers' sweeps go by it."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from briastudio.worker import wakeup
from briastudio.worker.jit_cache import WarmUp
from editor.jobs import recovery
from editor.models import WorkerBeat

logger = logging.getLogger(__name__)


class Heartbeat(threading.Thread):
    """Says that the worker lives, and takes up what others left behind, three times per lease."""

    def __init__(self, worker: str, warm_up: WarmUp) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker, self.warm_up = worker, warm_up
        self.stopped = threading.Event()

    def run(self) -> None:
        """Beat until the worker leaves."""
        while not self.stopped.wait(settings.JOB_LEASE_SECONDS / 3):
            self.beat()
        connection.close()

    def beat(self) -> None:
        """Write the beat and sweep; a database that is busy or away is asked again at the next beat."""
        try:
            beat = {"ready": self.warm_up.over, "beaten_at": timezone.now()}
            if not WorkerBeat.objects.filter(name=self.worker).update(**beat):
                WorkerBeat.objects.create(name=self.worker, **beat)
            if recovery.sweep():
                wakeup.ring_all()
        except DatabaseError:
            logger.warning("The worker could not beat", exc_info=True)
            connection.close()

    def stop(self) -> None:
        """Stop beating, and say at once that this worker is gone."""
        self.stopped.set()
        if self.is_alive():
            self.join()
        WorkerBeat.objects.filter(name=self.worker).delete()
