"""Outlines of a face's parts: made smooth, brought to a frame, and filled."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import Floats, gaussian_blur
from engine.maths.people.frames import Patch

Points = NDArray[np.float64]

# Points put on each piece of an outline between two landmarks.
PIECES = 6


def smooth_outline(points: Points, *, closed: bool = True) -> Points:
    """A line through ``points`` (n, 2) without corners: (n * PIECES, 2), or (n - 1) * PIECES + 1 where it is open.

    Source: Catmull and Rom, "A class of local interpolating splines", 1974.
    """
    if closed:
        padded = np.concatenate([points[-1:], points, points[:2]])
    else:
        padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    before, start, end, after = (padded[shift : len(padded) - 3 + shift, None] for shift in range(4))
    share = np.linspace(0, 1, PIECES, endpoint=False)[None, :, None]
    line = 0.5 * (
        2 * start
        + (end - before) * share
        + (2 * before - 5 * start + 4 * end - after) * share**2
        + (3 * start - before - 3 * end + after) * share**3
    )
    smooth = line.reshape(-1, points.shape[1])
    return smooth if closed else np.concatenate([smooth, points[-1:]])


def fill_outline(patch: Patch, units: Points, softness: float) -> Floats:
    """How much each sample of a patch lies within an outline (n, 2) of right and down in units, 0 to 1.

    The edge is blurred by ``softness`` in units.
    """
    mask = np.zeros(patch.shape, np.uint8)
    cv2.fillPoly(mask, [to_fixed_point(patch, units)], 255, cv2.LINE_AA, 4)
    return gaussian_blur(np.asarray(mask / np.float32(255), np.float32), max(0.3, softness * patch.density))


def to_fixed_point(patch: Patch, units: Points) -> NDArray[np.int32]:
    """Places (n, 2) given as (right, down) in units, as OpenCV's (x, y) in sixteenths of a sample."""
    rows, columns = patch.to_patch(units[:, 0], units[:, 1])
    return np.round(np.column_stack([columns, rows]) * 16).astype(np.int32)
