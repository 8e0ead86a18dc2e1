"""The process that reads pictures: ``python -m commandline.assistants.worker DESCRIPTOR``.

It does one job after another and answers each, telling how far it is meanwhile; it writes no files, and ends when
nobody is there to ask.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from commandline.assistants.jobs import Job, Progress
from commandline.embedded import Embedded
from commandline.worker import catch
from imagefiles import pipes

PAUSE = 0.2  # seconds between two messages of how far it is


def main() -> None:
    """Work until the other side is gone."""
    with socket.socket(fileno=int(sys.argv[1])) as connection, contextlib.suppress(EOFError, OSError):
        engine = Embedded()
        while True:
            job = pipes.receive(connection)
            pipes.send(connection, answer(job, engine, tell_over(connection)))


def tell_over(connection: socket.socket) -> Callable[[float | None], None]:
    """What tells the other side how far it is, where that is known: not too often, and never less than before."""
    last, told = 0.0, 0.0

    def tell(share: float | None) -> None:
        nonlocal last, told
        now = time.monotonic()
        if share is not None and share > told and now - last >= PAUSE:
            last, told = now, share
            pipes.send(connection, Progress(share))

    return tell


def answer(job: Job, engine: Embedded, tell: Callable[[float | None], None]) -> Any:
    """What came of a job: whatever it is to give, or a FileFailed."""
    from engine import progress

    with progress.listening(tell):
        return catch(lambda: job.carry_out(engine))


if __name__ == "__main__":
    main()
