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
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import is_locked_database_exception

from briastudio import logs
from briastudio.worker import jit_cache, notifications, wakeup
from briastudio.worker.heartbeat import Heartbeat
from briastudio.worker.sweeps import SWEEPS, Sweep, Sweeper
from datafolder import room
from datafolder.outages import is_away
from editor.jobs import leases, recovery, turns

LOOK = 60.0  # seconds between two looks for work that nobody told of, not even a beat
AWAY_PAUSE = 1.0  # seconds before a database or a storage that is away is asked again
BUSY_PAUSE = 0.1  # seconds before a database that is locked is asked again
GRACE = 3.0  # seconds a running job gets to end once the worker is asked to stop
# What a task fails with where the database goes away, or stays locked, or the storage does, while it runs.
INTERRUPTIONS = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError", "botocore.exceptions.")
MOST_INTERRUPTIONS = 30  # of one task, with a pause after each
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

logger = logging.getLogger(__name__)


def work(sweeps: Sequence[Sweep] = SWEEPS, warm_up_command: Sequence[str] = jit_cache.COMMAND) -> None:
    """Do jobs until a signal says stop. Only the main thread of a process can."""
    warm_up = jit_cache.WarmUp(warm_up_command)
    name = f"{platform.node()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
    first, *others = [QueueWorker(name, queue) for queue in settings.TASKS["default"]["QUEUES"]]
    heartbeat = Heartbeat(name, warm_up)
    leave_on_signals([first, *others], heartbeat)
    heartbeat.beat()
    heartbeat.start()
    Sweeper(sweeps, name).start()
    if listen := wakeup.find_teller():
        notifications.Listener(listen, partial(wakeup.ring, worker=name)).start()
    warm_up.finish_here()
    threads = [QueueThread(worker) for worker in others]
    for thread in threads:
        thread.start()
    first.run()
    for thread in threads:
        thread.join()
    heartbeat.stop()


class QueueWorker(Worker):
    """django-tasks' worker, on one queue of the default backend: serves owners in turn; idle, it waits to be woken."""

    def __init__(self, name: str, queue: str) -> None:
        super().__init__(
            queue_names=[queue],
            interval=BUSY_PAUSE,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        self.taken: DBTaskResult[Any, Any] | None = None  # whose end is not written down yet

    def run(self) -> None:
        """Do what is queued, as soon as it is, until ``running`` is no longer true."""
        with wakeup.Pipe(self.queue_names[0], self.worker_id) as pipe:
            while self.running:
                close_old_connections()
                if not self.work_once():
                    pipe.wait(LOOK)

    def work_once(self) -> bool:
        """Do what is next; False where there is nothing to do. A database that is away is waited for."""
        try:
            self.give_back()
            self.taken = self.take_next()
            if self.taken is None:
                return False
            with logs.about_job("".join(self.taken.args_kwargs["args"][:1])):
                self.run_task(self.taken)
            if was_interrupted(self.taken):
                time.sleep(AWAY_PAUSE)
            else:
                self.taken = None
        except DatabaseError as error:
            if not is_away(error):
                raise
            logger.warning("No work while the database is away: %s", error)
            connection.close()
            time.sleep(AWAY_PAUSE)
        return True

    def give_back(self) -> None:
        """Have delivered again what was at work when the database went away: done twice, it is done once."""
        if self.taken is not None:
            mine = DBTaskResult.objects.filter(pk=self.taken.pk, worker_ids=self.taken.worker_ids)
            mine.update(status=TaskResultStatus.READY, finished_at=None)
            self.taken = None

    def take_next(self) -> DBTaskResult[Any, Any] | None:
        """The delivery whose turn it is; None where there is none, or where nothing can be done at this moment.

        While the disk is full everything waits: nothing that was made could be kept.
        """
        if room.describe_lack(settings.DATA, settings.FREE_BYTES):
            return None
        try:
            return turns.take_next(self.queue_names[0], self.worker_id)
        except OperationalError as error:
            if not is_locked_database_exception(error):
                raise
            time.sleep(BUSY_PAUSE)
            return None


def was_interrupted(delivery: DBTaskResult[Any, Any]) -> bool:
    """True where a task failed because the database or the storage was away, unless that happened to it often."""
    failed_by = delivery.exception_class_path if delivery.status == TaskResultStatus.FAILED else ""
    return failed_by.startswith(INTERRUPTIONS) and len(delivery.worker_ids) < MOST_INTERRUPTIONS


class QueueThread(threading.Thread):
    """Works on one queue beside the main thread: the engine's long computations leave the interpreter free."""

    def __init__(self, worker: QueueWorker) -> None:
        super().__init__(name=f"queue-{worker.queue_names[0]}", daemon=True)
        self.worker = worker

    def run(self) -> None:
        """Work until the queue's worker is stopped; where it breaks, the process leaves and is started again."""
        try:
            self.worker.run()
        except Exception:
            logger.exception("The worker broke")
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            connection.close()


def leave_on_signals(workers: Sequence[QueueWorker], heartbeat: Heartbeat) -> None:
    """Have a thread act on signals: the main thread would hear of them only when a long computation ends."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for stop in STOP:
        signal.signal(stop, lambda *_: None)
    threading.Thread(target=wait_for_signal, args=(reader, workers, heartbeat), name="signals", daemon=True).start()


def wait_for_signal(reader: int, workers: Sequence[QueueWorker], heartbeat: Heartbeat) -> None:
    """Once a signal arrives, let what is running end; where that takes too long, give it back and go."""
    os.read(reader, 1)
    for worker in workers:
        worker.running = False
    wakeup.ring("*", heartbeat.worker)  # the idle ones leave at once
    time.sleep(GRACE)
    with suppress(DatabaseError):  # of a server that is away
        recovery.release(leases.own_tokens)
    heartbeat.stop()
    os._exit(0)
