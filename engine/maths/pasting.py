"""Filling a hole for good: each pixel copied from the place chosen for it, brightness fitted to the rim."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths import membrane
from engine.maths.matching import dilate
from engine.maths.patchmatch import RADIUS, Mask, Places
from engine.maths.pyramid import Level, Picture

# Ring outside the hole (pixels) on which the fill's brightness is compared with the picture's, and the most grey levels
# of correction: more than that is a wrong match, not a wrong light.
RING = 2
MOST_CORRECTION = 24.0
# Places are named this far around the hole (pixels): patches reach no further.
REACH = RADIUS
# Rows copied at once: memory stays small however large the hole is.
STRIP = 256


def paste(level: Level, origins: Places, factor: int) -> Picture:
    """The picture of ``level`` with its hole filled.

    ``origins`` (rows, columns, 2) names for the hole, and REACH pixels around it, the place to copy each pixel from, in
    a picture ``factor`` times smaller; (-1, -1) where there is none.
    """
    result = level.picture.copy()
    window = around(level.hole)
    ring = dilate(level.hole[window], RING) & ~level.hole[window]
    top, left = window[0].start, window[1].start
    rim = np.argwhere(ring).astype(np.int32)
    differences = level.picture[rim[:, 0] + top, rim[:, 1] + left].astype(np.float32)
    differences -= sources(level.picture, origins, factor, rim + np.array([top, left], np.int32))
    sheet = membrane.stretch(rim, differences.clip(-MOST_CORRECTION, MOST_CORRECTION), ring.shape)
    for places in strips(level.hole):
        colours = sources(level.picture, origins, factor, places) + sheet[places[:, 0] - top, places[:, 1] - left]
        result[places[:, 0], places[:, 1]] = np.rint(colours).clip(0, 255)
    return result


def around(hole: Mask) -> tuple[slice, slice]:
    """The box of ``hole`` with its ring."""
    left, top, columns, rows = cv2.boundingRect(hole.view(np.uint8))
    return slice(max(0, top - RING), top + rows + RING), slice(max(0, left - RING), left + columns + RING)


def strips(hole: Mask) -> Iterator[Places]:
    """The places of ``hole``, some rows at a time."""
    for row in range(0, len(hole), STRIP):
        places = np.argwhere(hole[row : row + STRIP]).astype(np.int32)
        if len(places):
            yield places + np.array([row, 0], np.int32)


def sources(picture: Picture, origins: Places, factor: int, places: Places) -> NDArray[np.float32]:
    """The colours ``origins`` names for ``places`` of full size; the shifts of large pixels fade into each other."""
    if factor == 1:
        found = origins[places[:, 0], places[:, 1]]
        return picture[found[:, 0], found[:, 1]].astype(np.float32)
    sums, total = np.zeros((len(places), 3), np.float32), np.full((len(places), 1), 1e-6, np.float32)
    middles = (places + 0.5) / factor - 0.5
    for step in np.ndindex(2, 2):
        parents = np.floor(middles).astype(np.int32) + np.array(step, np.int32)
        weights = (1 - np.abs(middles - parents)).prod(axis=1, keepdims=True).astype(np.float32)
        parents = np.clip(parents, 0, np.array(origins.shape[:2]) - 1)
        named = origins[parents[:, 0], parents[:, 1]]
        weights[named[:, 0] < 0] = 0
        found = np.clip((named - parents) * factor + places, 0, np.array(picture.shape[:2]) - 1)
        sums += weights * picture[found[:, 0], found[:, 1]]
        total += weights
    return sums / total
