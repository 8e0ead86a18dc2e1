"""What is done to a mask's edge: smooth it, move it; ``masks.feathering`` softens it.

Masks are (rows, columns) bool, True = edit here; distances are pixels. ``static/js/lib/edges.js`` does the same with
the same whole numbers in the browser, so that what is seen there is what is sent.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from editor.imaging.pixels import Mask
from editor.imaging.shapes import sum_counts
from masks.feathering import count_around


def smooth(mask: Mask, radius: int) -> Mask:
    """The mask without corners and specks: each pixel as most of those in the square around it."""
    if radius < 1:
        return mask
    return np.concatenate([2 * inside > area for inside, area in count_around(mask, radius)])


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
