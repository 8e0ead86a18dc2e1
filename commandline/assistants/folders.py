"""Which files an assistant may name: those below folders that a person named at the start, by their real paths."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from commandline import sources
from commandline.errors import BadUse
from commandline.reports import show

LONGEST_SHOWN = 200  # characters of a name in a sentence


@dataclass(frozen=True)
class Folders:
    """The folders that were named, as real paths: ``roots``, of which there is at least one."""

    roots: tuple[Path, ...]

    def find_file(self, name: str) -> Path:
        """The real path of a file, named by its path, or by the one below a folder.

        Raises:
            BadUse: it is nowhere below the folders, is not there, or is no file.
        """
        path = self.locate(name)
        fault = sources.name_file(path).fault
        if fault:
            raise BadUse(f"{shorten(name)}: {fault}")
        return path

    def find_folder(self, name: str) -> Path:
        """The real path of a folder, which need not be there yet, named as files are.

        Raises:
            BadUse: it is nowhere below the folders, or is no folder.
        """
        path = self.locate(name)
        if os.path.exists(path) and not path.is_dir():  # noqa: PTH110 - says no to a name that is too long
            raise BadUse(f"{shorten(name)}: It is no folder.")
        return path

    def locate(self, name: str) -> Path:
        """The real path of what is, or could be, below the folders; of several that there could be, one that is.

        Raises:
            BadUse: it leads out of all folders, through links as well.
        """
        inside = [path for path in self.resolve(name) if self.holds(path)]
        if not inside:
            raise BadUse(f"{shorten(name)} is not below a folder that this server was started with.")
        return next(filter(os.path.exists, inside), inside[0])

    def resolve(self, name: str) -> list[Path]:
        """The real paths that a name could mean."""
        if not name or "\0" in name:
            return []
        try:
            return [(root / name).resolve() for root in self.roots]
        except (OSError, RuntimeError):  # a loop of links, or a name that is too long
            return []

    def holds(self, path: Path) -> bool:
        """Whether a real path is one of the folders, or below one."""
        return any(path == root or root in path.parents for root in self.roots)


def open_folders(names: Iterable[str]) -> Folders:
    """The folders of these names.

    Raises:
        BadUse: one is none, or has a name that is no text, which no assistant could say.
    """
    roots = [Path(name).resolve() for name in names]
    for root in roots:
        if not root.is_dir():
            raise BadUse(f"{show(str(root))} is no folder.")
        if not is_text(str(root)):
            raise BadUse(f"{show(str(root))} has a name that is no text.")
    return Folders(tuple(dict.fromkeys(roots)))


def is_text(name: str) -> bool:
    """Whether a name can be said as UTF-8; on Linux names may be any bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def shorten(name: str) -> str:
    """A name as a sentence can show it, on one line."""
    shown = show(name)
    return f"“{shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + '…'}”"
