"""Strokes, lassos and boxes as masks.

Points are (n, 2) float arrays of (row, column) in pixels of the picture; the pixel in row 0 and column 0 covers 0 to 1
both ways, and belongs to a shape that holds its centre. Masks are (rows, columns) bool, True = edit here; sizes (rows,
columns).
``static/js/lib/shapes.js`` does the same with the same sums in the browser, so that what is seen there is what is sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from editor.imaging.pixels import Mask

Points = NDArray[np.float64]
Row = NDArray[np.float64]
Size = tuple[int, int]
Window = tuple[slice, slice]  # rows, columns

BLOCK_ROWS = 200_000  # of lines that are worked out at a time: 2 MB for each number of them


@dataclass(frozen=True)
class Patch:
    """A mask of the part of a picture that ``window`` (rows, columns) says."""

    window: Window
    inside: Mask


def draw_stroke(points: Points, radius: float, size: Size) -> Patch:
    """What a round brush covers that goes straight from point to point."""
    window = find_window(points, radius, size)
    counts = begin_counts(window)
    starts, ends = (points[:-1], points[1:]) if len(points) > 1 else (points, points)
    heights = np.minimum(np.abs(ends[:, 0] - starts[:, 0]) + 2 * radius + 2, measure_window(window)[0])
    for block in list_blocks(heights):
        add_capsules(counts, window, starts[block], ends[block], radius)
    return Patch(window, sum_counts(counts) > 0)


def draw_lasso(points: Points, size: Size) -> Patch:
    """What lies inside a closed line; what it goes around twice is inside too (non-zero winding)."""
    window = find_window(points, 1, size)
    counts = begin_counts(window)
    for start, end in pairwise([*points, points[0]]):
        add_crossings(counts, window, start, end)
    return Patch(window, sum_counts(counts) != 0)


def draw_box(points: Points, size: Size) -> Patch:
    """What lies between two corners."""
    low, high = points.min(axis=0), points.max(axis=0)
    window = clip_window(np.ceil(low - 0.5), np.ceil(high - 0.5), size)
    return Patch(window, np.ones(measure_window(window), bool))


def find_window(points: Points, margin: float, size: Size) -> Window:
    """The rows and columns within ``margin`` of some points."""
    return clip_window(np.floor(points.min(axis=0) - margin), np.ceil(points.max(axis=0) + margin), size)


def clip_window(starts: Row, ends: Row, size: Size) -> Window:
    """What of a picture lies from one (row, column) to another."""
    rows, columns = np.clip([starts, ends], 0, size).astype(int).T.tolist()
    return slice(*rows), slice(*columns)


def measure_window(window: Window) -> Size:
    """How many rows and columns a window has."""
    rows, columns = (part.stop - part.start for part in window)
    return rows, columns


def begin_counts(window: Window) -> NDArray[np.int16]:
    """Where shapes begin (1) and end (-1) in each row, with a column more than the window has."""
    rows, columns = measure_window(window)
    return np.zeros((rows, columns + 1), np.int16)


def sum_counts(counts: NDArray[np.int16]) -> NDArray[np.int16]:
    """How many shapes are open at each pixel."""
    return np.cumsum(counts[:, :-1], axis=1, dtype=np.int16)


def list_blocks(heights: Row) -> Iterator[slice]:
    """Lines of so many rows each in blocks that have about BLOCK_ROWS together."""
    blocks = (np.cumsum(heights) // BLOCK_ROWS).astype(int)
    firsts = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(heights)]
    return (slice(first, end) for first, end in pairwise(firsts))


def add_capsules(counts: NDArray[np.int16], window: Window, starts: Points, ends: Points, radius: float) -> None:
    """Count all pixels within ``radius`` of each line from one of ``starts`` to its end."""
    tops, bottoms = np.minimum(starts[:, 0], ends[:, 0]) - radius, np.maximum(starts[:, 0], ends[:, 0]) + radius
    which, rows = list_rows(tops, bottoms, window)
    lows, highs = capsule(starts[which], ends[which], radius, np.add(rows, 0.5, dtype=float))
    held = lows <= highs
    columns = measure_window(window)[1]
    firsts = np.clip(np.ceil(lows[held] - 0.5) - window[1].start, 0, columns).astype(int)
    lasts = np.clip(np.floor(highs[held] - 0.5) + 1 - window[1].start, 0, columns).astype(int)
    places = (rows[held] - window[0].start) * (columns + 1)
    flat = counts.reshape(-1)
    np.add.at(flat, places + firsts, 1)
    np.subtract.at(flat, places + np.maximum(lasts, firsts), 1)


def list_rows(lows: Row, highs: Row, window: Window) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each line, by its number, the rows of a window whose centres lie from ``lows`` up to ``highs``."""
    firsts = np.maximum(np.ceil(lows - 0.5).astype(int), window[0].start)
    ends = np.minimum(np.ceil(highs - 0.5).astype(int) + 1, window[0].stop)
    heights = np.maximum(ends - firsts, 0)
    which = np.repeat(np.arange(len(heights)), heights)
    return which, np.arange(len(which)) + np.repeat(firsts - np.cumsum(heights) + heights, heights)


