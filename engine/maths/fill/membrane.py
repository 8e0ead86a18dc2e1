"""A smooth sheet spanned over a hole from the values on its rim: takes the step in brightness out of a pasted patch."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# Longer side of the coarsest sheet, pixels.
COARSEST_SIDE = 2
# A larger sheet is computed at a half, a quarter … of its size: it is smooth (pixels).
MOST_PIXELS = 1_000_000
# Weight at which a pixel of the sheet is taken as known; the gaussian pyramid spreads a rim of 2 px to about a quarter.
FULL_WEIGHT = 0.25


def interpolate(places: NDArray[np.int32], values: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.float32]:
    """A sheet of ``shape`` (rows, columns) and 3 channels through ``values`` (n, 3) at ``places`` (n, 2)."""
    factor = 1
    while shape[0] * shape[1] > MOST_PIXELS * factor**2:
        factor *= 2
    rows, columns = -(-shape[0] // factor), -(-shape[1] // factor)
    cells = places[:, 0] // factor * columns + places[:, 1] // factor
    weights = np.bincount(cells, minlength=rows * columns).astype(np.float32).reshape(rows, columns)
    sums = [np.bincount(cells, values[:, channel], rows * columns) for channel in range(3)]
    sheet = push_pull(np.stack(sums, axis=-1).astype(np.float32).reshape(rows, columns, 3), weights)
    size = columns * factor, rows * factor
    return np.asarray(cv2.resize(sheet, size, interpolation=cv2.INTER_LINEAR), np.float32)[: shape[0], : shape[1]]


def push_pull(sums: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Spread weighted values, ``sums`` (rows, columns, 3), from where ``weights`` (rows, columns) are, smoothly.

    Push and pull over a gaussian pyramid, after Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4.
    """
    levels: list[tuple[Any, Any]] = [(sums, weights)]
    while len(levels) == 1 or max(levels[-1][1].shape) > COARSEST_SIDE:  # the smallest picture has a coarser level too
        levels.append((cv2.pyrDown(levels[-1][0]), cv2.pyrDown(levels[-1][1])))
    sheet = divide_by_weights(*levels.pop())
    while levels:
        sums, weights = levels.pop()
        size = weights.shape[1], weights.shape[0]
        share = np.minimum(weights / FULL_WEIGHT, 1)[..., None]
        sheet = cv2.pyrUp(sheet, dstsize=size) * (1 - share) + divide_by_weights(sums, weights) * share
    return np.asarray(sheet, np.float32)


def divide_by_weights(sums: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weighted sums over their weights, 0 where there is no weight."""
    return np.asarray(sums / np.maximum(weights, 1e-6)[..., None], np.float32)
