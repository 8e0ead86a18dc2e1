"""Leaving together with the process that started this one, however that one ended."""

from __future__ import annotations

import os
import signal
import threading
import time
from argparse import ArgumentParser

LOOK = 0.5  # seconds between two looks at the parent
GRACE = 5.0  # seconds to leave in good order


def add_option(parser: ArgumentParser) -> None:
    """Give a command ``--parent``, for the process that starts it."""
    parser.add_argument("--parent", type=int, metavar="PID", help="leave when this parent process is gone")


def leave_with(parent: int) -> None:
    """End this process soon after the process ``parent``, which must be its parent, has gone."""
    threading.Thread(target=watch, args=(parent,), name="lifeline", daemon=True).start()


def watch(parent: int) -> None:
    """Wait for the parent to go; then ask this process to end, and end it where it does not."""
    # A process whose parent is gone is given to another one; this holds on every Unix and after kill -9 as well.
    while os.getppid() == parent:
        time.sleep(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
