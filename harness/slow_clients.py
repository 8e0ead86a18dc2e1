"""Clients that are slow on purpose: each connects, begins something, and goes on with it as slowly as it may."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from harness.processes import ROOT

PAUSE = 1.0  # seconds between two drips
LITTLE = 4096  # bytes that the kernel takes for a client who does not read


@dataclass(frozen=True)
class Kind:
    """What a client sends first, with its host in the place of ``{host}``, and then again and again."""

    beginning: str = ""
    drip: bytes = b""


def kinds(upload: str, file: str, cookie: str = "") -> dict[str, Kind]:
    """Every kind there is, by its name: ``upload`` is a path that takes bodies, ``file`` one with much to read."""
    post = f"POST {upload} HTTP/1.1\r\nHost: {{host}}\r\n"
    get = f"GET {file} HTTP/1.1\r\nHost: {{host}}\r\nCookie: {cookie}\r\n"
    return {
        "idle": Kind(),
        "headers": Kind(get, b"X-More: 1\r\n"),
        "chunked": Kind(f"{post}Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        "sized": Kind(f"{post}Content-Length: 1000000\r\n\r\n", b"x"),
        "unread": Kind(f"{get}\r\n"),
    }


class SlowClient:
    """One connection."""

    def __init__(self, address: str, kind: Kind) -> None:
        where = urlsplit(address)
        self.kind, self.socket = kind, socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE)
        self.socket.connect((where.hostname or "", where.port or 80))
        self.socket.sendall(kind.beginning.format(host=where.netloc).encode())

    def drip(self) -> bool:
        """Send a little more; False once the server has answered before all of it came, or ended the connection."""
        try:
            self.socket.sendall(self.kind.drip)
            self.socket.setblocking(False)
            return self.socket.recv(1, socket.MSG_PEEK) != b"" and not self.kind.drip
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            self.socket.setblocking(True)

    def close(self) -> None:
        """End the connection."""
        self.socket.close()


@contextmanager
def slow_clients(address: str, kind: Kind, count: int) -> Iterator[list[SlowClient]]:
    """So many of a kind, for as long as the block runs."""
    with ExitStack() as stack:
        clients = []
        for _ in range(count):
            client = SlowClient(address, kind)
            stack.callback(client.close)
            clients.append(client)
        yield clients


def main(address: str, name: str, count: str, *paths: str) -> None:
    """Keep so many clients of a kind at it, a new one for each that the server has ended, until somebody ends this."""
    kind = kinds(*paths)[name]
    with slow_clients(address, kind, int(count)) as clients:
        print("ready", flush=True)  # noqa: T201 - whoever started this waits for it
        while True:
            for place, client in enumerate(clients):
                if not client.drip():
                    client.close()
                    clients[place] = SlowClient(address, kind)
            time.sleep(PAUSE)


@contextmanager
def elsewhere(address: str, name: str, count: int, *paths: str) -> Iterator[None]:
    """The same by a process of its own, for as long as the block runs; all are connected when it begins."""
    command = [sys.executable, "-m", "harness.slow_clients", address, name, str(count), *paths]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            if not process.stdout.readline():
                raise RuntimeError(f"Slow clients of the kind {name} could not connect to {address}")
            yield
        finally:
            process.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
