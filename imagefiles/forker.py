"""The process that others are forked from: ``python -m imagefiles.forker SOCKET MODULE``.

It has imported ``MODULE``, and with it all that is needed, has one thread, and forks a child for each socket that
it is sent. The child reads a function and its arguments from there, writes back what came of it, and is gone, with all
the memory that it took. What takes too long or too much ends the child alone.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from imagefiles import pipes

PATIENCE = 3  # times as long as it may compute, on a machine that does other things as well
GROWTH = 3_000_000_000  # bytes that a child may grow by: a picture of 67 megapixels takes 1 GB, with all its copies


def main() -> None:
    """Fork until nobody is left who could ask."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal, to all its processes: the one that asks goes first
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    importlib.import_module(sys.argv[2])
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            work(socket.socket(fileno=descriptors[0]))
            os._exit(0)
        os.close(descriptors[0])


def work(connection: socket.socket) -> None:
    """Do what is asked, within the time and the memory that there are."""
    function, arguments, options, seconds = pipes.receive(connection)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.alarm(seconds * PATIENCE)
    limit_memory()
    pipes.send(connection, attempt(function, arguments, options))


def attempt(function: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> tuple[bool, Any]:
    """Whether it was done, and the result or what was raised."""
    try:
        return True, function(*arguments, **options)
    except Exception as error:
        return False, error


def limit_memory() -> None:
    """Have what would take far more memory than any picture fail instead; where the system says how much there is."""
    if sys.platform == "linux":
        data = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (data + GROWTH, data + GROWTH))


if __name__ == "__main__":
    main()
