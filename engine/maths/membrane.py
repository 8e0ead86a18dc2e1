"""A smooth sheet spanned over a hole from the values on its rim: takes the step in brightness out of a pasted patch."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

# Longer side of the coarsest sheet, pixels.
COARSEST_SIDE = 2
# Weight at which a pixel of the sheet is taken as known; the gaussian pyramid spreads a rim of 2 px to about a quarter.
FULL_WEIGHT = 0.25


def span(values: NDArray[np.float32], rim: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Spread ``values`` (rows, columns, 3) from ``rim`` (rows, columns) over the whole picture, smoothly.

    Push and pull over a gaussian pyramid, after Gortler et al., "The Lumigraph", SIGGRAPH 1996, section 3.4.
    """
    weights = rim.astype(np.float32)
    levels: list[tuple[Any, Any]] = [(values * weights[..., None], weights)]
    while max(levels[-1][1].shape) > COARSEST_SIDE:
        levels.append((cv2.pyrDown(levels[-1][0]), cv2.pyrDown(levels[-1][1])))
    sheet = mean(*levels.pop())
    while levels:
        sums, weights = levels.pop()
        size = weights.shape[1], weights.shape[0]
        share = np.minimum(weights / FULL_WEIGHT, 1)[..., None]
        sheet = cv2.pyrUp(sheet, dstsize=size) * (1 - share) + mean(sums, weights) * share
    return np.asarray(sheet, np.float32)


def mean(sums: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weighted sums over their weights, 0 where there is no weight."""
    return np.asarray(sums / np.maximum(weights, 1e-6)[..., None], np.float32)
