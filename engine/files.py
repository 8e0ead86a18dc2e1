"""The engine's files: named by their content, never changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import HttpResponse

from datafolder import contents, writing
from engine.errors import NotFound

FOLDER = "engine"
DIGITS = 64  # of the digest that a file's name begins with
NAME = re.compile(rf'"({FOLDER}/[0-9a-f]{{2}}/[0-9a-f]{{{DIGITS}}}[\w.]*)"')  # as a text of JSON
REMEMBERED = 10_000  # files

_whole: dict[str, datetime] = {}  # the names of files that were seen to be whole, and when those were stored


def digest(data: bytes) -> str:
    """64 hexadecimal digits that stand for ``data``."""
    return hashlib.sha256(data).hexdigest()


def save(data: bytes, suffix: str = "") -> str:
    """Store ``data`` once and return its name."""
    content = digest(data)
    name = make_name(content, suffix)
    if not isinstance(default_storage, FileSystemStorage):
        return name if mark(name) else default_storage.save(name, ContentFile(data))
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            mark(name)
            return name
        default_storage.delete(name)  # half a file, of a time when they were not put in place whole
    put(name, data, content)
    return name


def put(name: str, data: bytes, digest: str) -> None:
    """Keep a file that is not there yet."""
    root = Path(default_storage.path(""))
    contents.put(root / name, data, digest, root, settings.FILE_UPLOAD_PERMISSIONS)


def make_name(digest: str, suffix: str = "") -> str:
    """The name of the file with that content."""
    return f"{FOLDER}/{digest[:2]}/{digest}{suffix}"


def find_names(value: Any) -> list[str]:
    """The names of files among the texts of a JSON value."""
    return NAME.findall(json.dumps(value))


def exists(name: str) -> bool:
    """True where the file is there."""
    return bool(default_storage.exists(name))


def size(name: str) -> int:
    """The length of a file in bytes, 0 where it is gone."""
    try:
        return measure_there(name) if isinstance(default_storage, FileSystemStorage) else measure_remotely(name)
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=REMEMBERED)
def measure_remotely(name: str) -> int:
    """As ``measure_there``, of a file elsewhere: asked for once, as it never changes."""
    return measure_there(name)


def measure_there(name: str) -> int:
    """The length of a file in bytes; raises FileNotFoundError."""
    return int(default_storage.size(name))


def is_older(name: str, moment: datetime) -> bool:
    """True where the file is there and was last stored before ``moment``."""
    return default_storage.exists(name) and default_storage.get_modified_time(name) < moment


def hand_over(name: str, headers: Mapping[str, str]) -> HttpResponse | None:
    """The answer that has something else send a file; None where the engine sends it itself."""
    hand = getattr(default_storage, "hand_over", None)
    return hand(name, headers, leads_away=True) if hand else None


def load(name: str) -> bytes:
    """The content of the file ``name``.

    Raises:
        NotFound: it is gone, or damaged; who registers the image again gets it back.
    """
    try:
        with default_storage.open(name) as file:
            content: bytes = file.read()
        whole = is_whole(name, content)
    except FileNotFoundError:
        raise NotFound("The image's file was removed; register the image again.") from None
    if not whole:
        delete(name)  # so that the same content is written anew
        raise NotFound("The image's file was damaged; register the image again.")
    return content


def is_whole(name: str, content: bytes) -> bool:
    """Whether that is what the name stands for; found out once of each file, for that looks at every byte.

    A bucket gives no file that is not whole.
    """
    if not isinstance(default_storage, FileSystemStorage):
        return True
    stored_at = default_storage.get_modified_time(name)
    if _whole.get(name) != stored_at:
        if digest(content) != PurePosixPath(name).name[:DIGITS]:
            return False
        if len(_whole) >= REMEMBERED:
            _whole.clear()
        _whole[name] = stored_at
    return True


def mark(name: str) -> bool:
    """Note that the file was stored again, so that it is not cleared away at this moment; False where there is none.

    In a folder it is there, and its modification time says it.
    """
    if isinstance(default_storage, FileSystemStorage):
        path = Path(default_storage.path(name))
        os.utime(path)
        writing.sync_folder(path.parent)
        return True
    return bool(getattr(default_storage, "mark", default_storage.exists)(name))


def find_stored_before(moment: datetime) -> Iterator[str]:
    """The names of all files that were last stored before ``moment``."""
    if find := getattr(default_storage, "find_stored_before", None):
        yield from find(f"{FOLDER}/", moment)
        return
    for folder in list_folder(FOLDER)[0]:
        for name in list_folder(f"{FOLDER}/{folder}")[1]:
            path = f"{FOLDER}/{folder}/{name}"
            if default_storage.get_modified_time(path) < moment:
                yield path


def list_folder(folder: str) -> tuple[list[str], list[str]]:
    """The folders and files in a folder, which may not exist."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def delete(name: str) -> None:
    """Remove the file ``name``."""
    default_storage.delete(name)
