"""Which files are meant: named ones, and those in folders, walked one by one.

Within a folder names are in order, so that two runs do the same; no more than one folder's names are in memory for
each level of the tree.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

STANDARD = "-"  # in place of a file: the standard streams


@dataclass(frozen=True)
class Source:
    """A file that was found.

    Attributes:
        path: where it is; "-" is standard input.
        inside: its folder within the folder that was named, empty for a file that was named itself.
        is_named: it was named itself, so that what is wrong with it is a failure.
        fault: why it cannot be taken; empty where it can, or where only its content tells.
        is_skipped: it is left out on purpose, which is no failure.
    """

    path: Path
    inside: str = ""
    is_named: bool = False
    fault: str = ""
    is_skipped: bool = False


def find(inputs: Sequence[str], left_out: Path | None = None) -> Iterator[Source]:
    """All files of the inputs, each of which is a file, a folder, or "-"; ``left_out`` is a folder that is none."""
    for name in inputs:
        path = Path(name)
        if name == STANDARD:
            yield Source(path, is_named=True)
        elif path.is_dir():
            yield from walk(path, left_out)
        else:
            yield name_file(path)


def name_file(path: Path) -> Source:
    """A file that was named itself; links are followed, for whoever named it meant that."""
    try:
        kind = path.stat()
    except FileNotFoundError:
        return Source(path, is_named=True, fault="There is no such file.")
    except OSError as error:
        return Source(path, is_named=True, fault=describe(error))
    fault = "" if stat.S_ISREG(kind.st_mode) else "It is neither a file nor a folder."
    return Source(path, is_named=True, fault=fault)


def walk(root: Path, left_out: Path | None) -> Iterator[Source]:
    """The files below a folder."""
    real = root.resolve()
    shut = left_out.resolve() if left_out else None
    yield from walk_folder(root, "", real, shut)


def walk_folder(folder: Path, inside: str, real: Path, shut: Path | None) -> Iterator[Source]:
    """The files in a folder of the tree whose resolved root is ``real``, and below it."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names alone, of which there may be many
    except OSError as error:
        yield Source(folder, inside, fault=describe(error))
        return
    for name in names:
        path = folder / name
        if name.startswith("."):
            if not name.startswith(".bria-studio"):
                yield Source(path, inside, fault="It is hidden.", is_skipped=True)
        elif path.is_symlink():
            yield look_at_link(path, inside, real)
        elif path.is_dir():
            if shut and path.resolve() == shut:
                yield Source(path, inside, fault="It is where the results go.", is_skipped=True)
            else:
                yield from walk_folder(path, f"{inside}{name}/", real, shut)
        else:
            yield look_at_file(path, inside)


def look_at_link(path: Path, inside: str, real: Path) -> Source:
    """A link: taken where it leads to a file of the same tree."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Source(path, inside, fault="It is a link that leads nowhere.", is_skipped=True)
    if real not in target.parents and target != real:
        return Source(path, inside, fault="It is a link out of the folder.", is_skipped=True)
    if target.is_dir():
        return Source(path, inside, fault="It is a link to a folder.", is_skipped=True)
    return look_at_file(path, inside)


def look_at_file(path: Path, inside: str) -> Source:
    """What else stands in a folder; pipes and devices are left out, since reading them may never end."""
    if not path.is_file():
        return Source(path, inside, fault="It is no file.", is_skipped=True)
    return Source(path, inside)


def describe(error: OSError) -> str:
    """What the system says, as a sentence."""
    said = error.strerror or "It cannot be read"
    return f"{said}."
