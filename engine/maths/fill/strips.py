"""Filling a hole that is long in a picture that is thin: there is only one direction to continue it from.

Each line along the picture goes on mirrored from both ends of its gap, and the two fade into each other in its middle:
what patches would find there as well, in a time that does not grow with the square of the gap's length.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.fill.completion import diffuse
from engine.maths.fill.pyramid import Level, Picture

FADE = 16.0  # pixels in the middle of a gap over which one end fades into the other

Numbers = NDArray[np.intp]


def continue_along(level: Level) -> Picture:
    """The picture of ``level`` with its hole filled along its longer side; known pixels stay as they are.

    A line of which nothing is known takes the colours of its neighbours.
    """
    if level.hole.shape[0] > level.hole.shape[1]:
        turned = Level(level.picture.swapaxes(0, 1), level.hole.T, level.banned.T)
        return np.ascontiguousarray(continue_along(turned).swapaxes(0, 1))
    filled, open_lines = level.picture.copy(), np.zeros(level.hole.shape, bool)
    for line, (hole, banned) in enumerate(zip(level.hole, level.banned, strict=True)):
        known = np.flatnonzero(~(hole | banned))
        if known.size:
            gaps = np.flatnonzero(hole)
            filled[line, gaps] = continue_line(filled[line], known, gaps)
        else:
            open_lines[line] = hole
    return diffuse(Level(filled, open_lines, level.banned)) if open_lines.any() else filled


def continue_line(line: NDArray[np.uint8], known: Numbers, gaps: Numbers) -> NDArray[np.uint8]:
    """The colours of the columns ``gaps`` of ``line`` (columns, 3), mirrored from the columns that are ``known``."""
    behind = np.searchsorted(known, gaps)  # how many known columns lie before each
    ahead = known.size - behind
    left, from_left = mirror(gaps, known[behind - 1], behind)
    right, from_right = mirror(known[behind % known.size], gaps, ahead)
    share = np.clip(0.5 + (from_left - from_right) / (2 * FADE), 0, 1)
    share = np.where(behind == 0, 1, np.where(ahead == 0, 0, share))[:, None]
    sources = line[known[behind - 1 - left]], line[known[(behind + right) % known.size]]
    return np.asarray(np.rint(sources[0] * (1 - share) + sources[1] * share), np.uint8)


def mirror(far: Numbers, near: Numbers, count: Numbers) -> tuple[Numbers, Numbers]:
    """The number of the column, counted from a gap's border, that lies as far behind it as a pixel of the gap before
    it, to and fro over the ``count`` known ones there, and that distance."""
    distance = far - near
    period = 2 * np.maximum(count, 1)
    place = (distance - 1) % period
    return np.minimum(place, period - 1 - place), distance
