"""Whole pictures decoded and encoded: within the room that the machine has for it, in a process of its own."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, ParamSpec, TypeVar

from PIL import Image

from imagefiles import cost, memory
from imagefiles.children import children
from imagefiles.errors import BOMBS, FAULTS, TooManyPixels
from imagefiles.room import shared

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def weigh(data: bytes, formats: list[str] | tuple[str, ...], most_pixels: int) -> int:
    """How many bytes of memory reading a file takes.

    Raises:
        TooManyPixels, TooCostly: it is not worth reading.
    """
    cost.refuse_costly(data, most_pixels)
    return memory.to_read(data, count_in_header(io.BytesIO(data), formats, most_pixels))


def count_in_header(file: IO[bytes], formats: list[str] | tuple[str, ...], most_pixels: int) -> int:
    """How many pixels a file says it has, ``most_pixels`` where it cannot be told; no more is read than its header.

    Raises:
        TooManyPixels, TooCostly: these are more than are taken.
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
    size: int, work: Callable[Arguments, Result], /, *arguments: Arguments.args, **options: Arguments.kwargs
) -> Result:
    """What ``work`` gives or raises that takes so many bytes of memory (``imagefiles.memory``).

    Raises:
        NoRoom: others are at work on theirs (``imagefiles.room``).
        Died: it takes too long or too much (``imagefiles.children``).
    """
    with shared.take(size):
        return children.run(work, *arguments, **options)
