"""The process that does the jobs: django-tasks' worker with a heartbeat, a sweep, a warm-up and a quick way out."""

from __future__ import annotations

import logging
import os
import platform
import secrets
import signal
import threading
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker

from briastudio.worker import jit_cache
from editor.jobs import leases, recovery
from editor.models import WorkerBeat

PICKUP = 0.1  # seconds between two looks for work: short beside any job, cheap beside a page view
LOOK = 1.0  # seconds between two looks for a sweep that is due
GRACE = 3.0  # seconds a running job gets to end once the worker is asked to stop
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

logger = logging.getLogger(__name__)


def work() -> None:
    """Do jobs until a signal says stop. Only the main thread of a process can."""
    warming = jit_cache.Warming()
    name = f"{platform.node()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
    loops = [Loop(name, queue) for queue in settings.TASKS["default"]["QUEUES"]]
    keeper = Keeper(name, warming)
    listen(loops, keeper)
    keeper.tick()
    keeper.start()
    Sweeper().start()
    warming.finish_here()
    lanes = [Lane(loop) for loop in loops[1:]]
    for lane in lanes:
        lane.start()
    loops[0].run()
    for lane in lanes:
        lane.join()
    keeper.leave()


class Loop(Worker):
    """django-tasks' worker, on one queue of the default backend."""

    def __init__(self, name: str, queue: str) -> None:
        super().__init__(
            queue_names=[queue],
            interval=PICKUP,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )


class Lane(threading.Thread):
    """Works on one queue beside the main thread: the engine's long computations leave the interpreter free."""

    def __init__(self, loop: Loop) -> None:
        super().__init__(name=f"lane-{loop.queue_names[0]}", daemon=True)
        self.loop = loop

    def run(self) -> None:
        """Work until the loop is stopped; where it breaks, the worker leaves, and another takes its place."""
        try:
            self.loop.run()
        except Exception:
            logger.exception("The worker broke")
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            connection.close()


class Keeper(threading.Thread):
    """Says that the worker lives, and takes up what others left behind, three times per lease."""

    def __init__(self, name: str, warming: jit_cache.Warming) -> None:
        super().__init__(name="keeper", daemon=True)
        self.worker, self.warming = name, warming
        self.left = threading.Event()

    def run(self) -> None:
        """Tick until the worker leaves."""
        while not self.left.wait(settings.JOB_LEASE_SECONDS / 3):
            self.tick()
        connection.close()

    def tick(self) -> None:
        """Beat and sweep; a database that is busy or away is asked again at the next tick."""
        try:
            WorkerBeat.objects.update_or_create(
                name=self.worker, defaults={"ready": self.warming.over, "beaten_at": timezone.now()}
            )
            recovery.sweep()
        except DatabaseError:
            logger.warning("The worker could not beat", exc_info=True)
            connection.close()

    def leave(self) -> None:
        """Stop beating, and say at once that this worker is gone."""
        self.left.set()
        if self.is_alive():
            self.join()
        WorkerBeat.objects.filter(name=self.worker).delete()


class Sweeper(threading.Thread):
    """Does what the site wants done again and again, apart from the keeper, whose beat cannot wait for it."""

    def __init__(self) -> None:
        super().__init__(name="sweeper", daemon=True)
        self.due_at = dict.fromkeys(settings.STUDIO_SWEEPS, 0.0)  # monotonic seconds

    def run(self) -> None:
        """Sweep for as long as the process lives."""
        while True:
            self.look()
            time.sleep(LOOK)

    def look(self) -> None:
        """Do what is due."""
        for path, seconds in settings.STUDIO_SWEEPS.items():
            if time.monotonic() >= self.due_at[path]:
                sweep(path)
                self.due_at[path] = time.monotonic() + seconds


def sweep(path: str) -> None:
    """Call one of the sweeps; whatever goes wrong in it, the others go on."""
    try:
        import_string(path)()
    except Exception:
        logger.exception("%s failed", path)
        connection.close()


def listen(loops: Sequence[Loop], keeper: Keeper) -> None:
    """Have a thread act on signals: the main thread would hear of them only when a long computation ends."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for stop in STOP:
        signal.signal(stop, lambda *_: None)
    threading.Thread(target=leave_on_signal, args=(reader, loops, keeper), name="signals", daemon=True).start()


def leave_on_signal(reader: int, loops: Sequence[Loop], keeper: Keeper) -> None:
    """Once a signal arrives, let what is running end; where that takes too long, give it back and go."""
    os.read(reader, 1)
    for loop in loops:
        loop.running = False
    time.sleep(GRACE)
    recovery.release(leases.held_here)
    keeper.leave()
    os._exit(0)
