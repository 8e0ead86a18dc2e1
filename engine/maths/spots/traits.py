"""What tells a spot from what a picture shows: the traits of a place that differs, measured on its surroundings.

Every trait is a number under its name. Grey levels are logarithms of what they are over the place's own contrast: 0
is as much as that.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import distance_transform, gaussian_blur
from engine.maths.spots.candidates import (
    CROWD_REACHES,
    FRACTIONS,
    STEP,
    Candidate,
    Mask,
    Sheet,
    Window,
    depths_of,
    level_at,
)

Traits = dict[str, float]
Floats = NDArray[np.float32]
Levels = NDArray[np.int16]

# Pixels around a place that its soft edge may take, and from it on to where the halo, the near and the far ring end.
GAP, HALO, NEAR, FAR = 2, 5, 8, 22
# Side of the square that the ground is looked at for steps in (pixels).
STEP_SIDE = 7
# Added to differences, to slopes and to noise before they are compared (grey levels): less is not told apart in 8 bits.
LEAST, LEAST_SLOPE, LEAST_NOISE = 1.0, 0.5, 0.25
# The slope of a place is what this share of its pixels stay below, that of its far ring what so many do (percent).
SLOPE_AT, FAR_SLOPE_AT = 80, 98
# Difference (levels, of three channels) that colours are compared with at least: in what is fainter they are noise.
FAINT = 4.0
# Sectors around a place whose light is compared.
SECTORS = 8
# Deviation (pixels) of the blur under which a place is compared with what differs there.
SOFT = 1.0


@dataclass(frozen=True)
class Surroundings:
    """A place with all that its rings take: ``window`` of the sheet, and of that shape ``place`` and the rings ``rim``,
    ``halo``, ``near`` and ``far``, each with those before it but the rim, bool."""

    window: Window
    place: Mask
    rim: Mask
    halo: Mask
    near: Mask
    far: Mask

    @classmethod
    def of(cls, sheet: Sheet, candidate: Candidate) -> Surroundings:
        """Those of a place of a sheet."""
        rows, columns = candidate.window
        height, width = sheet.ground.shape
        top, left = max(0, rows.start - FAR), max(0, columns.start - FAR)
        window = slice(top, min(height, rows.stop + FAR)), slice(left, min(width, columns.stop + FAR))
        place = np.zeros(sheet.ground[window].shape, bool)
        inner = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
        place[inner] = candidate.mask
        away = distance_transform(~place)
        halo, near, far = ((away > GAP) & (away <= end) for end in (HALO, NEAR, FAR))
        return cls(window, place, (away > 0) & (away <= GAP), halo, near, far)


def measure(sheet: Sheet, candidate: Candidate, around: Surroundings) -> Traits:
    """The traits of a place but its tint."""
    difference = sheet.difference[around.window] * np.int16(candidate.sign)
    grey = np.add(sheet.ground[around.window], sheet.difference[around.window], dtype=np.float32)
    contrast = candidate.contrast
    return (
        {"contrast": share(contrast, 0.0)}
        | rings(difference, around, contrast)
        | light(grey, around, contrast)
        | texture(sheet, candidate)
        | steps(sheet, around, contrast)
        | slopes(grey, around, contrast)
        | evenness(difference, around)
        | shape(candidate)
    )


def share(level: float, contrast: float) -> float:
    """Grey levels over those of a contrast, as a logarithm."""
    return float(np.log((max(level, 0.0) + LEAST) / (contrast + LEAST)))


def tint(sheet: Sheet, candidate: Candidate, around: Surroundings) -> float:
    """How much of a place's difference from its near ring is neither less nor more of that light, nor white: 0 to 1."""
    colours = sheet.image[around.window]
    # The mean of the place: of a small one, most pixels are its soft edge.
    ground, own = np.median(colours[around.near], axis=0), colours[around.place].mean(axis=0)
    change = own - ground
    towards = (-ground,) if candidate.sign < 0 else (255.0 - ground, ground)
    rest = min(float(np.linalg.norm(change - along(change, way))) for way in towards)
    return rest / (float(np.linalg.norm(change)) + FAINT)


def along(change: NDArray[np.float64], way: NDArray[np.float64]) -> NDArray[np.float64]:
    """What of a ``change`` goes this ``way``, both (3,)."""
    return way * (max(float(change @ way), 0.0) / max(float(way @ way), 1.0))


def rings(difference: Levels, around: Surroundings, contrast: float) -> Traits:
    """What differs in the rings, of either sign or of the place's own alone (like) or of the other (unlike)."""
    near, far = difference[around.near], difference[around.far]
    near_size, far_size = np.abs(near), np.abs(far)
    levels = {
        "near_half": level_at(near_size, 50),
        "near_most": level_at(near_size, 95),
        "far_more": level_at(far_size, 70),
        "far_most": level_at(far_size, 90),
        "like_most": level_at(far, 99),
        "like_all": level_at(far, 100),
        "unlike_near": -level_at(near, 5),
        "unlike_most": -level_at(far, 1),
    }
    return {name: share(level, contrast) for name, level in levels.items()} | {
        "rim": float(difference[around.rim].mean()) / (contrast + LEAST),
        "halo": float(difference[around.halo].mean()) / (contrast + LEAST),
    }


