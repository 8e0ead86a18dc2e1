"""Processes that are started and never left behind, ports that are free, folders that go away, and waiting."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")

ROOT = Path(__file__).resolve().parents[1]
LISTENING = 30  # seconds until a server takes connections
END = 300  # seconds that a command may take, on a machine that is busy
OURS = ("STUDIO_", "DJANGO_", "DATABASE_", "REDIS_", "S3_", "STORAGE_")  # what variables of the studio's begin with


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """A folder that is there for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        yield Path(folder)


@contextmanager
def started(*arguments: str, log: Path, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """``python *arguments`` in a session of its own, killed in the end; its output goes to ``log`` and is shown."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        for pid in [*descendants(process.pid), process.pid]:
            kill(pid)
        process.wait()
        sys.stdout.write(log.read_text())


@contextmanager
def listening(command: list[str], port: int, log: Path, **variables: str) -> Iterator[None]:
    """A server that takes connections at ``port`` for as long as the block runs; what it says goes to ``log``."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, env={**os.environ, **variables}, stdout=output, stderr=output)
    try:
        wait_for(lambda: accepts(port), LISTENING, f"{command[0]} to take connections")
        yield
    finally:
        process.terminate()
        process.wait(END)


def run_python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """``python *arguments`` to its end, with these variables and no others of the studio's."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        timeout=END,
        check=False,
    )


def kill(pid: int) -> None:
    """kill -9, where there is still something to kill."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def descendants(pid: int) -> list[int]:
    """The processes that ``pid`` and its children have started and that still run, children before grandchildren."""
    rows = [line.split() for line in output_of("ps", "-eo", "pid=,ppid=,stat=").splitlines()]
    children = [int(child) for child, parent, state in rows if int(parent) == pid and not state.startswith("Z")]
    return children + [below for child in children for below in descendants(child)]


def children_of(pid: int) -> list[int]:
    """The processes that ``pid`` itself has started and that still run."""
    return [int(child) for child in output_of("ps", "-o", "pid=", "--ppid", str(pid)).split() if lives(int(child))]


def command_of(pid: int) -> str:
    """The command line of a process."""
    return output_of("ps", "-o", "args=", "-p", str(pid))


def output_of(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def lives(pid: int) -> bool:
    """True while the process runs; one that has ended and was not waited for does not."""
    state = output_of("ps", "-o", "stat=", "-p", str(pid)).strip()
    return bool(state) and not state.startswith("Z")


def wait_for(look: Callable[[], Found | None], seconds: float, what: str) -> Found:
    """What ``look`` finds within the time; it is asked until it finds something that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds} s in vain for {what}")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accepts(port: int) -> bool:
    """True while somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
