"""Waking idle workers when work is queued, so that they need not look for it many times a second.

Each worker has a named pipe for each of its queues in the data folder; who queues a task writes a byte into all pipes
of its queue. PostgreSQL or Redis tell workers on other machines (``briastudio.worker.notifications``, ``publishing``),
each of which then rings its own pipes. Where a byte was lost, the next beat finds what waits.
"""

from __future__ import annotations

import errno
import logging
import os
import select
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django_tasks.base import TaskResult

from briastudio.worker import notifications

SWEEPS = "sweeps"  # the pipe of the thread that sweeps, beside those of the queues

logger = logging.getLogger(__name__)


class Pipe:
    """A worker's end of the pipe for one queue, for as long as the block runs."""

    def __init__(self, queue: str, worker: str) -> None:
        self.path = folder() / f"{queue}.{worker}"
        self.ends: list[int] = []  # file descriptors: the one to read from, and one that keeps the pipe from its end

    def __enter__(self) -> Pipe:
        try:
            opening = self.path.parent / "opening" / self.path.name  # not yet where who rings takes it for a dead one
            opening.parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(opening, 0o600)
            self.ends = [os.open(opening, mode | os.O_NONBLOCK) for mode in (os.O_RDONLY, os.O_WRONLY)]
            opening.rename(self.path)
        except OSError:
            logger.warning("No pipe can be made in %s: work is begun some seconds later", self.path.parent)
        return self

    def __exit__(self, *_: object) -> None:
        self.path.unlink(missing_ok=True)
        for end in self.ends:
            os.close(end)

    def wait(self, seconds: float) -> None:
        """Until somebody rings, or so long."""
        for reader in select.select(self.ends[:1], [], [], seconds)[0]:
            os.read(reader, select.PIPE_BUF)


def folder() -> Path:
    """Where the pipes are."""
    return Path(settings.DATA, "wakeup")


def announce(queue: str) -> None:
    """Wake the workers of a queue once they can see what this transaction puts into it; the name may be a pattern."""
    transaction.on_commit(partial(ring, queue))
    if settings.REDIS_URL:
        transaction.on_commit(partial(publish, queue))
    elif connection.vendor == "postgresql":
        notifications.send(queue)


def publish(queue: str) -> None:
    """Tell the workers of other machines by Redis."""
    from briastudio.worker import publishing  # only where it is used

    publishing.send(queue)


def find_teller() -> Callable[[notifications.Ring], None] | None:
    """What listens to whoever tells of work on other machines; None where there are none."""
    if settings.REDIS_URL:
        from briastudio.worker import publishing

        return publishing.listen
    return notifications.listen if connection.vendor == "postgresql" else None


def announce_task(task_result: TaskResult[Any], **_: Any) -> None:
    """A receiver of django-tasks' ``task_enqueued``."""
    announce(task_result.task.queue_name)


def announce_webhook(**_: Any) -> None:
    """A receiver of the engine's ``webhook_due``."""
    announce(SWEEPS)


def ring(queue: str, worker: str = "*") -> None:
    """Wake the workers of a queue on this machine, or one of them; the names may be patterns."""
    for path in folder().glob(f"{queue}.{worker}"):
        with suppress(BlockingIOError, FileNotFoundError):  # full of bytes already, or gone in this moment
            write_byte(path)


def write_byte(path: Path) -> None:
    """Write one byte into a pipe; one that nobody reads from is what a killed worker left, and is removed."""
    try:
        writer = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        path.unlink(missing_ok=True)
        return
    try:
        os.write(writer, b"\0")
    finally:
        os.close(writer)
