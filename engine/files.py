"""The engine's files: named by their content, never changed."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from engine.errors import NotFound


def digest(data: bytes) -> str:
    """64 hexadecimal digits that stand for ``data``."""
    return hashlib.sha256(data).hexdigest()


def save(data: bytes, suffix: str = "") -> str:
    """Store ``data`` once and return its name."""
    content = digest(data)
    name = f"engine/{content[:2]}/{content}{suffix}"
    if default_storage.exists(name):
        if default_storage.size(name) == len(data):
            return name
        # A process killed while it wrote leaves half a file under the whole one's name.
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(data))


def load(name: str) -> bytes:
    """The content of the file ``name``.

    Raises:
        NotFound: it is gone; who registers the image again gets it back.
    """
    try:
        with default_storage.open(name) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise NotFound("The image's file was removed; register the image again.") from None
    return content
