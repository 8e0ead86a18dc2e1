"""Room on the disk of the data folder, and telling a disk that takes nothing from every other failure."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
# What SQLite says of such a disk (sqlite.org/rescode.html: FULL, READONLY, IOERR).
SQLITE = ("database or disk is full", "attempt to write a readonly database", "disk I/O error")
POSTGRES = "53100"  # disk_full (PostgreSQL's manual, appendix A)


def describe_lack(folder: Path, least: int) -> str:
    """Why nothing can be stored in ``folder`` while ``least`` bytes are to stay free; empty where it can."""
    if not os.access(folder, os.W_OK):
        return "the data folder cannot be written to"
    free = count_free(folder)
    if free >= least:
        return ""
    return f"the data folder has {free // 1_000_000} MB left, and {least // 1_000_000} MB are to stay free"


def count_free(folder: Path) -> int:
    """Bytes that can still be stored there."""
    return shutil.disk_usage(folder).free


def is_lack_of_room(error: BaseException) -> bool:
    """True where an error, or one that it came from, is that of a disk that is full or cannot be written to."""
    return any(
        (isinstance(one, OSError) and one.errno in FULL)
        or (isinstance(one, sqlite3.Error) and any(text in str(one) for text in SQLITE))
        or getattr(one, "sqlstate", None) == POSTGRES
        for one in causes(error)
    )


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it came from."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
