"""Word of new work from machine to machine, by PostgreSQL's NOTIFY: it goes out as the transaction is committed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection

CHANNEL = "bria_studio_work"
PAUSE = 1.0  # seconds before who tells of work and is away is asked again

Ring = Callable[[str], None]

logger = logging.getLogger(__name__)


class Interrupted(Exception):
    """Nobody tells of work at the moment; ``str(error)`` says why."""


def send(queue: str) -> None:
    """Tell every worker that there is work in a queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, queue])


def listen(ring: Ring) -> None:
    """Call ``ring`` with the name of each queue that is told of; first with a pattern of all, for some were missed.

    Raises:
        Interrupted: the connection is lost.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        ring("*")
        with connection.wrap_database_errors:
            for notice in connection.connection.notifies():
                ring(notice.payload)
    except DatabaseError as error:
        connection.close()
        raise Interrupted(str(error)) from error


class Listener(threading.Thread):
    """Listens for as long as the process lives; who is away is asked again and again."""

    def __init__(self, listen: Callable[[Ring], None], ring: Ring) -> None:
        super().__init__(name="listener", daemon=True)
        self.listen, self.ring = listen, ring

    def run(self) -> None:
        """Listen."""
        while True:
            try:
                self.listen(self.ring)
            except Interrupted as reason:
                logger.warning("Nobody tells of new work at the moment: %s", reason)
            time.sleep(PAUSE)
