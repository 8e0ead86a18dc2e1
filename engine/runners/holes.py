"""Holes in a picture: masks grown over soft edges or fading out, and what is erased in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin, progress
from engine.errors import Unprocessable
from engine.images import Picture
from engine.maths.transparency import bleed_colours, continue_alpha
from engine.operations.erase import check_mask, grow
from engine.runners.pictures import load_mask
from masks import feathering

Mask = NDArray[np.bool_]
Alpha = NDArray[np.uint8]
Rect = Sequence[int]  # row, column, height, width

# An object's edge is anti-aliased: pixels just outside its mask carry its colour, and left alone they are continued
# into the hole. Half a percent of the shorter side covers them on photos of every size. ``editor.imaging.pixels`` has
# the same numbers for the masks it sends: the packages do not import each other, and Bria's service cannot be asked.
GROWTH_SHARE = 0.005
GROWTH_LEAST, GROWTH_MOST = 3, 16  # pixels

TOO_WIDE = "Nothing is left of the mask where its edge fades out over so many pixels: take a smaller 'feather'."


@dataclass(frozen=True)
class Hole:
    """What is filled of a picture: the ``mask`` (rows, columns) bool, and how much of that is to be seen at each pixel,
    ``opacity`` (rows, columns) 0 to 255; None for all."""

    mask: Mask
    opacity: Alpha | None = None

    def fade(self, before: Picture, after: Picture) -> Picture:
        """``after``, which was filled, over ``before``, as far as it is to be seen."""
        return after if self.opacity is None else before.fade_into(after, self.opacity)


def load_hole(mask: str, grow: bool, feather: int) -> Hole:
    """The stored ``mask`` as a hole: where wanted, grown over soft edges, then with an edge that fades out over
    ``feather`` pixels to both sides.

    Raises:
        Unprocessable: nothing is left of it.
    """
    inside = load_mask(mask)
    inside = grow_over_edge(inside) if grow else inside
    if not feather:
        return Hole(inside)
    opacity = feathering.feather(inside, feather)
    if not opacity.any():
        raise Unprocessable(TOO_WIDE)
    return Hole(opacity > 0, feathering.show_rest(opacity))


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


def erase_hole(picture: Picture, hole: Mask, avoid: Mask | None, variant: int = 0) -> Picture:
    """``picture`` with ``hole`` filled from the rest, but not from ``avoid``; another ``variant``, another fill.

    Raises:
        Unprocessable: the hole leaves nothing to fill it from.
    """
    try:
        if picture.alpha is None:
            return picture.with_pixels(fill_colours(picture.pixels, hole, avoid, variant))
        return erase_in_transparency(picture, picture.alpha, hole, avoid, variant)
    except ValueError as error:
        raise Unprocessable(str(error)) from None


def erase_in_transparency(picture: Picture, alpha: Alpha, hole: Mask, avoid: Mask | None, variant: int) -> Picture:
    """``erase_hole`` for a picture with ``alpha``: what stays clear needs no colours, and what is clear gives none.

    Raises ValueError where the hole leaves nothing to fill it from.
    """
    check_mask(picture.pixels, hole, avoid)
    continued = continue_alpha(alpha, hole)
    shown = hole & (continued > 0)
    pixels = bleed_colours(picture.pixels, alpha, unknown=hole)
    if shown.any():
        clear = continued == 0
        pixels = fill_colours(pixels, shown, clear if avoid is None else clear | avoid, variant)
    return replace(picture, pixels=pixels, alpha=continued)


def fill_colours(pixels: NDArray[np.uint8], hole: Mask, avoid: Mask | None, variant: int = 0) -> NDArray[np.uint8]:
    """``pixels`` with ``hole`` filled from the rest, but not from ``avoid``; ValueError as ``erase_hole``."""
    return models_or_builtin.erase(pixels, hole, avoid=avoid, variant=variant, progress=progress.tell)
