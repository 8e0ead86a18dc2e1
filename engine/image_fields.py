"""The images of an edit, under all the names that Bria's documents and clients have for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import files, images, sources
from engine.calls import Call
from engine.errors import EngineError
from engine.images import Picture

# v1 has two fields per image and takes the first; v2 has one. Either version takes the other's names.
IMAGE = ("image", "image_url", "file", "image_file")
MASK = ("mask", "mask_url", "mask_file")


@dataclass(frozen=True)
class Sent:
    """An image that came with a call: the content of its file, and what it shows."""

    data: bytes
    picture: Picture

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        rows, columns = self.picture.pixels.shape[:2]
        return rows, columns

    def save(self) -> str:
        """Store the file and return its name."""
        return files.save(self.data)


def image(call: Call, *names: str) -> Sent:
    """The image in the first of the fields ``names`` (by default those of an edit's image) that is present.

    Raises:
        EngineError: it is missing or cannot be used.
    """
    return of(sources.need(call, *(names or IMAGE)))


def of(source: sources.Source) -> Sent:
    """The image that a source holds.

    Raises:
        EngineError: it cannot be used.
    """
    return Sent(source.data, source.picture())


def mask(call: Call, shape: tuple[int, int], *names: str) -> NDArray[np.bool_]:
    """The mask of an edit, brought to ``shape`` (rows, columns).

    Raises:
        EngineError: it is missing or cannot be used.
    """
    return sources.need(call, *(names or MASK)).mask(shape)


def save_mask(mask: NDArray[np.bool_]) -> str:
    """Store a mask and return its name."""
    return files.save(images.encode_mask(mask), ".png")


def refuse_small(shape: tuple[int, int], least: int, error: type[EngineError]) -> None:
    """Refuse an image of ``shape`` (rows, columns) with a side shorter than ``least`` pixels.

    Raises:
        EngineError: of class ``error``.
    """
    rows, columns = shape
    if min(rows, columns) < least:
        raise error(f"The image ({columns} × {rows}) is too small: {least} pixels a side is the least.")
