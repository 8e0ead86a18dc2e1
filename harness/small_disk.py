"""A disk of a few megabytes that can be filled up, emptied and made read-only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHUNK = 65_536  # bytes; far less than any picture that a test stores
FILLER = "filler"


class NotAllowed(Exception):
    """Only root may mount a disk."""


@dataclass(frozen=True)
class SmallDisk:
    """A mounted disk, and what fills it up."""

    folder: Path

    def fill(self, leave: int = 0) -> None:
        """Fill it up but for some bytes."""
        with (self.folder / FILLER).open("wb", buffering=0) as filler:
            while True:
                try:
                    filler.write(bytes(CHUNK))
                except OSError:
                    filler.truncate(max(0, filler.tell() - leave))
                    return

    def empty(self) -> None:
        """Make room again."""
        (self.folder / FILLER).unlink()

    def allow_writing(self, allowed: bool) -> None:
        """Make it read-only, or undo that."""
        run("mount", "-o", f"remount,{'rw' if allowed else 'ro'}", str(self.folder))


@contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A small disk at ``folder``, for as long as the block runs.

    Raises:
        NotAllowed: only root may.
    """
    if os.geteuid() != 0:
        raise NotAllowed("to mount a small disk takes root")
    folder.mkdir(exist_ok=True)
    try:
        run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotAllowed(f"no small disk can be mounted: {error}") from None
    try:
        yield SmallDisk(folder)
    finally:
        run("umount", "--lazy", str(folder))


def run(*command: str) -> None:
    """Run a command; CalledProcessError where it fails."""
    subprocess.run(command, check=True, capture_output=True)
