"""The fields that hold images and masks, under all the names that Bria's documents and clients have for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import files, images, sources
from engine.calls import Call
from engine.fields import Field, Schema
from engine.sources import Source
from imagefiles.reader import Extent

# The formats of texts in the document that are an address, base64 or a data URI.
IMAGE_FORMAT, MASK_FORMAT = "image", "mask"


@dataclass(frozen=True)
class SentImage:
    """An image that came with a call: the content of its file, which was decoded once, and its extent."""

    data: bytes
    extent: Extent

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return self.extent.shape

    def save(self) -> str:
        """Store the file and return its name."""
        return files.save(self.data)


@dataclass(frozen=True)
class ImageField(Field):
    """An image: a part of a form, an address, base64 or a data URI."""

    text: str = "The image: an address, base64, or a data URI."

    def kind(self) -> Schema:
        return {"type": "string", "format": IMAGE_FORMAT}

    def read(self, call: Call) -> SentImage:
        """The image, decoded.

        Raises:
            EngineError: it is missing or cannot be used.
        """
        return decode(self.source(call))

    def source(self, call: Call) -> Source:
        """The image's file.

        Raises:
            EngineError: it is missing or cannot be fetched.
        """
        return sources.need(call, *self.names)


@dataclass(frozen=True)
class MaskField(Field):
    """A mask of the caller's own, in which white is meant."""

    def kind(self) -> Schema:
        return {"type": "string", "format": MASK_FORMAT}

    def schema(self) -> Schema:
        said = f"{self.text} White is meant, black is not; an address, base64, or a data URI."
        return super().schema() | {"description": said}

    def read(self, call: Call, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """The mask, brought to ``shape`` (rows, columns).

        Raises:
            EngineError: it is missing or cannot be used.
        """
        return sources.need(call, *self.names).mask(shape)

    def find(self, call: Call, shape: tuple[int, int]) -> NDArray[np.bool_] | None:
        """As ``read``, None where the mask is missing."""
        source = sources.find(call, *self.names)
        return source.mask(shape) if source else None


def decode(source: Source) -> SentImage:
    """The image that a source holds.

    Raises:
        EngineError: it cannot be used.
    """
    return SentImage(source.data, source.measure())


def make_box_mask(box: tuple[int, int, int, int], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """A mask of ``shape`` (rows, columns) that is a ``box``: left, top, width and height."""
    left, top, width, height = box
    mask = np.zeros(shape, bool)
    mask[top : top + height, left : left + width] = True
    return mask


def save_mask(mask: NDArray[np.bool_]) -> str:
    """Store a mask and return its name."""
    return files.save(images.encode_mask(mask), ".png")
