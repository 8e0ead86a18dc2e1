"""Files named by the SHA-256 of their content, a tree of the editor's and one of the engine's: the same is stored once.

The second of them gets a hard link: either may delete its name at any time, and the other keeps the content. The time
of its last change is when it was stored last, by whichever.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from datafolder import writing

TREES = ("", "engine")  # where the editor's names and the engine's begin, below the folder of all files
CHUNK = 1_000_000  # bytes compared at a time


def put(path: Path, data: bytes, digest: str, root: Path, permissions: int | None = None) -> None:
    """Have ``path``, below ``root``, hold ``data``, which is on the disk by the time this returns, and there once.

    ``digest`` is that of the data, in hexadecimal digits. A file of the same content that is damaged is left alone.
    """
    writing.make_folder(path.parent)
    if not any(link(twin, path, data) for twin in find(root, digest)):
        writing.put_in_place(path, data, permissions)


def find(root: Path, digest: str) -> Iterator[Path]:
    """The files that are named for such a content."""
    return chain.from_iterable((root / tree / digest[:2]).glob(f"{digest}*") for tree in TREES)


def link(twin: Path, path: Path, data: bytes) -> bool:
    """Give a file of that content a second name; False where it has another content, is gone, or cannot have one."""
    scratch = writing.name_unfinished(path)
    try:
        os.link(twin, scratch)
        if not holds(scratch, data):
            return False
        os.utime(scratch)  # before it has its name: whoever clears old files away must not take it for one
        scratch.replace(path)
    except OSError:  # deleted meanwhile, or a file system without hard links
        return False
    finally:
        scratch.unlink(missing_ok=True)
    writing.sync_folder(path.parent)
    return True


def holds(path: Path, data: bytes) -> bool:
    """Whether a file has exactly that content."""
    if path.stat().st_size != len(data):
        return False
    with path.open("rb") as file, memoryview(data) as view:
        return all(file.read(CHUNK) == view[start : start + CHUNK] for start in range(0, len(data), CHUNK))
