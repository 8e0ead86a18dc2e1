"""Files that are there whole or not at all, whatever happens to the process or to the power."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def put_in_place(path: Path, data: bytes, permissions: int | None = None) -> None:
    """Have the file ``path`` hold ``data``, on the disk by the time this returns; nobody ever reads a part of it."""
    make_folder(path.parent)
    with whole_file(path, permissions) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path, permissions: int | None = None) -> Iterator[IO[bytes]]:
    """A file to write to, which is at ``path`` once that is over, and nowhere where it fails."""
    scratch = name_unfinished(path)
    try:
        with scratch.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if permissions is not None:
            scratch.chmod(permissions)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    sync_folder(path.parent)


def name_unfinished(path: Path) -> Path:
    """Where a file lies until it is whole and gets its name: beside it, and nobody else's."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each on the disk before what lies in it."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk: a file that was synced can be lost by its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