def light(grey: Floats, around: Surroundings, contrast: float) -> Traits:
    """How bright it is there, and whether a plane explains the near ring: how far that rises, and what it leaves."""
    values = grey[around.near]
    rows, columns = (axis - axis.mean() for axis in np.nonzero(around.near))
    moments = np.array([[rows @ rows, rows @ columns], [rows @ columns, columns @ columns]]) + np.eye(2)
    rise = np.linalg.solve(moments, np.array([rows @ values, columns @ values]))
    rest = np.abs(values - values.mean() - rows * rise[0] - columns * rise[1])
    return {
        "ground_level": float(values.mean()),
        "own_level": float(grey[around.place].mean()),
        "plane_rise": share(float(np.hypot(*rise)) * NEAR, contrast),
        "plane_rest": share(level_at(rest, 90), contrast),
        "sectors": share(sector_range(rows, columns, values), contrast),
    }


def sector_range(rows: NDArray[np.float64], columns: NDArray[np.float64], values: Floats) -> float:
    """How far the mean ``values`` (n,) of the sectors around the middle lie apart."""
    sector = ((np.arctan2(rows, columns) / (2 * np.pi) + 0.5) * SECTORS).astype(np.intp) % SECTORS
    counts, sums = np.bincount(sector), np.bincount(sector, values)
    means = sums[counts > 0] / counts[counts > 0]
    return float(means.max() - means.min())


def texture(sheet: Sheet, candidate: Candidate) -> Traits:
    """Texture and noise around, and how many other places differ as much."""
    row, column = ((side.start + side.stop) // 2 for side in candidate.window)
    wide = sheet.texture[min(row // STEP, len(sheet.texture) - 1), min(column // STEP, sheet.texture.shape[1] - 1)]
    crowds = {
        f"crowd_{reach}": float(np.log1p(crowd)) for reach, crowd in zip(CROWD_REACHES, candidate.crowds, strict=True)
    }
    return crowds | {
        "alike": float(np.log1p(candidate.alike)),
        "texture": float(np.log((wide / FRACTIONS + LEAST_NOISE) / (candidate.contrast + LEAST))),
        "noise": float(np.log((sheet.noise[row, column] / FRACTIONS + LEAST_NOISE) / (candidate.contrast + LEAST))),
    }


def steps(sheet: Sheet, around: Surroundings, contrast: float) -> Traits:
    """How far the ground rises and falls, in the near ring and under the place."""
    square = np.ones((STEP_SIDE, STEP_SIDE), np.uint8)
    ground = np.asarray(cv2.morphologyEx(sheet.ground[around.window], cv2.MORPH_GRADIENT, square), np.uint8)
    return {
        "near_steps": share(level_at(ground[around.near], 90), contrast),
        "own_steps": share(level_at(ground[around.place], 70), contrast),
    }


def slopes(grey: Floats, around: Surroundings, contrast: float) -> Traits:
    """How sharp the place is, and the sharpest around it."""
    steep = np.hypot(np.diff(grey, axis=0)[:, :-1], np.diff(grey, axis=1)[:-1])
    own, far = steep[around.place[:-1, :-1]], steep[around.far[:-1, :-1]]
    return {
        "slope": float(np.log((level_at(own, SLOPE_AT) + LEAST_SLOPE) / (contrast + LEAST))),
        "far_slope": float(np.log((level_at(far, FAR_SLOPE_AT) + LEAST_SLOPE) / (contrast + LEAST))),
    }


def evenness(difference: Levels, around: Surroundings) -> Traits:
    """How even the place is in itself, and how well its softened form explains all that differs at it."""
    inside = difference[around.place]
    where = around.place | around.rim | around.halo
    form, values = gaussian_blur(around.place.astype(np.float32), SOFT)[where], difference[where].astype(np.float32)
    form, values = form - form.mean(), values - values.mean()
    return {
        "unevenness": float(inside.std()) / (float(inside.mean()) + LEAST),
        "fit": float(form @ values) / float(np.sqrt((form @ form) * (values @ values)) + LEAST),
    }


def shape(candidate: Candidate) -> Traits:
    """Size and form, all but depth and width as logarithms.

    ``roundness`` is the area over that of an ellipse of the same moments, ``solidity`` over that of the convex hull,
    ``width`` the mean distance from the border over the largest.
    """
    rows, columns = np.nonzero(candidate.mask)
    area = len(rows)
    hull = cv2.convexHull(np.column_stack((columns, rows)).astype(np.int32))
    # The hull runs through the middles of pixels: half a pixel is missing all around.
    convex = cv2.contourArea(hull) + cv2.arcLength(hull, True) / 2 + 1
    # A pixel has moments of its own.
    down, across, both = rows.var() + 1 / 12, columns.var() + 1 / 12, ((rows - rows.mean()) * columns).mean()
    spread = np.hypot((down - across) / 2, both)
    long, short = (down + across) / 2 + spread, (down + across) / 2 - spread
    return {
        "area": float(np.log(area)),
        "depth": candidate.depth,
        "elongation": float(np.log(long / short) / 2),
        "roundness": float(np.log(area / (4 * np.pi * np.sqrt(long * short)))),
        "solidity": float(np.log(area / convex)),
        "width": float(depths_of(candidate.mask).sum()) / area / candidate.depth,
    }
