"""Whole pictures decoded and encoded: within the room that the machine has for it, in a process of its own."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, ParamSpec, TypeVar

from PIL import Image

from imagefiles import cost
from imagefiles.children import children
from imagefiles.errors import BOMBS, FAULTS, TooManyPixels
from imagefiles.room import shared

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

# Of a picture that is decoded, converted and encoded at the same time: Pillow has four for each pixel of each copy.
PIXEL_BYTES = 12


def count_pixels(data: bytes, formats: list[str] | tuple[str, ...], most_pixels: int) -> int:
    """How many pixels a file says it has; ``most_pixels`` where it cannot be told.

    Raises:
        TooManyPixels, TooCostly: it is not worth reading.
    """
    cost.refuse_costly(data, most_pixels)
    return count_in_header(io.BytesIO(data), formats, most_pixels)


def count_in_header(file: IO[bytes], formats: list[str] | tuple[str, ...], most_pixels: int) -> int:
    """The same of a file that was judged before: no more of it is read than its header.

    Raises:
        TooManyPixels, TooCostly: as said.
    """
    try:
        with Image.open(file, formats=formats) as image:
            cost.refuse_size(image.width, image.height, most_pixels)
            return image.width * image.height
    except BOMBS:
        raise TooManyPixels(None) from None
    except FAULTS:
        return most_pixels


def run(
    pixels: int, work: Callable[Arguments, Result], *arguments: Arguments.args, **options: Arguments.kwargs
) -> Result:
    """What ``work`` on a picture of so many pixels gives or raises.

    Raises:
        NoRoom: others are at work on theirs (``imagefiles.room``).
        Died: it takes too long or too much (``imagefiles.children``).
    """
    with shared.take(pixels * PIXEL_BYTES):
        return children.run(work, *arguments, **options)
