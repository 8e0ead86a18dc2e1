"""Replace background: the subject of a picture before a colour, a gradient or another picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.compositing import composite
from engine.maths.paints import Paint, render_paint

Image = NDArray[np.uint8]
Alpha = NDArray[np.uint8]


def replace_background(image: Image, alpha: Alpha, foreground: Image, backdrop: Paint | Image) -> Image:
    """The subject of ``image`` before ``backdrop``.

    ``image`` and ``foreground`` are RGB (rows, columns, 3) uint8, ``alpha`` (rows, columns) uint8: 255 is subject,
    where ``image`` is kept to the byte. ``foreground`` has the subject's own colours where the two mix: with ``image``
    in its place the old background shines through hair. A ``backdrop`` picture, RGB of any size, covers the whole and
    is cut evenly where its shape differs.

    Raises ValueError where the shapes do not fit.
    """
    if image.shape != foreground.shape or image.shape[:2] != alpha.shape:
        raise ValueError(f"Image {image.shape}, foreground {foreground.shape} and alpha {alpha.shape} differ in size.")
    rows, columns = alpha.shape
    size = rows, columns
    behind = render_paint(backdrop, size) if isinstance(backdrop, Paint) else cover(backdrop, size)
    result = composite(foreground, alpha, behind)
    np.copyto(result, image, where=(alpha == 255)[..., None])
    return result


def cover(picture: Image, size: tuple[int, int]) -> Image:
    """``picture`` scaled so that it covers ``size`` (rows, columns), and cut to it around its middle."""
    rows, columns = size
    scale = max(rows / picture.shape[0], columns / picture.shape[1])
    height, width = min(picture.shape[0], round(rows / scale)), min(picture.shape[1], round(columns / scale))
    top, left = (picture.shape[0] - height) // 2, (picture.shape[1] - width) // 2
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    middle = np.ascontiguousarray(picture[top : top + max(1, height), left : left + max(1, width)])
    return np.asarray(cv2.resize(middle, (columns, rows), interpolation=method), np.uint8)
