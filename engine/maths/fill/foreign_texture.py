"""What does not belong in a hole: things whose colours are nowhere on its rim.

Patches are matched by what they look like, and nothing in them says that a fill has drifted from the hedge behind a car
to the next car. What a hole hides mostly looks like what is around it, so areas without a colour of the rim are left
out of what is copied.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.fill.pyramid import Level
from engine.maths.filters import distance_transform
from engine.maths.working_copy import working_size

Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

# Pixels of the copy on which colours are compared.
WORK_PIXELS = 150_000
# The rim begins beyond the blur of an edge (pixels) and is so deep, over the square root of the hole's area; at least
# LEAST_RIM pixels. A deeper one reaches what stands beside the hole.
BLUR, RIM, LEAST_RIM = 2.0, 0.06, 6.0
# Bins of OpenCV's CIE Lab, 0..255 each: lightness is coarser, as the light changes across a hole.
BINS = (16, 32, 32)
# The share of the rim that a colour has to make up, with that of its neighbours, to be one of the rim's.
LEAST = 0.006
# Pixels of the rim: fewer do not tell which colours there are around the hole.
FEWEST = 3000
# A window over the shorter side, at least LEAST_WINDOW pixels, and the share of it that is strange from which it is.
WINDOW, LEAST_WINDOW, STRANGE = 0.03, 3, 0.6
# As many pixels as the hole has must remain to copy from.
ENOUGH = 1.0


def foreign_texture_mask(level: Level) -> Mask:
    """Where the known part of ``level`` looks like nothing on the rim of its hole, (rows, columns).

    Nowhere, where too little would be left to copy from, or the hole is too small to tell.
    """
    picture, hole, banned = shrink_level(level)
    distance = distance_transform(~hole)
    deep = BLUR + max(LEAST_RIM, RIM * np.count_nonzero(hole) ** 0.5)
    rim = (distance > BLUR) & (distance <= deep) & ~banned
    if np.count_nonzero(rim) < FEWEST:
        return np.zeros_like(level.hole)
    found = dense_windows(foreign_colour_mask(picture, rim) & ~hole, ~hole) & (distance > BLUR)
    if np.count_nonzero(~(found | hole | banned)) < ENOUGH * np.count_nonzero(hole):
        return np.zeros_like(level.hole)
    size = level.hole.shape[1], level.hole.shape[0]
    return np.asarray(cv2.resize(found.view(np.uint8), size, interpolation=cv2.INTER_NEAREST).view(bool) & ~level.hole)


def shrink_level(level: Level) -> tuple[Bytes, Mask, Mask]:
    """Picture, hole and what is banned, at most WORK_PIXELS in size; a pixel that holds any of a hole is hole."""
    size = working_size(level.hole.shape, WORK_PIXELS)
    picture = np.asarray(cv2.resize(level.picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    hole, banned = (
        np.asarray(cv2.resize(mask.astype(np.uint8) * np.uint8(255), size, interpolation=cv2.INTER_AREA) > 0)
        for mask in (level.hole, level.banned)
    )
    return picture, hole, banned


def foreign_colour_mask(picture: Bytes, rim: Mask) -> Mask:
    """The pixels of ``picture`` (rows, columns, 3) RGB whose colour is not one of the ``rim``'s."""
    lab = np.asarray(cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 1), cv2.COLOR_RGB2LAB), np.uint8)
    bins = [lab[..., axis] // (256 // count) for axis, count in enumerate(BINS)]
    counts = np.zeros(BINS, np.float32)
    np.add.at(counts, tuple(plane[rim] for plane in bins), 1)
    for axis in range(3):
        counts = add_neighbour_bins(counts, axis)
    return np.asarray(counts[tuple(bins)] < LEAST * np.count_nonzero(rim))


def add_neighbour_bins(counts: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """``counts`` and half of those of the bins before and after along ``axis``."""
    moved = np.moveaxis(counts, axis, 0)
    total = moved.copy()
    total[1:] += moved[:-1] / 2
    total[:-1] += moved[1:] / 2
    return np.moveaxis(total, 0, axis)


def dense_windows(strange: Mask, known: Mask) -> Mask:
    """The windows in which most of what is ``known`` is ``strange``."""
    side = max(LEAST_WINDOW, round(WINDOW * min(strange.shape))) | 1
    counted, all_known = (cv2.blur(mask.astype(np.float32), (side, side)) for mask in (strange, known))
    middles = (counted > STRANGE * all_known) & known
    return np.asarray(cv2.dilate(middles.view(np.uint8), np.ones((side // 2 | 1, side // 2 | 1), np.uint8)) > 0)
