"""Filling a hole for good: each pixel copied from the place chosen for it, brightness fitted to the rim."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numba import njit
from numpy.typing import NDArray

from engine.maths.fill import membrane
from engine.maths.fill.matching import dilate_mask
from engine.maths.fill.patchmatch import RADIUS, Mask, Places
from engine.maths.fill.pyramid import Level, Picture
from engine.maths.progress import Progress, ignore
from engine.maths.working_copy import bounding_window

# Ring outside the hole (pixels) on which the fill's brightness is compared with the picture's, and the most grey levels
# of correction: more than that is a wrong match, not a wrong light.
RING = 2
MOST_CORRECTION = 24.0
# Places are named this far around the hole (pixels): patches reach no further.
REACH = RADIUS
# Rows copied at once: memory stays small however large the hole is.
STRIP = 256


def clone(level: Level, origins: Places, factor: int, tell: Progress = ignore) -> Picture:
    """The picture of ``level`` with its hole filled.

    ``origins`` (rows, columns, 2) names for the hole, and REACH pixels around it, the place to copy each pixel from, in
    a picture ``factor`` times smaller; (-1, -1) where there is none. ``tell`` is given the finished fraction.
    """
    tell(0.0)
    # Two copies, because numba compiles its kernels anew for views and for arrays that are read-only.
    picture, result = np.array(level.picture), np.array(level.picture)
    window = bounding_window(level.hole, RING)
    ring = dilate_mask(level.hole[window], RING) & ~level.hole[window]
    top, left = window[0].start, window[1].start
    rim = np.argwhere(ring).astype(np.int32)
    differences = picture[rim[:, 0] + top, rim[:, 1] + left].astype(np.float32)
    differences -= gather_colours(picture, origins, factor, rim + np.array([top, left], np.int32))
    sheet = membrane.interpolate(rim, differences.clip(-MOST_CORRECTION, MOST_CORRECTION), ring.shape)
    for places in hole_strips(level.hole):
        tell(float(places[0, 0]) / len(level.hole))
        colours = gather_colours(picture, origins, factor, places) + sheet[places[:, 0] - top, places[:, 1] - left]
        result[places[:, 0], places[:, 1]] = np.rint(colours).clip(0, 255)
    return result


def hole_strips(hole: Mask) -> Iterator[Places]:
    """The places of ``hole``, some rows at a time."""
    for row in range(0, len(hole), STRIP):
        places = np.argwhere(hole[row : row + STRIP]).astype(np.int32)
        if len(places):
            yield places + np.array([row, 0], np.int32)


def gather_colours(picture: Picture, origins: Places, factor: int, places: Places) -> NDArray[np.float32]:
    """The colours ``origins`` names for ``places`` of full size; the shifts of large pixels fade into each other."""
    colours = np.empty((len(places), 3), np.float32)
    gather_into(picture, origins, factor, places, colours)
    return colours


@njit(cache=True, nogil=True)
def gather_into(picture: Picture, origins: Places, factor: int, places: Places, colours: NDArray[np.float32]) -> None:
    """Write the colours of ``gather_colours`` into ``colours``: means over the four large pixels around each place."""
    rows, columns = origins.shape[:2]
    bottom, right = picture.shape[0] - 1, picture.shape[1] - 1
    for number in range(len(places)):
        row, column = places[number]
        middle_row, middle_column = (row + 0.5) / factor - 0.5, (column + 0.5) / factor - 0.5
        red = green = blue = np.float32(0)
        total = np.float32(1e-30)  # nothing beside a weight, and no division by 0 without any
        for step in range(4 if factor > 1 else 1):
            parent_row = int(np.floor(middle_row)) + step // 2
            parent_column = int(np.floor(middle_column)) + step % 2
            weight = np.float32((1 - abs(middle_row - parent_row)) * (1 - abs(middle_column - parent_column)))
            parent_row = min(max(parent_row, 0), rows - 1)
            parent_column = min(max(parent_column, 0), columns - 1)
            if origins[parent_row, parent_column, 0] < 0:
                continue
            from_row = min(max((origins[parent_row, parent_column, 0] - parent_row) * factor + row, 0), bottom)
            from_column = min(max((origins[parent_row, parent_column, 1] - parent_column) * factor + column, 0), right)
            red += weight * picture[from_row, from_column, 0]
            green += weight * picture[from_row, from_column, 1]
            blue += weight * picture[from_row, from_column, 2]
            total += weight
        colours[number, 0] = red / total
        colours[number, 1] = green / total
        colours[number, 2] = blue / total
