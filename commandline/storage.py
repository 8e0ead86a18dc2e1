"""Where the engine keeps the files of the one picture that it works on: in memory, until the next one."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import IO

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible


@deconstructible
class Scratch(Storage):
    """Files by their names, which are those of their content."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def clear(self) -> None:
        """Forget all files."""
        self.files.clear()

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if name not in self.files:
            raise FileNotFoundError(name)
        return File(io.BytesIO(self.files[name]), name)

    def _save(self, name: str, content: IO[bytes]) -> str:
        self.files[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self.files

    def delete(self, name: str) -> None:
        """Forget a file, if there is such a one."""
        self.files.pop(name, None)

    def size(self, name: str) -> int:
        """Its bytes; raises FileNotFoundError."""
        if name not in self.files:
            raise FileNotFoundError(name)
        return len(self.files[name])

    def get_modified_time(self, name: str) -> datetime:
        """Now: nothing here is old."""
        return datetime.now(UTC)
