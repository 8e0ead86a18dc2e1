"""What is done with one picture: the bytes of its file in, the bytes of its result out, in whichever process."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from commandline import manifests, pictures
from commandline.carriers import Engine, Face, Made
from commandline.errors import FileFailed
from commandline.manifests import Signing
from commandline.options import fill_boxes
from commandline.sources import STANDARD, describe
from imagefiles.encoding import SUFFIXES
from recipes.model import Recipe

MOST_BYTES = 2_000_000_000  # of a file: as much as a TIFF of 16 bits at the most pixels, twice


@dataclass(frozen=True)
class Work:
    """What is done with every picture.

    Attributes:
        recipe: its steps; None for none.
        format: what results are written as; empty: as they came.
        quality: 1 to 100; None: as they came.
        is_layered: the result is a PSD of layers.
        signing: what results are signed with in which something was changed; None: they are not.
        lists_faces: nothing is made; where the faces are is all that is asked.
    """

    recipe: Recipe | None
    format: str = ""
    quality: int | None = None
    is_layered: bool = False
    signing: Signing | None = None
    lists_faces: bool = False

    @property
    def digest(self) -> str:
        """Stands for all of it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    def keeps(self, format: str) -> bool:
        """Whether a file of this format that nothing was done to may stay as it is."""
        return self.format in ("", format) and self.quality is None and format in SUFFIXES


@dataclass(frozen=True)
class Task:
    """One picture: ``path`` of its file, the ``planned`` name of its result, and whether it was named itself."""

    path: Path
    planned: str
    is_named: bool = False


@dataclass(frozen=True)
class Done:
    """One result.

    Attributes:
        data: its file.
        suffix: the ending that its name must have; empty where it may stay.
        input: SHA-256 of the picture's file, in hexadecimal digits.
        notes: what is to be told of it, as sentences.
        seconds: how long it took.
        faces: where they are, (x, y, w, h) in pixels of the upright picture, where that alone was asked.
    """

    data: bytes
    suffix: str
    input: str
    notes: tuple[str, ...]
    seconds: float = 0.0
    faces: tuple[Face, ...] | None = None


def carry_out(task: Task, work: Work, engine: Engine) -> Done:
    """Work on one picture.

    Raises:
        FileFailed: it was not done, and why.
    """
    data, before = read_file(task.path)
    opened = pictures.open_picture(data, is_named=task.is_named)
    if work.lists_faces:
        return Done(b"", "", hashlib.sha256(data).hexdigest(), opened.notes, faces=engine.find_faces(opened.image))
    made = (
        Made(opened.image) if work.recipe is None else engine.apply(fill_boxes(work.recipe, opened.size), opened.image)
    )
    if work.is_layered:
        result, suffix = engine.make_layers(made.image), ".psd"
    elif made.is_changed or not work.keeps(opened.format):
        result, suffix = pictures.write(opened, made, work.format, work.quality)
    else:
        result, suffix = data, SUFFIXES[opened.format]
    if work.signing is not None and made.is_changed:
        original = data if opened.format in manifests.TYPES else opened.image
        result = manifests.sign(result, original, work.recipe, work.signing)
    if before is not None and before != look(task.path):
        raise FileFailed("It changed while it was read; it may still be on its way.")
    return Done(result, suffix, hashlib.sha256(data).hexdigest(), (*opened.notes, *made.notes))


def read_file(path: Path) -> tuple[bytes, tuple[int, int] | None]:
    """The bytes of a file, and what tells whether it changes; of standard input that is nothing.

    Raises:
        FileFailed: it cannot be read, or is far too large.
    """
    if str(path) == STANDARD:
        return sys.stdin.buffer.read(), None
    before = look(path)
    if before[0] > MOST_BYTES:
        raise FileFailed(f"It has {before[0] / 1e9:.0f} GB; pictures have less than {MOST_BYTES / 1e9:.0f}.")
    try:
        return path.read_bytes(), before
    except OSError as error:
        raise FileFailed(describe(error)) from None


def look(path: Path) -> tuple[int, int]:
    """The size of a file in bytes, and its time of modification in nanoseconds.

    Raises:
        FileFailed: it is gone.
    """
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError as error:
        raise FileFailed(describe(error)) from None
    return found.st_size, found.st_mtime_ns
