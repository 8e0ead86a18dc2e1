"""What was done before, so that a run that was stopped goes on: a file of lines in the folder of results.

A line is on the disk before the result that it tells of has its name. After a kill, a result without a line is thus not
ours, and a line without its result, or with another one, means that the picture is to be done again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from commandline.errors import BadUse
from datafolder import writing

NAME = ".bria-studio.journal"


@dataclass(frozen=True)
class Entry:
    """One result: the name it was to have and the one it has within the folder, and SHA-256 in hexadecimal digits.

    ``work`` stands for the recipe and how results are written, ``input`` and ``output`` for the two files.
    """

    planned: str
    name: str
    work: str
    input: str
    output: str


class Journal:
    """The journal of a folder, held by one run at a time.

    Raises:
        BadUse: another run has it, or it cannot be written.
    """

    def __init__(self, folder: Path, *, is_read: bool) -> None:
        self.folder = folder
        self.before: dict[str, Entry] = {}
        try:
            writing.make_folder(folder)
            self.file = open_locked(folder / NAME)
        except BlockingIOError:
            raise BadUse(f"Another run is writing into {folder}.") from None
        except OSError as error:
            raise BadUse(f"{folder} cannot be written: {error.strerror}.") from None
        self.end_line()
        if is_read:
            self.before = {entry.planned: entry for entry in read_entries(folder / NAME)}

    def end_line(self) -> None:
        """Begin a new line, where a killed run left half of one."""
        size = self.file.tell()
        if size:
            with (self.folder / NAME).open("rb") as file:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    self.file.write(b"\n")

    def append(self, entry: Entry) -> None:
        """Write a line, to the disk itself; raises OSError."""
        self.file.write(json.dumps(asdict(entry)).encode() + b"\n")
        self.file.flush()
        os.fsync(self.file.fileno())

    def find(self, planned: str, work: str, read_input: Path) -> Path | None:
        """The result that was made before of the same picture by the same work, whole as it was; None for none."""
        entry = self.before.get(planned)
        if entry is None or entry.work != work or digest_file(read_input) != entry.input:
            return None
        path = self.folder / entry.name
        return path if path.is_file() and digest_file(path) == entry.output else None

    def close(self) -> None:
        """Let another run have it."""
        self.file.close()


def open_locked(path: Path) -> IO[bytes]:
    """A file to add to, which no other process has open in this way.

    Raises:
        BlockingIOError: one has.
    """
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def read_entries(path: Path) -> Iterator[Entry]:
    """The lines of a journal, of which a killed run may have left half a one."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                yield Entry(**json.loads(line))
            except (ValueError, TypeError):
                continue


def digest_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
