"""Where results go, and how: never over anything that is there, never half a file."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from commandline.errors import BadUse, FileFailed
from commandline.kinds import choose_format, promised_format
from commandline.sources import STANDARD, Source
from datafolder import writing
from imagefiles.encoding import SUFFIXES

SCRATCH, SCRATCH_END = ".bria-studio-", ".part"  # what a file is called until it is whole
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


@dataclass(frozen=True)
class Naming:
    """How results are called.

    Attributes:
        target: the folder, or the file, that they go to; None: standard output.
        is_file: ``target`` is a file.
        suffix: what a name gets before its ending.
        asked: the format that they are written in, empty for that of their source.
        ending: what all of them end with, where they are no pictures (".psd").
        is_transparent: what they show needs transparency.
    """

    target: Path | None
    is_file: bool = False
    suffix: str = ""
    asked: str = ""
    ending: str = ""
    is_transparent: bool = False

    @property
    def folder(self) -> Path | None:
        """The folder that several results go to."""
        return None if self.is_file else self.target

    def name(self, source: Source) -> str:
        """The name of a source's result within the folder, as far as the source's own name tells."""
        came = PurePath(source.path.name)
        if str(source.path) == STANDARD:
            came = PurePath("picture" + SUFFIXES[self.asked or "PNG"])
        return f"{source.inside}{came.stem}{self.suffix}{self.choose_ending(came)}"

    def choose_ending(self, came: PurePath) -> str:
        """What the name ends with: what it ended with where the format stays."""
        if self.ending:
            return self.ending
        promised = promised_format(came.name)
        format = choose_format(promised, self.asked, is_transparent=self.is_transparent)
        return came.suffix if format == promised else SUFFIXES[format]

    def rename(self, planned: str, suffix: str) -> str:
        """The name of a result, whose format may be another than its picture's name promised."""
        if self.is_file or not suffix or promises(planned, suffix):
            return planned
        return str(Path(planned).with_suffix(suffix))

    def place(self, name: str) -> Path:
        """Where the result of this name goes."""
        assert self.target is not None
        return self.target if self.is_file else self.target / name


def promises(name: str, suffix: str) -> bool:
    """Whether a name promises the format of this ending, or ends with it."""
    return name.lower().endswith(suffix) or bool(
        promised_format(name) and promised_format(name) == promised_format(f"x{suffix}")
    )


def choose_target(out: str, inputs: list[str]) -> tuple[Path | None, bool]:
    """Where results go: None for standard output, and whether it is one file.

    Raises:
        BadUse: several results would go to one file.
    """
    if out == STANDARD:
        if len(inputs) > 1 or Path(inputs[0]).is_dir():
            raise BadUse("Only one result can go to standard output.")
        return None, False
    path = Path(out)
    if path.is_dir() or out.endswith("/"):
        return path, False
    if path.exists() and not path.is_file():
        raise BadUse(f"{out} is neither a folder nor a file.")
    is_one = len(inputs) == 1 and not Path(inputs[0]).is_dir()
    looks_like_file = promised_format(out) or path.suffix.lower() in (".psd", ".zip")
    if is_one and (looks_like_file or path.is_file()):
        return path, True
    if path.is_file():
        raise BadUse(f"{out} is a file; several results need a folder.")
    return path, False


def refuse_same_folder(naming: Naming, inputs: list[str]) -> None:
    """Refuse to fill the folder that is read, where results would lie between their originals under the same names.

    Raises:
        BadUse: it would be so.
    """
    folder = naming.folder
    if folder is None or naming.suffix:
        return
    for name in inputs:
        if name != STANDARD and Path(name).is_dir() and Path(name).resolve() == folder.resolve():
            raise BadUse(f"{name} is the folder that the pictures come from; name another one, or give --suffix.")


def put_new(path: Path, data: bytes, before: Callable[[], None] = lambda: None) -> None:
    """Have a new file hold ``data``, on the disk by the time this returns, and whole from its first moment.

    ``before`` is called once all of it is on the disk, before it has its name.

    Raises:
        FileFailed: something of that name is there already, or it cannot be written.
    """
    scratch = path.with_name(f"{SCRATCH}{secrets.token_hex(8)}{SCRATCH_END}")
    try:
        writing.make_folder(path.parent)
        try:
            write_synced(scratch, data)
            before()
            give_name(scratch, path)
        finally:
            scratch.unlink(missing_ok=True)
        writing.sync_folder(path.parent)
    except FileExistsError:
        raise FileFailed(f"{path} is there already; nothing is overwritten.") from None
    except OSError as error:
        raise FileFailed(f"{path} cannot be written: {error.strerror or error}.") from None


def write_synced(path: Path, data: bytes) -> None:
    """Write a file that was not there, to the disk itself."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def give_name(scratch: Path, path: Path) -> None:
    """Give a file its name, unless something has it; raises FileExistsError."""
    try:
        path.hardlink_to(scratch)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if os.path.lexists(path):  # a disk without links, such as FAT, where nothing surer can be done
            raise FileExistsError from None
        scratch.rename(path)


def remove_scratch(folder: Path) -> None:
    """Remove what a killed run left half-written."""
    for path in folder.rglob(f"{SCRATCH}*{SCRATCH_END}"):
        path.unlink(missing_ok=True)
