"""Room in memory for pictures at full size, one amount for all processes of a machine that share a folder.

The amount is divided into units, each of which is the lock of a file: it is held by one process at a time, and let go
by the system when that process ends, however it does.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

UNIT = 32_000_000  # bytes
PAUSE = 0.02  # seconds between two looks for a unit that was let go
MACHINE_SHARE, LEAST, MOST = 8, 320_000_000, 900_000_000  # of the machine's memory, and of bytes, by default


class NoRoom(Exception):
    """Others had all the room for as long as it was waited for; ``retry_after`` is in seconds."""

    retry_after = 5


@dataclass(frozen=True)
class Room:
    """So many bytes in the locks of a folder; whoever waits longer than ``patience`` seconds gives up."""

    folder: Path
    size: int
    patience: float

    @contextmanager
    def take(self, size: int, check: Callable[[], object] = bool) -> Iterator[None]:
        """So many bytes of it, at most all, for as long as the block runs.

        One at a time collects its units, so that what is large gets its turn as well. ``check`` is called again and
        again while it is waited for, and may raise.

        Raises:
            NoRoom: nobody made any in time.
        """
        units = max(1, self.size // UNIT)
        deadline = time.monotonic() + self.patience
        with ExitStack() as held:
            with ExitStack() as turn:
                turn.enter_context(self.wait_for(["turn"], deadline, check))
                left = [f"{number}" for number in range(units)]
                for _ in range(min(units, -(-size // UNIT))):
                    name = held.enter_context(self.wait_for(left, deadline, check))
                    left.remove(name)
            yield

    @contextmanager
    def wait_for(self, names: list[str], deadline: float, check: Callable[[], object]) -> Iterator[str]:
        """The name of the first lock of several that is free, held."""
        while True:
            for name in names:
                descriptor = self.lock(name)
                if descriptor is not None:
                    try:
                        yield name
                    finally:
                        os.close(descriptor)
                    return
            if time.monotonic() > deadline:
                raise NoRoom
            check()
            time.sleep(PAUSE)

    def count_taken(self) -> int:
        """Bytes that are taken at this moment, by whatever process."""
        return UNIT * sum(self.is_taken(f"{number}") for number in range(max(1, self.size // UNIT)))

    def is_taken(self, name: str) -> bool:
        """Whether somebody holds a lock."""
        descriptor = self.lock(name)
        if descriptor is not None:
            os.close(descriptor)
        return descriptor is None

    def lock(self, name: str) -> int | None:
        """The descriptor that holds a lock; None where another has it."""
        descriptor = os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor


class Shared:
    """The room of this process: none until it is furnished, and then one that is taken once by each thread."""

    room: Room | None = None

    def __init__(self) -> None:
        self.held = threading.local()

    def furnish(self, folder: Path, size: int, patience: float) -> None:
        """Take part in the room of a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        self.room = Room(folder, size, patience)

    def wait_longer(self, patience: float) -> None:
        """Wait so many seconds for it from now on: nobody is kept by that."""
        self.room = self.room and replace(self.room, patience=patience)

    def count_taken(self) -> int:
        """As ``Room.count_taken``; nothing is taken of no room."""
        return self.room.count_taken() if self.room else 0

    @contextmanager
    def take(self, size: int, check: Callable[[], object] = bool) -> Iterator[None]:
        """As ``Room.take``; a thread that has taken some already must not wait for more."""
        if self.room is None or getattr(self.held, "any", False):
            yield
            return
        with self.room.take(size, check):
            self.held.any = True
            try:
                yield
            finally:
                self.held.any = False


shared = Shared()
large_jobs = Shared()  # of which one unit is one job on one of the largest pictures


def default_size() -> int:
    """An eighth of the machine's memory, within limits, in bytes."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(max(memory // MACHINE_SHARE, LEAST), MOST)
