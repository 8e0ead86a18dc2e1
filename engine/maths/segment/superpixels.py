"""Superpixels: many small regions that stop at outlines, and the flooding that makes them."""

from __future__ import annotations

from typing import Any, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Label = TypeVar("Label", np.int32, np.uint8)

# Share of a grid cell, to each side of its centre, within which a superpixel may choose where to start.
SEED_FREEDOM = 1 / 3
# The strength that fills the whole range of the flood's 256 levels; outlines above it are all equally high.
STRENGTH_CEILING = 64.0
# In a small picture superpixels are smaller than asked for, down to LEAST_PIXELS, before they are fewer than FEW.
LEAST_PIXELS, FEW = 9, 200


def superpixel_count(shape: tuple[int, ...], pixels: int) -> float:
    """How many superpixels a picture of ``shape`` has where each is to have so many ``pixels``."""
    size = shape[0] * shape[1]
    return max(size / pixels, min(FEW, size / LEAST_PIXELS))


def superpixels(strength: NDArray[np.float32], count: float) -> NDArray[np.int32]:
    """About ``count`` connected regions of similar size that meet on outlines: labels (rows, columns) 0..n-1.

    Seeds lie on a square grid, each moved to the weakest edge nearby, and are flooded by rising ``strength``
    (Beucher and Meyer's watershed). ``strength`` is float32 (rows, columns) in the units of ``edges``.
    """
    markers = np.zeros(strength.shape, np.int32)
    seeds = grid_seeds(strength, count)
    markers[seeds[:, 0], seeds[:, 1]] = np.arange(1, len(seeds) + 1)
    level = np.clip(strength * (255 / STRENGTH_CEILING), 0, 255).astype(np.uint8)
    return flood(markers, level) - 1


def grid_seeds(strength: NDArray[np.float32], count: float) -> NDArray[np.intp]:
    """Row and column of one seed per grid cell, (n, 2): the place of least strength near the cell's centre.

    Cells are square, and longer than a picture is wide where squares along it would be more than ``count``.
    """
    height, width = strength.shape
    step = max(1.0, (height * width / count) ** 0.5, max(height, width) / count)
    rows = np.arange(min(step, height) / 2, height, step).astype(np.intp)
    columns = np.arange(min(step, width) / 2, width, step).astype(np.intp)
    reach = int(step * SEED_FREEDOM)
    span = np.arange(-reach, reach + 1)
    near_rows = np.clip(rows[:, None] + span, 0, height - 1)
    near_columns = np.clip(columns[:, None] + span, 0, width - 1)
    windows = strength[near_rows[:, None, :, None], near_columns[None, :, None, :]]
    best = windows.reshape(len(rows), len(columns), -1).argmin(axis=2)
    down, right = np.divmod(best, len(span))
    found_rows = np.take_along_axis(near_rows, down, axis=1)
    found_columns = np.take_along_axis(near_columns, right.T, axis=1).T
    return np.stack([found_rows.ravel(), found_columns.ravel()], axis=1)


def flood(markers: NDArray[Label], level: NDArray[np.uint8]) -> NDArray[Label]:
    """Fill the zeros of ``markers`` from their neighbours, lowest ``level`` first, ties first come, first served.

    Both are (rows, columns); neighbours share a side. Returns a new array without zeros, unless there is no marker at
    all. Meyer's watershed with one queue per level, which needs no heap.
    """
    # A frame of labelled pixels spares the inner loop every check for the border.
    labels = np.ones((markers.shape[0] + 2, markers.shape[1] + 2), markers.dtype)
    labels[1:-1, 1:-1] = markers
    flood_queue(labels.ravel(), np.pad(level, 1).ravel(), labels.shape[1])
    return labels[1:-1, 1:-1]


@numba.njit(cache=True, nogil=True)
def flood_queue(labels: NDArray[Any], level: NDArray[np.uint8], width: int) -> None:
    """Flood the flattened, framed picture ``labels`` of that ``width`` in place."""
    behind = np.empty(labels.size, np.int32)
    first = np.full(256, -1, np.int32)
    last = np.full(256, -1, np.int32)
    around = (-width, -1, 1, width)
    for row in range(width, labels.size - width, width):
        for pixel in range(row + 1, row + width - 1):
            if labels[pixel] and touches_unfilled(labels, pixel, width):
                queue(pixel, level[pixel], behind, first, last)
    for height in range(256):
        while first[height] >= 0:
            pixel = first[height]
            first[height] = behind[pixel]
            for step in around:
                beside = pixel + step
                if not labels[beside]:
                    labels[beside] = labels[pixel]
                    queue(beside, max(height, level[beside]), behind, first, last)


@numba.njit(cache=True, nogil=True)
def touches_unfilled(labels: NDArray[Any], pixel: int, width: int) -> bool:
    """Whether one of the four neighbours of ``pixel`` has no label yet."""
    return not (labels[pixel - width] and labels[pixel - 1] and labels[pixel + 1] and labels[pixel + width])


@numba.njit(cache=True, nogil=True)
def queue(
    pixel: int, height: int, behind: NDArray[np.int32], first: NDArray[np.int32], last: NDArray[np.int32]
) -> None:
    """Put ``pixel`` at the end of the queue of its ``height``; ``behind[p]`` is who stands behind pixel p."""
    behind[pixel] = -1
    if first[height] < 0:
        first[height] = pixel
    else:
        behind[last[height]] = pixel
    last[height] = pixel
