"""Shadows painted under a cut-out product: a drop shadow, an ellipse below a floating one, and one on the ground.

Each is a coverage (rows, columns) float32, 0 to 1, of the canvas that the product's alpha (rows, columns) uint8 has.
Lengths are pixels; a blur is that of CSS Backgrounds 3, section 7.1: twice the standard deviation.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import gaussian_blur

Alpha = NDArray[np.uint8]
Coverage = NDArray[np.float32]
Columns = NDArray[np.float32]

SOLID = 128  # of 255, from which a pixel belongs to the product's outline
# A product touches the ground where its lower hull is flatter than this (rows a column); a wheel's bottom and the far
# wheel of a car seen at an angle do, the sides of a ball do not. The fall-off keeps the shadow's ends soft.
STEEP, FALL_OFF = 0.45, 4
# The deviations of the sharp shadow at the contact and of the wide one around it, how deep they reach below the hull,
# each over the product's width, and how dark they are: set by eye on six photos of cars, animals and people.
CONTACT_BLUR, CONTACT_DEPTH, CONTACT_DARKNESS = 0.005, 0.004, 0.55
WIDE_BLUR, WIDE_DEPTH, WIDE_DARKNESS = 0.022, 0.022, 0.4
# Pixels of deviation that are left of a wide blur in the small copy that it is made in.
SMALL_DEVIATION = 4


@dataclass(frozen=True)
class Ellipse:
    """An ellipse by its middle (row, column), its height and its width in pixels."""

    row: float
    column: float
    height: float
    width: float


def drop_shadow(alpha: Alpha, offset: tuple[int, int], blur: float) -> Coverage:
    """The product's own outline, moved by ``offset`` (rows, columns) and blurred."""
    down, right = offset
    move = np.array([[1, 0, right], [0, 1, down]], np.float32)
    moved = cv2.warpAffine(alpha.astype(np.float32) / 255, move, alpha.shape[::-1], flags=cv2.INTER_NEAREST)
    return soften(np.asarray(moved, np.float32), blur / 2)


def ellipse_shadow(shape: tuple[int, int], ellipse: Ellipse, blur: float) -> Coverage:
    """A blurred ellipse on a canvas of ``shape`` (rows, columns)."""
    rows, columns = (np.arange(side, dtype=np.float32) + 0.5 for side in shape)
    down, right = (rows - ellipse.row) / (ellipse.height / 2), (columns - ellipse.column) / (ellipse.width / 2)
    inside = down[:, None] ** 2 + right[None, :] ** 2 <= 1
    return soften(inside.astype(np.float32), blur / 2)


def ground_shadow(alpha: Alpha) -> Coverage:
    """What a product that stands throws on the ground right below it: sharp at the contact, wide and faint around it.

    The ground is taken for the lower convex hull of the outline where that is nearly level.
    """
    lowest = lowest_rows(alpha)
    used = np.flatnonzero(lowest >= 0)
    if len(used) < 2:
        return np.zeros(alpha.shape, np.float32)
    ground, weight = find_ground(lowest, used)
    width = float(used[-1] - used[0] + 1)
    contact = below_hull(alpha.shape, lowest, ground, weight, CONTACT_DEPTH * width)
    wide = below_hull(alpha.shape, lowest, ground, weight, WIDE_DEPTH * width)
    sharp, faint = soften(contact, CONTACT_BLUR * width), soften(wide, WIDE_BLUR * width)
    return np.asarray(1 - (1 - CONTACT_DARKNESS * sharp) * (1 - WIDE_DARKNESS * faint), np.float32)


def lowest_rows(alpha: Alpha) -> NDArray[np.int64]:
    """The lowest row of the product in each column; -1 where there is none."""
    solid = alpha[::-1] >= SOLID
    return np.where(solid.any(axis=0), len(alpha) - 1 - solid.argmax(axis=0), -1)


def find_ground(lowest: NDArray[np.int64], used: NDArray[np.int64]) -> tuple[Columns, Columns]:
    """The row of the ground in each column, and how surely the product stands on it there, 0 to 1."""
    hull = lower_hull(used, lowest[used])
    places, rows = np.array(hull, np.float64).T
    columns = np.arange(len(lowest))
    ground = np.interp(columns, places, rows)
    slopes = np.abs(np.diff(rows) / np.diff(places))
    steepness = slopes[np.searchsorted(places, columns, side="right").clip(1, len(slopes)) - 1]
    level = 1 / (1 + (steepness / STEEP) ** FALL_OFF)
    inside = (columns >= used[0]) & (columns <= used[-1])
    return ground.astype(np.float32), np.where(inside, level, 0).astype(np.float32)


def lower_hull(columns: NDArray[np.int64], rows: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The convex hull below points, from left to right, by Andrew's monotone chain (1979)."""
    hull: list[tuple[int, int]] = []
    for point in zip(columns.tolist(), rows.tolist(), strict=True):
        while len(hull) > 1 and not turns_up(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def turns_up(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    """True where a line through three points (column, row) bends upwards on the screen at the middle one."""
    along, down = middle[0] - first[0], middle[1] - first[1]
    return along * (last[1] - first[1]) - down * (last[0] - first[0]) < 0


def below_hull(
    shape: tuple[int, ...], lowest: NDArray[np.int64], ground: Columns, weight: Columns, depth: float
) -> Coverage:
    """From the product's lower edge down to ``depth`` below the ground, as dark as ``weight`` says of each column."""
    rows = np.arange(shape[0], dtype=np.float32)[:, None]
    inside = (rows >= lowest - depth) & (rows <= ground + depth * weight) & (lowest >= 0)
    return np.asarray(inside * weight, np.float32)


def soften(coverage: Coverage, deviation: float) -> Coverage:
    """``coverage`` blurred, itself for a deviation of 0; a wide blur is made in small, where nobody sees it."""
    factor = max(1, int(deviation / SMALL_DEVIATION))
    if deviation <= 0 or factor == 1:
        return gaussian_blur(coverage, deviation) if deviation > 0 else coverage
    rows, columns = coverage.shape
    small = cv2.resize(coverage, (-(-columns // factor), -(-rows // factor)), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), deviation / factor)
    return np.asarray(cv2.resize(blurred, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
