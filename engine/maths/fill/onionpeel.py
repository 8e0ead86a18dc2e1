"""A first guess for a small hole, from its rim inwards: each pixel continues the known picture around it.

A guess by diffusion is fog, in which structures end; patches matched to known pixels only carry edges into the hole.
Source: Newson, Almansa, Gousseau, Pérez, "Non-local patch-based image inpainting", IPOL 7, 2017, section 2.4.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.maths.fill.patchmatch import CHANNELS, RADIUS, Bytes, Mask, Places
from engine.maths.filters import distance_transform

# Patches compared per pixel: enough to hold every place of a 64 x 64 picture.
CANDIDATES = 4096


def peel_hole(picture: Bytes, hole: Mask, usable: Mask, row_penalty: float, seed: int) -> None:
    """Fill ``hole`` (rows, columns) in ``picture`` (rows, columns * 3) in place, copying from ``usable`` centres."""
    centres = np.argwhere(usable).astype(np.int32)
    if len(centres) > CANDIDATES:
        chosen = np.random.default_rng(seed).choice(len(centres), CANDIDATES, replace=False)
        centres = centres[np.sort(chosen)]
    depth = np.ceil(distance_transform(hole))
    known = ~hole
    for layer in range(1, int(depth.max()) + 1):
        pixels = np.argwhere(depth == layer).astype(np.int32)
        colours = np.zeros((len(pixels), CHANNELS), np.uint8)
        continue_layer(picture, known, pixels, centres, row_penalty, colours)
        picture.reshape(*hole.shape, CHANNELS)[pixels[:, 0], pixels[:, 1]] = colours
        known[pixels[:, 0], pixels[:, 1]] = True


@njit(cache=True, fastmath=True, nogil=True)
def continue_layer(
    picture: Bytes, known: Mask, pixels: Places, centres: Places, row_penalty: float, colours: Bytes
) -> None:
    """Write the centre of the patch that agrees best with the known part around each pixel into ``colours``."""
    rows, columns = known.shape
    for number in range(len(pixels)):
        row, column = pixels[number]
        best = np.inf
        best_row, best_column = centres[0]
        for candidate in range(len(centres)):
            from_row, from_column = centres[candidate]
            cost = row_penalty * (from_row - row) ** 2
            for down in range(max(-RADIUS, -row), min(RADIUS, rows - 1 - row) + 1):
                for right in range(max(-RADIUS, -column), min(RADIUS, columns - 1 - column) + 1):
                    if not known[row + down, column + right]:
                        continue
                    here = (column + right) * CHANNELS
                    there = (from_column + right) * CHANNELS
                    for channel in range(CHANNELS):
                        difference = float(picture[row + down, here + channel])
                        difference -= float(picture[from_row + down, there + channel])
                        cost += difference * difference
                if cost >= best:
                    break
            if cost < best:
                best, best_row, best_column = cost, from_row, from_column
        for channel in range(CHANNELS):
            colours[number, channel] = picture[best_row, best_column * CHANNELS + channel]
