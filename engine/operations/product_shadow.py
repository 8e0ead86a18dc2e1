"""Product shadow: a shadow under a cut-out product, by the figures that Bria's route takes (docs.bria.ai)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.maths.cast_shadows import Coverage, Ellipse, drop_shadow, ellipse_shadow
from engine.maths.compositing import darken_below
from engine.operations.crop_foreground import Box, foreground_box
from engine.operations.packshot import flatten

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Shadow:
    """A shadow: the product's outline ("regular"), or an ellipse below it ("float").

    ``offset`` is pixels to the right and down, ``intensity`` 0 to 100, ``blur`` pixels (twice the deviation). ``width``
    and ``height`` are the ellipse's in pixels; without a ``width`` it is as wide as the product.
    """

    kind: Literal["regular", "float"] = "regular"
    colour: Colour = (0, 0, 0)
    offset: tuple[int, int] = (0, 15)
    intensity: int = 60
    blur: int = 15
    width: int | None = None
    height: int = 70


def product_shadow(
    cutout: Image, shadow: Shadow, background: Colour | None = None, most_pixels: int | None = None
) -> Image:
    """``cutout`` RGBA (rows, columns, 4) uint8 with its ``shadow`` below: RGB on a ``background``, RGBA without.

    The canvas grows by as much as the shadow needs, never shrinks, and the product keeps its pixels.

    Raises ValueError where nothing shows, or the result would have more than ``most_pixels``.
    """
    above, below, left, right = around = margins(foreground_box(cutout[..., 3]), cutout.shape, shadow)
    rows, columns = cutout.shape[0] + above + below, cutout.shape[1] + left + right
    if most_pixels is not None and rows * columns > most_pixels:
        raise ValueError(f"With this shadow the result ({columns} × {rows}) would have more than {most_pixels} pixels.")
    canvas = widen(cutout, around)
    coverage = shadow.intensity / 100 * cast(canvas[..., 3], shadow)
    result = darken_below(canvas, np.asarray(coverage, np.float32), shadow.colour)
    return result if background is None else flatten(result, background)


def margins(box: Box, shape: tuple[int, ...], shadow: Shadow) -> tuple[int, int, int, int]:
    """Pixels that the shadow of what is in ``box`` needs beyond a canvas of ``shape``: above, below, left, right."""
    top, bottom, left, right = extent(box, shadow)
    return (
        max(0, math.ceil(-top)),
        max(0, math.ceil(bottom - shape[0])),
        max(0, math.ceil(-left)),
        max(0, math.ceil(right - shape[1])),
    )


def extent(box: Box, shadow: Shadow) -> tuple[float, float, float, float]:
    """First and last row, first and last column of a shadow, its blur (three deviations) included."""
    reach, (right, down) = 1.5 * shadow.blur, shadow.offset
    if shadow.kind == "float":
        ellipse = place_ellipse(box, shadow)
        tall, wide = ellipse.height / 2 + reach, ellipse.width / 2 + reach
        return ellipse.row - tall, ellipse.row + tall, ellipse.column - wide, ellipse.column + wide
    bottom, last = box.row + box.rows, box.column + box.columns
    return box.row + down - reach, bottom + down + reach, box.column + right - reach, last + right + reach


def place_ellipse(box: Box, shadow: Shadow) -> Ellipse:
    """The ellipse below what is in ``box``; it begins ``offset`` below the product."""
    width = box.columns if shadow.width is None else abs(shadow.width)
    height, (right, down) = abs(shadow.height), shadow.offset
    row, column = box.row + box.rows + down + height / 2, box.column + box.columns / 2 + right
    return Ellipse(row, column, max(height, 1), max(width, 1))


def widen(cutout: Image, margins: tuple[int, int, int, int]) -> Image:
    """``cutout`` with empty ``margins``: above, below, left, right."""
    above, below, left, right = margins
    return np.pad(cutout, ((above, below), (left, right), (0, 0)))


def cast(alpha: NDArray[np.uint8], shadow: Shadow) -> Coverage:
    """How much of each pixel the shadow covers at full intensity."""
    if shadow.kind == "regular":
        return drop_shadow(alpha, shadow.offset[::-1], shadow.blur)
    rows, columns = alpha.shape
    return ellipse_shadow((rows, columns), place_ellipse(foreground_box(alpha), shadow), shadow.blur)
