"""Several processes that work on pictures; one that is killed or crashes fails its own picture alone."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from commandline.errors import FileFailed
from commandline.settings import ROOT
from commandline.work import Done, Task, Work
from imagefiles import pipes

PAUSE = 0.2  # seconds between two looks for new pictures while there is nothing else to do
CRASHED = "The process that worked on it ended: it was killed, ran out of memory, or failed in a library."
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")

Answer = Done | FileFailed


@dataclass
class Child:
    """A process at work on a task."""

    process: subprocess.Popen[bytes]
    connection: socket.socket
    task: Task


class Pool:
    """At most ``jobs`` processes, each with one thread where ``is_single`` says so."""

    def __init__(self, work: Work, engine: str, jobs: int, *, is_single: bool) -> None:
        self.work, self.engine, self.jobs, self.is_single = work, engine, jobs, is_single
        self.busy = selectors.DefaultSelector()
        self.idle: list[Child] = []

    def run(self, tasks: Iterator[Task | None]) -> Iterator[tuple[Task, Answer]]:
        """Each task with what came of it, in the order in which they end; None among the tasks is none for now."""
        is_over = False
        while not is_over or self.busy.get_map():
            waits = False
            while not is_over and not waits and len(self.busy.get_map()) < self.jobs:
                try:
                    task = next(tasks)
                except StopIteration:
                    is_over = True
                else:
                    waits = task is None
                    if task is not None:
                        self.give(task)
            if waits and not self.busy.get_map():
                time.sleep(PAUSE)
            yield from self.collect(PAUSE if waits else None)

    def collect(self, timeout: float | None) -> Iterator[tuple[Task, Answer]]:
        """The answers that are there; the first is waited for."""
        for key, _ in self.busy.select(timeout) if self.busy.get_map() else ():
            child: Child = key.data
            self.busy.unregister(child.connection)
            try:
                answer: Answer = pipes.receive(child.connection)
                self.idle.append(child)
            except (EOFError, OSError):
                self.end(child)
                answer = FileFailed(CRASHED)
            yield child.task, answer

    def give(self, task: Task) -> None:
        """Have one of the processes begin with a task; one that has ended meanwhile fails it, as if it had begun."""
        child = self.idle.pop() if self.idle else self.start(task)
        child.task = task
        try:
            pipes.send(child.connection, task)
        except OSError:
            self.end(child)
            child = self.start(task)
            pipes.send(child.connection, task)
        self.busy.register(child.connection, selectors.EVENT_READ, child)

    def start(self, task: Task) -> Child:
        """A new process that knows the work."""
        variables = dict.fromkeys(THREADS, "1") if self.is_single else {}
        process, connection = start_process("commandline.worker", **variables)
        pipes.send(connection, (self.work, self.engine, self.is_single))
        return Child(process, connection, task)

    def end(self, child: Child) -> None:
        """End a process, which writes nothing that could be left half done."""
        child.connection.close()
        child.process.kill()
        child.process.wait()

    def close(self) -> None:
        """End all processes."""
        for child in [*self.idle, *(key.data for key in self.busy.get_map().values())]:
            self.end(child)
        self.idle.clear()
        self.busy.close()


def start_process(module: str, **variables: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """``python -m module DESCRIPTOR`` and the connection to it, which is its descriptor's other end.

    It is out of the terminal's reach: Ctrl-C is its parent's to handle.
    """
    ours, theirs = socket.socketpair()
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, **variables},
            start_new_session=True,
        )
    return process, ours
