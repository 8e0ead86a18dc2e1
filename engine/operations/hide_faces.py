"""Hide faces: each covered by an ellipse from the hair line to the chin, from which nobody gets the face back.

Whatever the method, no more of a face is kept than the mean colours of a few cells across it: what a blur or a mosaic
is made of. So neither sharpening nor undoing the blur brings anything back. (A mosaic of many cells is no protection:
McPherson, Shokri and Shmatikov, "Defeating image obfuscation with deep learning", 2016, tell faces of 16 cells apart.)
Pixels outside of the ellipse are neither changed nor looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.people.faces import Box

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Window = tuple[slice, slice]

METHODS = ("blur", "pixelate", "fill")
WEAKEST, STRONGEST = 1, 5
# Cells across an ellipse for each strength. It is a third wider than the face, which has three quarters of them.
CELLS = (7, 6, 5, 4, 3)
# The ellipse, in sizes of the box of a face, which goes from the forehead to the chin and from cheek to cheek: its half
# axes, and how much higher than that of the box its middle lies. It is opaque up to SOLID of its half axes.
HALF_WIDTH, HALF_HEIGHT, RISE = 0.66, 0.78, 0.04
SOLID = 0.86
BLUR = 0.75  # sigma of what smooths the cells, in cells
ALONE = 1e-3  # weight below which a cell has nothing of the face


def hide_faces(image: Image, boxes: Sequence[Box], method: str, strength: int) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 with the faces in ``boxes`` hidden; other pixels are byte-equal.

    ``method`` is one of METHODS, ``strength`` WEAKEST to STRONGEST; a fill has the face's mean colour at any strength.
    Raises ValueError for others.
    """
    if method not in METHODS or not WEAKEST <= strength <= STRONGEST:
        raise ValueError(f"Faces are hidden by {', '.join(METHODS)}, at {WEAKEST} to {STRONGEST}.")
    result = image.copy()
    for box in boxes:
        window = ellipse_window(box, image.shape)
        opacity = ellipse_opacity(box, window)
        if opacity.any():
            part = result[window]
            cover = cover_face(image[window], opacity, 1 if method == "fill" else CELLS[strength - 1], method == "blur")
            mixed = part + opacity[..., None] * (cover - part)
            part[opacity > 0] = np.rint(mixed).clip(0, 255).astype(np.uint8)[opacity > 0]
    return result


def ellipse_window(box: Box, shape: tuple[int, ...]) -> Window:
    """The part of a picture of ``shape`` around the ellipse of the face in ``box``; empty where that lies outside."""
    row, column = middle(box)
    reach = HALF_HEIGHT * box.height, HALF_WIDTH * box.width
    ends = [
        (max(0, int(place - half)), min(side, int(place + half) + 2))
        for place, half, side in zip((row, column), reach, shape, strict=False)
    ]
    (top, bottom), (left, right) = ends
    return slice(top, max(top, bottom)), slice(left, max(left, right))


def middle(box: Box) -> tuple[float, float]:
    """The row and column of the middle of the ellipse of the face in ``box``."""
    return box.row + (0.5 - RISE) * box.height, box.column + 0.5 * box.width


def ellipse_opacity(box: Box, window: Window) -> Floats:
    """How much of each pixel of ``window`` is covered: 1 up to SOLID of the ellipse, falling to 0 at its border."""
    row, column = middle(box)
    rows, columns = np.ogrid[window]
    down = (rows + 0.5 - row) / (HALF_HEIGHT * box.height)
    across = (columns + 0.5 - column) / (HALF_WIDTH * box.width)
    away = np.hypot(down, across)
    return np.asarray(((1 - away) / (1 - SOLID)).clip(0, 1), np.float32)


def cover_face(part: Image, opacity: Floats, cells: int, smooth: bool) -> Floats:
    """What is laid over ``part`` (rows, columns, 3): ``cells`` across it, of the mean colour of their pixels in the
    ellipse, with borders or ``smooth``."""
    rows, columns = opacity.shape
    down = max(1, round(cells * rows / columns))
    inside = (opacity > 0).astype(np.float32)
    weights = cv2.resize(inside, (cells, down), interpolation=cv2.INTER_AREA).reshape(down, cells, 1)
    sums = cv2.resize(part * inside[..., None], (cells, down), interpolation=cv2.INTER_AREA).reshape(down, cells, 3)
    mean = sums.sum(axis=(0, 1)) / weights.sum()
    means = np.where(weights > ALONE, sums / np.maximum(weights, ALONE), mean).astype(np.float32)
    if not smooth:
        return np.asarray(cv2.resize(means, (columns, rows), interpolation=cv2.INTER_NEAREST), np.float32)
    large = cv2.resize(means, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.GaussianBlur(large, (0, 0), max(BLUR * columns / cells, 1)), np.float32)
