"""Masks as run lengths and back, by the standard library alone.

The bytes of a mask are one per pixel in reading order, 1 where it is meant and 0 elsewhere, as ``ndarray.tobytes`` of a
mask (rows, columns) of bool gives them.
"""

from __future__ import annotations

import re

from recipes.errors import RecipeError
from recipes.model import Runs

LONGEST_SIDE = 65_535  # pixels
MOST_PIXELS = 100_000_000  # of the frame of a mask; results have up to 8192 x 8192
MOST_RUNS = 1_000_000  # a hundred times as many as a careful outline on a photo takes
SAME_SHAPE = 0.01  # relative; up to which the aspect ratios of two frames are one

NUMBERS = re.compile(r"(0|[1-9][0-9]{0,8})( [1-9][0-9]{0,8})*")
RUN = re.compile(rb"\x00+|\x01+")


def encode(mask: bytes, width: int) -> Runs:
    """The mask whose rows have ``width`` pixels.

    Raises:
        RecipeError: it means nothing, or is noise of too many runs.
    """
    lengths = [len(run[0]) for run in RUN.finditer(mask)]
    counts = tuple(lengths) if mask[:1] == b"\0" else (0, *lengths)
    return check(Runs(width, len(mask) // width, counts))


def decode(runs: Runs) -> bytes:
    """The mask that ``encode`` was given."""
    return b"".join(bytes((place % 2,)) * length for place, length in enumerate(runs.counts))


def parse(width: int, height: int, text: str) -> Runs:
    """The mask of a frame that ``text`` says in lengths with a space between.

    Raises:
        RecipeError: it cannot be one.
    """
    if text.count(" ") >= MOST_RUNS:
        raise RecipeError(f"The mask has more than {MOST_RUNS} runs.")
    if not NUMBERS.fullmatch(text):
        raise RecipeError("'counts' must be whole numbers above 0 with one space between; the first may be 0.")
    return check(Runs(width, height, tuple(map(int, text.split(" ")))))


def format_counts(runs: Runs) -> str:
    """What ``parse`` reads."""
    return " ".join(map(str, runs.counts))


def fits(runs: Runs, width: int, height: int) -> bool:
    """True where a picture of this size has the shape of the frame that the mask was drawn on."""
    return abs(runs.width * height / (runs.height * width) - 1) <= SAME_SHAPE


def check(runs: Runs) -> Runs:
    """The same mask.

    Raises:
        RecipeError: its frame or its runs cannot be.
    """
    if not (0 < runs.width <= LONGEST_SIDE and 0 < runs.height <= LONGEST_SIDE):
        raise RecipeError(f"The sides of a mask's frame must be from 1 to {LONGEST_SIDE} pixels.")
    if runs.width * runs.height > MOST_PIXELS:
        raise RecipeError(f"The mask's frame has more than {MOST_PIXELS // 1_000_000} megapixels.")
    if len(runs.counts) > MOST_RUNS:
        raise RecipeError(f"The mask has more than {MOST_RUNS} runs.")
    if sum(runs.counts) != runs.width * runs.height:
        raise RecipeError("The lengths in 'counts' must add up to the pixels of the frame.")
    if len(runs.counts) < 2:
        raise RecipeError("The mask is empty.")
    return runs
