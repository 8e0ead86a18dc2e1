"""What tells a spot from what a picture shows: the traits of a place that differs, measured on its surroundings."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import distance_transform
from engine.maths.spots.candidates import Candidate, Mask, Sheet, Window, level_at

Traits = NDArray[np.float32]

# Pixels around a place that its soft edge may take, and from it on to where the near and the far ring end.
GAP, NEAR, FAR = 2, 8, 22
# Side of the square that the ground is looked at for steps in (pixels).
STEP_SIDE = 7
# Added to differences and to slopes before they are compared (grey levels): less is not told apart in 8 bits.
LEAST, LEAST_SLOPE = 1.0, 0.5
# The slope of a place is what this share of its pixels stay below (percent).
SLOPE_AT = 80
# Difference (levels, of three channels) that colours are compared with at least: in what is fainter they are noise.
FAINT = 4.0
# Names of the traits, in their order.
NAMES = (
    "contrast",
    "near_half",  # differences in the near ring: half of them stay below this
    "near_most",
    "far_more",  # those in the far ring
    "far_most",
    "like_most",  # those in the far ring of the place's own sign
    "like_all",
    "near_steps",  # of the ground
    "own_steps",
    "area",
    "depth",  # half-width
    "unevenness",  # deviation of the place's own differences over their mean
    "slope",  # how sharp it is
)


def measure(sheet: Sheet, candidate: Candidate) -> Traits:
    """The traits of a place, by NAMES, (13,) float32.

    Contrast, area and all that is compared with the contrast are natural logarithms; depth is in pixels.
    """
    window, place = surroundings(sheet, candidate)
    near, far = rings(place)
    difference = sheet.difference[window] * np.int16(candidate.sign)
    size, steps = np.abs(difference), ground_steps(sheet, window)
    inside = difference[place]
    levels = [
        level_at(size[near], 50),
        level_at(size[near], 95),
        level_at(size[far], 70),
        level_at(size[far], 90),
        level_at(difference[far], 99),
        level_at(difference[far], 100),
        level_at(steps[near], 90),
        level_at(steps[place], 70),
    ]
    contrast = float(np.log(candidate.contrast + LEAST))
    shares = np.log(np.maximum(np.array(levels), 0) + LEAST) - contrast
    unevenness = float(inside.std()) / (float(inside.mean()) + LEAST)
    slope = np.log(slope_at(sheet, window, place) + LEAST_SLOPE) - contrast
    own = [np.log(len(inside)), candidate.depth, unevenness, slope]
    return np.array([contrast, *shares, *own], np.float32)


def surroundings(sheet: Sheet, candidate: Candidate) -> tuple[Window, Mask]:
    """The window of a place with all that its rings take, and its mask there."""
    rows, columns = candidate.window
    top, left = max(0, rows.start - FAR), max(0, columns.start - FAR)
    window = slice(top, rows.stop + FAR), slice(left, columns.stop + FAR)
    place = np.zeros(sheet.ground[window].shape, bool)
    inner = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    place[inner] = candidate.mask
    return window, place


def rings(place: Mask) -> tuple[Mask, Mask]:
    """The near and the far ring around ``place``, the near one within the far one."""
    away = distance_transform(~place)
    return (away > GAP) & (away <= NEAR), (away > GAP) & (away <= FAR)


def ground_steps(sheet: Sheet, window: Window) -> NDArray[np.uint8]:
    """How far the ground rises and falls around each pixel of ``window``, in grey levels."""
    side = np.ones((STEP_SIDE, STEP_SIDE), np.uint8)
    return np.asarray(cv2.morphologyEx(sheet.ground[window], cv2.MORPH_GRADIENT, side), np.uint8)


def slope_at(sheet: Sheet, window: Window, place: Mask) -> float:
    """How steep a place is, in grey levels a pixel: what SLOPE_AT percent of it stay below."""
    grey = sheet.ground[window].astype(np.float32) + sheet.difference[window]
    slope = np.hypot(np.diff(grey, axis=0)[:, :-1], np.diff(grey, axis=1)[:-1])
    return float(np.percentile(slope[place[:-1, :-1]], SLOPE_AT))


def tint(sheet: Sheet, candidate: Candidate) -> float:
    """How much of a place's difference from its near ring is no light taken from that, and no white added: 0 to 1."""
    window, place = surroundings(sheet, candidate)
    near, _ = rings(place)
    # The mean of the place: of a small one, most pixels are its soft edge.
    ground, own = np.median(sheet.image[window][near], axis=0), sheet.image[window][place].mean(axis=0)
    towards = (255.0 if candidate.sign > 0 else 0.0) - ground
    change = own - ground
    straight = towards * (change @ towards) / max(float(towards @ towards), 1.0)
    return float(np.linalg.norm(change - straight) / (np.linalg.norm(change) + FAINT))
