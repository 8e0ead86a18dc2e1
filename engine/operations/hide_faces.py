"""Hide faces: each covered by an ellipse from the hair line to the chin, from which nobody gets the face back.

Whatever the method, no more of a face is kept than the mean colours of a few cells: what a blur or a mosaic is made of.
So neither sharpening nor undoing the blur brings anything back. Who it is of a few known people may still be guessed by
cells (McPherson, Shokri and Shmatikov, "Defeating image obfuscation with deep learning", 2016); of a fill it cannot.
Pixels outside of the ellipse are neither changed nor looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.people.faces import Box

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
Window = tuple[slice, slice]

METHODS = ("blur", "pixelate", "fill")
WEAKEST, STRONGEST = 1, 5
# Cells along an ellipse, from top to bottom, for each strength: of a face at the border as many as of a whole one for
# their size. The face itself has three quarters of them. No cell is smaller than LEAST_CELL pixels a side.
CELLS = (7, 6, 5, 4, 3)
LEAST_CELL = 4
# The ellipse, in sizes of the box of a face, which goes from the forehead to the chin and from cheek to cheek: its half
# axes, and how much higher than that of the box its middle lies. It is opaque up to SOLID of its half axes.
HALF_WIDTH, HALF_HEIGHT, RISE = 0.66, 0.78, 0.04
SOLID = 0.86
BLUR = 0.75  # sigma of what smooths the cells, in cells
ALONE = 1e-3  # weight below which a cell has nothing of the face


def hide_faces(image: Image, boxes: Sequence[Box], method: str, strength: int, alpha: Image | None = None) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 with the faces in ``boxes`` hidden; other pixels are byte-equal.

    ``method`` is one of METHODS, ``strength`` WEAKEST to STRONGEST; a fill has the face's mean colour at any strength.
    Each pixel gives as much colour to what hides a face as its ``alpha`` (rows, columns) uint8 lets be seen of it.

    Raises ValueError for other methods and strengths.
    """
    if method not in METHODS or not WEAKEST <= strength <= STRONGEST:
        raise ValueError(f"Faces are hidden by {', '.join(METHODS)}, at {WEAKEST} to {STRONGEST}.")
    result = image.copy()
    for box in boxes:
        window = ellipse_window(box, image.shape)
        opacity = ellipse_opacity(box, window)
        seen = (opacity > 0).astype(np.float32)
        if alpha is not None:
            seen *= alpha[window] / np.float32(255)
        if seen.any():
            part = result[window]
            cover = cover_face(image[window], seen, cell_side(box, method, strength), method == "blur")
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


def cell_side(box: Box, method: str, strength: int) -> float:
    """The side, in pixels, of the cells that hide the face in ``box``; a fill has a single one."""
    length = 2 * max(HALF_HEIGHT * box.height, HALF_WIDTH * box.width)
    return 2 * length if method == "fill" else max(length / CELLS[strength - 1], LEAST_CELL)


def cover_face(part: Image, seen: Floats, side: float, smooth: bool) -> Floats:
    """What is laid over ``part`` (rows, columns, 3): cells of that ``side``, with borders or ``smooth``, each of the
    mean colour of its pixels, weighted by how much of them is ``seen``, 0 to 1."""
    rows, columns = seen.shape
    down, across = max(1, round(rows / side)), max(1, round(columns / side))
    weights = cv2.resize(seen, (across, down), interpolation=cv2.INTER_AREA).reshape(down, across, 1)
    sums = cv2.resize(part * seen[..., None], (across, down), interpolation=cv2.INTER_AREA).reshape(down, across, 3)
    mean = sums.sum(axis=(0, 1)) / weights.sum()
    means = np.where(weights > ALONE, sums / np.maximum(weights, ALONE), mean).astype(np.float32)
    if not smooth:
        return np.asarray(cv2.resize(means, (columns, rows), interpolation=cv2.INTER_NEAREST), np.float32)
    large = cv2.resize(means, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.GaussianBlur(large, (0, 0), max(BLUR * side, 1)), np.float32)
