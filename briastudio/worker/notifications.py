"""Word of new work from machine to machine, by PostgreSQL's NOTIFY: it goes out as the transaction is committed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection

CHANNEL = "bria_studio_work"
PAUSE = 1.0  # seconds before a server that is away is asked again

logger = logging.getLogger(__name__)


def send(queue: str) -> None:
    """Tell every worker that there is work in a queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, queue])


class Listener(threading.Thread):
    """Calls ``ring`` with the name of each queue that is told of, and with a pattern of all where some were missed."""

    def __init__(self, ring: Callable[[str], None]) -> None:
        super().__init__(name="listener", daemon=True)
        self.ring = ring

    def run(self) -> None:
        """Listen for as long as the process lives; meanwhile a server that is away is asked again and again."""
        while True:
            try:
                self.listen()
            except DatabaseError as error:
                logger.warning("Nobody tells of new work at the moment: %s", error)
            connection.close()
            time.sleep(PAUSE)

    def listen(self) -> None:
        """Pass on what is told, until the connection is lost.

        Raises:
            DatabaseError: it is.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self.ring("*")
        with connection.wrap_database_errors:
            for notice in connection.connection.notifies():
                self.ring(notice.payload)
