"""What is done to a mask's edge: smooth it, move it, soften it.

Masks are (rows, columns) bool, True = edit here; distances are pixels. ``static/js/lib/edges.js`` does the same with
the same whole numbers in the browser, so that what is seen there is what is sent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from editor.imaging.pixels import Mask
from editor.imaging.shapes import sum_counts

Counts = NDArray[np.int32]

BAND_ROWS = 512  # looked through at a time where sums are large: 8192 columns of them take 32 MB


def smooth(mask: Mask, radius: int) -> Mask:
    """The mask without corners and specks: each pixel as most of those in the square around it."""
    if radius < 1:
        return mask
    return np.concatenate([2 * inside > area for inside, area in count_around(mask, radius)])


def feather(mask: Mask, radius: int) -> NDArray[np.uint8]:
    """Opacity, 0 to 255, that rises evenly across the mask's edge, from ``radius`` outside to ``radius`` inside."""
    if radius < 1:
        return mask.astype(np.uint8) * np.uint8(255)
    bands = [(510 * inside + area) // (2 * area) for inside, area in count_around(mask, radius)]
    return np.concatenate(bands).astype(np.uint8)


def count_around(mask: Mask, radius: int) -> Iterator[tuple[Counts, Counts]]:
    """For each pixel how many of the square around it are in the mask, and how many there are; in bands of rows."""
    for top in range(0, len(mask), BAND_ROWS):
        first = max(0, top - radius)
        part = mask[first : top + BAND_ROWS + radius]
        rows = np.arange(top - first, min(top + BAND_ROWS, len(mask)) - first)
        inside, heights = sum_around(part.astype(np.int32), rows, radius)
        across, widths = sum_around(inside.T, np.arange(mask.shape[1]), radius)
        yield across.T, heights[:, None] * widths


def sum_around(values: Counts, rows: NDArray[np.int64], radius: int) -> tuple[Counts, Counts]:
    """The sums over ``radius`` rows both ways around each of ``rows``, and of how many rows they are."""
    sums = np.zeros((len(values) + 1, values.shape[1]), np.int32)
    np.cumsum(values, axis=0, out=sums[1:])
    lows, highs = np.maximum(rows - radius, 0), np.minimum(rows + radius + 1, len(values))
    return sums[highs] - sums[lows], (highs - lows).astype(np.int32)


def grow(mask: Mask, by: int) -> Mask:
    """The mask with all pixels within ``by`` of it; below 0, without those within -``by`` of what it leaves out."""
    return spread(mask, by) if by >= 0 else ~spread(~mask, -by)


def spread(mask: Mask, radius: int) -> Mask:
    """Dilation by a disc, run by run, so that it costs as much as the mask has edges."""
    if radius < 1:
        return mask
    rows, starts, ends = find_runs(mask)
    height, width = mask.shape
    counts = np.zeros((height, width + 1), np.int16)
    for away in range(-radius, radius + 1):
        reach = math.isqrt(radius * radius - away * away)
        held = (rows + away >= 0) & (rows + away < height)
        there = rows[held] + away
        np.add.at(counts, (there, np.maximum(starts[held] - reach, 0)), 1)
        np.add.at(counts, (there, np.minimum(ends[held] + reach, width)), -1)
    return sum_counts(counts) > 0


def find_runs(mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The row, first column and end of each stretch of the mask."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), bool)
    padded[:, 1:-1] = mask
    rows, changes = np.nonzero(padded[:, 1:] != padded[:, :-1])
    return rows[::2], changes[::2], changes[1::2]
