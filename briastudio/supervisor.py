"""Keeping child processes alive for as long as this one lives, and stopping them with it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

LOOK = 0.25  # seconds between two looks at the children
LONG_LIFE = 10.0  # seconds: a child that lived longer did not fail at its start
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0  # seconds before a child is started again; doubled while it fails at its start
YIELDING = 5  # nice level of a worker: pages go first, and computations take what is left
LEAVE = 8.0  # seconds the children get to leave: longer than their own grace


@dataclass
class Child:
    """A process that is started again when it ends."""

    name: str
    command: list[str]
    niceness: int = 0  # from its first moment on: what it loads may take seconds
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    began_at: float = 0.0
    due_at: float = field(default_factory=time.monotonic)

    def look(self) -> None:
        """Start the process where it is due; where it has ended, make it due again."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.handle_exit(now, self.process.returncode)
        if self.process is None and now >= self.due_at:
            self.start(now)

    def start(self, now: float) -> None:
        """Start the process in a session of its own, so that a terminal's Ctrl-C reaches the supervisor alone."""
        self.began_at = now
        self.process = subprocess.Popen(self.command, start_new_session=True)
        if self.niceness:
            with suppress(ProcessLookupError):  # it is gone already
                os.setpriority(os.PRIO_PROCESS, self.process.pid, self.niceness)

    def handle_exit(self, now: float, code: int) -> None:
        """Say that the process ended, and when it will be started again."""
        self.process = None
        self.pause = FIRST_PAUSE if now - self.began_at > LONG_LIFE else min(self.pause * 2, LONGEST_PAUSE)
        self.due_at = now + self.pause
        sys.stderr.write(f"The {self.name} ended ({describe_exit(code)}); starting it again in {self.pause:.1f} s\n")


def supervise(children: list[Child], stopped: Callable[[], bool], each: Callable[[], None]) -> None:
    """Keep the children running until ``stopped()``; then stop them. ``each`` is called after every look."""
    try:
        while not stopped():
            for child in children:
                child.look()
            each()
            time.sleep(LOOK)
    finally:
        stop(children)


def stop(children: list[Child]) -> None:
    """Ask all children to leave, and end those that do not."""
    processes = [child.process for child in children if child.process is not None]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + LEAVE
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def describe_exit(code: int) -> str:
    """A return code in words."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"
