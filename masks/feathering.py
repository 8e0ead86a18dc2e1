"""Edges that fade: how much of a change is to be seen where a mask ends.

``static/js/lib/edges.js`` does the same with the same whole numbers in the browser, so that what is seen there is what
comes of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Counts = NDArray[np.int32]

MOST_FEATHER = 200  # pixels
BAND_ROWS = 512  # looked through at a time where sums are large: 8192 columns of them take 32 MB


def feather(mask: Mask, radius: int) -> NDArray[np.uint8]:
    """Opacity, 0 to 255, that rises evenly across the mask's edge, from ``radius`` outside to ``radius`` inside."""
    if radius < 1:
        return mask.astype(np.uint8) * np.uint8(255)
    bands = [(510 * inside + area) // (2 * area) for inside, area in count_around(mask, radius)]
    return np.concatenate(bands).astype(np.uint8)


def show_rest(opacity: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How much of a change is to be seen: as much as ``opacity`` says, and all where that is 0, for there an engine
    changes at most what else it was asked to, such as a shadow."""
    return np.where(opacity, opacity, np.uint8(255))


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
