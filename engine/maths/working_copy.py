"""The smaller copy, and the window, of a picture that something slow is worked out on."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Window = tuple[slice, slice]


def working_size(shape: tuple[int, ...], pixels: int) -> tuple[int, int]:
    """(columns, rows), OpenCV's order, of a copy of a picture of ``shape`` with at most about so many pixels."""
    rows, columns = shape[:2]
    scale = min(1.0, (pixels / (rows * columns)) ** 0.5)
    return max(1, round(columns * scale)), max(1, round(rows * scale))


def working_copy(image: NDArray[np.uint8], pixels: int) -> NDArray[np.uint8]:
    """``image`` scaled down to at most about so many pixels; itself where it has no more."""
    if image.shape[0] * image.shape[1] <= pixels:
        return image
    return np.asarray(cv2.resize(image, working_size(image.shape, pixels), interpolation=cv2.INTER_AREA), np.uint8)


def bounding_window(mask: NDArray[np.bool_], margin: int) -> Window:
    """The box of what is True in ``mask`` (rows, columns) with so many pixels around it, cut at the upper left border.

    At the lower right it may end beyond the border, which indexing does not mind.
    """
    left, top, columns, rows = cv2.boundingRect(mask.view(np.uint8))
    return (
        slice(max(0, top - margin), top + rows + margin),
        slice(max(0, left - margin), left + columns + margin),
    )


def surroundings(mask: NDArray[np.bool_], margin: float) -> Window:
    """The box of ``mask`` with so much of its own size on each side, within the picture."""
    left, top, columns, rows = cv2.boundingRect(mask.view(np.uint8))
    above, beside = round(rows * margin), round(columns * margin)
    return (
        slice(max(0, top - above), min(mask.shape[0], top + rows + above)),
        slice(max(0, left - beside), min(mask.shape[1], left + columns + beside)),
    )
