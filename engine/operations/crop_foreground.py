"""Crop to the foreground: the box of what is not transparent, with an even margin."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

# Fainter than this (of 255) is haze that mattes leave behind, not subject.
FAINTEST = 10


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; ``row`` and ``column`` are negative where it begins outside the picture."""

    row: int
    column: int
    rows: int
    columns: int


def crop_foreground(cutout: NDArray[np.uint8], padding: int = 0) -> tuple[NDArray[np.uint8], Box]:
    """The part of ``cutout`` that shows, with ``padding`` pixels on all four sides, and where it was.

    ``cutout`` is RGBA (rows, columns, 4) uint8, or an alpha map alone (rows, columns) uint8. Padding beyond the
    picture's edge is transparent, so that it is as wide on every side.

    Raises ValueError where nothing shows, or the padding is negative.
    """
    if padding < 0:
        raise ValueError("The padding cannot be negative.")
    box = pad_box(foreground_box(cutout if cutout.ndim == 2 else cutout[..., 3]), padding)
    result = np.zeros((box.rows, box.columns, *cutout.shape[2:]), np.uint8)
    rows, columns = cutout.shape[:2]
    top, left = max(0, box.row), max(0, box.column)
    part = cutout[top : min(rows, box.row + box.rows), left : min(columns, box.column + box.columns)]
    below, beside = top - box.row, left - box.column
    result[below : below + part.shape[0], beside : beside + part.shape[1]] = part
    return result, box


def crop_around(alpha: NDArray[np.uint8], padding: int) -> Box:
    """Where in a picture what its subject's ``alpha`` (rows, columns) shows is, and ``padding`` pixels around it, as
    far as the picture goes.

    Raises ValueError where nothing shows.
    """
    box = pad_box(foreground_box(alpha), padding)
    rows, columns = alpha.shape
    top, left = max(0, box.row), max(0, box.column)
    below, beside = min(rows, box.row + box.rows), min(columns, box.column + box.columns)
    return Box(top, left, below - top, beside - left)


def foreground_box(alpha: NDArray[np.uint8]) -> Box:
    """The smallest box around what shows.

    Raises ValueError where nothing does.
    """
    left, top, columns, rows = cv2.boundingRect((alpha > FAINTEST).view(np.uint8))
    if rows == 0:
        raise ValueError("There is no foreground in the picture: all of it is transparent.")
    return Box(top, left, rows, columns)


def pad_box(box: Box, padding: int) -> Box:
    """``box`` with ``padding`` more pixels on every side."""
    return Box(box.row - padding, box.column - padding, box.rows + 2 * padding, box.columns + 2 * padding)
