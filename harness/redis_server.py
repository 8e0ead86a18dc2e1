"""A Redis of a test's own, on a port that was free, with nothing on the disk."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from harness.processes import accepts, free_port, wait_for
from harness.programs import apt, can_install_packages

NAME = "Redis"
ADVICE = "Install Redis (Debian, Ubuntu: apt install redis-server), or put redis-server on PATH."
START = 30  # seconds until it listens


def find() -> str | None:
    """The program; None where it is not installed."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def ways() -> Iterator[list[list[str]]]:
    """The ways to install it here, each a list of commands."""
    if can_install_packages():
        yield apt("redis-server")


class Server:
    """A Redis that is started and stopped as often as one likes, and remembers nothing of before."""

    def __init__(self, program: str) -> None:
        self.program, self.port = program, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What ``REDIS_URL`` has to say."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", tempfile.gettempdir()]
        command = [self.program, *where, "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        wait_for(lambda: accepts(self.port), START, "Redis to take connections")

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def running(program: str) -> Iterator[Server]:
    """A server for as long as the block runs."""
    server = Server(program)
    server.start()
    try:
        yield server
    finally:
        server.stop()
