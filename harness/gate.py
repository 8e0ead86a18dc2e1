"""A port that leads to another one, until it is shut: connections through it end, and no new one is taken."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from harness.processes import free_port

CHUNK = 65_536  # bytes
OVER = (OSError, ValueError)  # what is raised where the other side, or the gate, was closed meanwhile


class Gate:
    """Leads to ``target`` of this machine while it is open."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self.door: socket.socket | None = None
        self.passing: set[socket.socket] = set()

    def open(self) -> None:
        """Take connections."""
        self.door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.admit, args=(self.door,), daemon=True).start()

    def shut(self) -> None:
        """Take none, and end those that there are."""
        for one in [*([self.door] if self.door else []), *self.passing]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.door = None
        self.passing.clear()

    def admit(self, door: socket.socket) -> None:
        """Let through whoever comes."""
        with suppress(*OVER):
            while True:
                here, _ = door.accept()
                there = socket.create_connection(("127.0.0.1", self.target))
                self.passing |= {here, there}
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self.pass_on, args=pair, daemon=True).start()

    def pass_on(self, source: socket.socket, target: socket.socket) -> None:
        """Pass on what comes, until either side ends."""
        with suppress(*OVER):
            while chunk := source.recv(CHUNK):
                target.sendall(chunk)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def gate_to(target: int) -> Iterator[Gate]:
    """An open gate to a port for as long as the block runs."""
    gate = Gate(target)
    gate.open()
    try:
        yield gate
    finally:
        gate.shut()