def capsule(starts: Points, ends: Points, radius: float, centres: Row) -> tuple[Row, Row]:
    """From which to which column two discs and the band between them reach at a row each; low > high for nowhere."""
    lows, highs = np.full(len(centres), np.inf), np.full(len(centres), -np.inf)
    for low, high in (
        *(disc(middles, radius, centres) for middles in (starts, ends)),
        band(starts, ends, radius, centres),
    ):
        held = low <= high
        lows, highs = np.where(held, np.minimum(lows, low), lows), np.where(held, np.maximum(highs, high), highs)
    return lows, highs


def disc(middles: Points, radius: float, centres: Row) -> tuple[Row, Row]:
    """The same for a disc."""
    away = centres - middles[:, 0]
    rest = radius * radius - away * away
    half = np.where(rest >= 0, np.sqrt(np.maximum(rest, 0)), -np.inf)
    return middles[:, 1] - half, middles[:, 1] + half


def band(starts: Points, ends: Points, radius: float, centres: Row) -> tuple[Row, Row]:
    """The same for the rectangle around a line: where it is near enough, and neither before nor after it."""
    down, across = ends[:, 0] - starts[:, 0], ends[:, 1] - starts[:, 1]
    square = down * down + across * across
    reach = radius * np.sqrt(square)
    away = centres - starts[:, 0]
    near = between(across * away - reach, across * away + reach, down)
    along = between(-(down * away), square - down * away, across)
    low, high = np.maximum(near[0], along[0]), np.minimum(near[1], along[1])
    is_point = square == 0
    return np.where(is_point, np.inf, starts[:, 1] + low), np.where(is_point, -np.inf, starts[:, 1] + high)


def between(low: Row, high: Row, factors: Row) -> tuple[Row, Row]:
    """For which numbers the product with a factor lies from ``low`` to ``high``: two ends each."""
    level = factors == 0
    divisors = np.where(level, 1, factors)
    one, other = low / divisors, high / divisors
    none = (low > 0) | (high < 0)
    firsts, ends = np.where(none, np.inf, -np.inf), np.where(none, -np.inf, np.inf)
    return np.where(level, firsts, np.minimum(one, other)), np.where(level, ends, np.maximum(one, other))


def add_crossings(counts: NDArray[np.int16], window: Window, start: Row, end: Row) -> None:
    """Note where an edge of a polygon crosses the middle of each row, by its direction."""
    if start[0] == end[0]:
        return
    top, bottom = sorted((float(start[0]), float(end[0])))
    first, last = max(math.ceil(top - 0.5), window[0].start), min(math.ceil(bottom - 0.5), window[0].stop)
    rows = np.arange(first, max(first, last))
    slope = float(end[1] - start[1]) / float(end[0] - start[0])
    crossings = start[1] + (rows + 0.5 - start[0]) * slope
    columns = np.clip(np.ceil(crossings - 0.5) - window[1].start, 0, measure_window(window)[1]).astype(int)
    counts[rows - window[0].start, columns] += 1 if end[0] > start[0] else -1
