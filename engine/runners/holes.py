"""Holes in a picture: masks grown over soft edges, and what is erased in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin, progress
from engine.errors import Unprocessable
from engine.operations.erase import grow

Rect = Sequence[int]  # row, column, height, width

# An object's edge is anti-aliased: pixels just outside its mask carry its colour, and left alone they are continued
# into the hole. Half a percent of the shorter side covers them on photos of every size. ``editor.imaging.pixels`` has
# the same numbers for the masks it sends: the packages do not import each other, and Bria's service cannot be asked.
GROWTH_SHARE = 0.005
GROWTH_LEAST, GROWTH_MOST = 3, 16  # pixels


def grow_over_edge(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``mask`` and the soft edge around it."""
    radius = round(GROWTH_SHARE * min(mask.shape))
    return grow(mask, min(max(radius, GROWTH_LEAST), GROWTH_MOST))


def cover(rects: list[Rect], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where any of ``rects`` lies."""
    mask = np.zeros(shape, bool)
    for row, column, height, width in rects:
        mask[max(row, 0) : max(row + height, 0), max(column, 0) : max(column + width, 0)] = True
    return mask


def erase_hole(
    pixels: NDArray[np.uint8], hole: NDArray[np.bool_], avoid: NDArray[np.bool_] | None
) -> NDArray[np.uint8]:
    """``pixels`` with ``hole`` filled from the rest, but not from ``avoid``.

    Raises:
        Unprocessable: the hole leaves nothing to fill it from.
    """
    try:
        return models_or_builtin.erase(pixels, hole, avoid=avoid, progress=progress.tell)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
