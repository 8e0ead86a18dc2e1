"""Files by their content: a file's name is the SHA-256 of what is in it, so storing twice is storing once.

Two writers of the same content are safe: each writes a file of its own and moves it into place, where the other's is
equal. Storing what is there already marks the file, so that whoever clears it away at that moment leaves it.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpResponse

from datafolder import contents, writing

NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.\w+")  # of a stored file
FOLDER = re.compile("[0-9a-f]{2}")  # the names of the folders that files lie in
MARK = ".stored"  # the ending of the empty file that says when another was stored again
GRACE = 60  # seconds between storing a file again and the row that names it, with a lot to spare


def store(data: bytes, suffix: str) -> str:
    """Keep ``data`` and return its name, such as ``ab/abcdef….png``."""
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:2]}/{digest}{suffix}"
    if not mark(name):
        put(name, data, digest)
    return name


def read(name: str) -> bytes:
    """The content of a stored file."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def open_file(name: str) -> IO[bytes]:
    """A stored file, to be read from any place in it and closed."""
    return cast("IO[bytes]", default_storage.open(name))


def hand_over(name: str, headers: Mapping[str, str], *, leads_away: bool) -> HttpResponse | None:
    """The answer that has something else send a stored file; None where the studio sends it itself.

    A page's parts must not be led to another origin (``leads_away``): what a browser has kept of an image it shows
    cannot be read by a script as well (fetch.spec.whatwg.org, CORS and caching).
    """
    hand = getattr(default_storage, "hand_over", None)
    return hand(name, headers, leads_away=leads_away) if hand else None


def exists(name: str) -> bool:
    """True where the file is there."""
    return bool(default_storage.exists(name))


def size(name: str) -> int:
    """The length of a stored file in bytes."""
    return int(default_storage.size(name))


def delete_unreferenced(names: Iterable[str], referenced: Set[str]) -> int:
    """Delete those of ``names`` that are not ``referenced`` and were not stored again just now; how many were."""
    gone = unreferenced(names, referenced)
    for name in gone:
        default_storage.delete(name)
    return len(gone)


def unreferenced(names: Iterable[str], referenced: Set[str]) -> list[str]:
    """Those of ``names`` that are not ``referenced`` and were not stored again just now."""
    return [name for name in names if name not in referenced and not is_wanted(name)]


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value; names of files are among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def stored_before(moment: datetime) -> Iterator[str]:
    """The names of the files of this app that were last stored before ``moment``, unfinished ones among them."""
    if find := getattr(default_storage, "find_stored_before", None):
        yield from (name for number in range(256) for name in find(f"{number:02x}/", moment))
        return
    for folder in filter(FOLDER.fullmatch, list_folder("")[0]):
        for name in list_folder(folder)[1]:
            if stored_at(f"{folder}/{name}") < moment:
                yield f"{folder}/{name}"


def list_folder(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder, which may not exist."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def stored_at(name: str) -> datetime:
    """When a file was last stored."""
    if isinstance(default_storage, FileSystemStorage):
        return default_storage.get_created_time(name)  # of the inode's last change: the other times say other things
    return default_storage.get_modified_time(name)


def local_path(name: str) -> Path | None:
    """Where the file lies, None for a storage that is not a file system."""
    return Path(default_storage.path(name)) if isinstance(default_storage, FileSystemStorage) else None


def mark(name: str) -> bool:
    """Mark a file as stored again; False where there is none."""
    if path := local_path(name):
        return touch(path)
    mark_there = getattr(default_storage, "mark", default_storage.exists)
    return bool(mark_there(name))


def touch(path: Path) -> bool:
    """Mark a file as stored again, by an empty one beside it; False where there is none.

    Its own times would not do: it may be the engine's file as well.
    """
    if not path.exists():
        return False
    mark_of(path).touch()
    writing.sync_folder(path.parent)  # whoever puts it in place at this moment may not have come to that yet
    return path.exists()


def mark_of(path: Path) -> Path:
    """The file whose modification time says when another was stored again; it says so of itself, and is swept later."""
    return path if path.suffix == MARK else path.with_name(f".{path.name}{MARK}")


def is_wanted(name: str) -> bool:
    """True when somebody stored the file again and may be about to refer to it."""
    return marked_at(name) > time.time() - GRACE


def marked_at(name: str) -> float:
    """When a file was stored again, in seconds since 1970; 0 where it never was, is gone, or nobody can say."""
    if path := local_path(name):
        marker = mark_of(path)
        return marker.stat().st_mtime if marker.exists() else 0
    find = getattr(default_storage, "marked_at", None)
    return float(find(name)) if find else 0


def put(name: str, data: bytes, digest: str) -> None:
    """Keep a file that is not there yet."""
    if path := local_path(name):
        contents.put(path, data, digest, Path(default_storage.path("")), settings.FILE_UPLOAD_PERMISSIONS)
    else:
        put_remotely(name, data)


def put_remotely(name: str, data: bytes) -> None:
    """Keep a file in a storage that is not a file system; such storages write whole files."""
    saved = default_storage.save(name, ContentFile(data))
    if saved != name:  # another writer was faster, and the storage gave ours another name
        default_storage.delete(saved)
