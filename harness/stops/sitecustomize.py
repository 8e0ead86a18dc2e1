"""Has a Python process kill itself, as kill -9 would, at a step that a test names. Python imports it at its start.

STOP_FILE is the path of a file that, once it is there, says who stops where: ``worker 12`` is the twelfth step of a
worker from then on. A step is a statement of SQL, a sync or a new name of a file, or a request that is sent. The file
is gone once somebody has stopped.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import threading
from typing import Any

AUDITED = {"os.rename", "http.client.send"}
# What is in the command line of whom; a web server of granian's is started by multiprocessing.
ROLES = {"worker": " worker ", "web": "multiprocessing"}

lock = threading.Lock()
taken = 0


def step() -> None:
    """Count one step, and end the process at the one that is asked for."""
    global taken
    try:
        with open(os.environ["STOP_FILE"]) as file:  # noqa: PTH123 - as little as possible is imported here
            role, number = file.read().split()
    except (OSError, ValueError):
        taken = 0
        return
    if ROLES[role] not in f"{' '.join(sys.orig_argv)} ":
        return
    with lock:
        taken += 1
        if taken >= int(number):
            try:
                os.unlink(os.environ["STOP_FILE"])  # noqa: PTH108
            except FileNotFoundError:  # another process was faster
                return
            os.kill(os.getpid(), signal.SIGKILL)


def watch() -> None:
    """Have every step counted."""
    connect, fsync = sqlite3.dbapi2.connect, os.fsync

    def connect_watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(lambda statement: step())
        return connection

    def sync_watched(fd: Any) -> None:
        step()
        fsync(fd)

    sqlite3.dbapi2.connect = sqlite3.connect = connect_watched  # type: ignore[assignment]
    os.fsync = sync_watched
    sys.addaudithook(lambda event, _: step() if event in AUDITED else None)
    if os.environ.get("DATABASE_URL"):
        watch_postgres()


def watch_postgres() -> None:
    """Have every statement counted that goes to a server."""
    import psycopg  # only where there is one

    execute = psycopg.Cursor.execute

    def execute_watched(self: Any, *arguments: Any, **options: Any) -> Any:
        step()
        return execute(self, *arguments, **options)

    psycopg.Cursor.execute = execute_watched  # type: ignore[method-assign]


if "STOP_FILE" in os.environ:
    watch()
