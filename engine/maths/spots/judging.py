"""Whether a place that differs is a spot: alone on calm ground, and of no colour of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.spots.candidates import STEP, Candidate, Mask, Sheet, level_at

Window = tuple[slice, slice]

# Pixels around a place that its soft edge may take, and the width of two rings outside it: of its longer side, from the
# least to the most. The near one shows what it lies on, the far one whether that goes on.
GAP = 2
NEAR_RING = 0.8, 6, 14
FAR_RING = 2.5, 22, 40
# Texture of the surroundings is what these shares of the near and of the far ring stay below (percent).
NEAR_AT, FAR_AT = 96, 85
# Most of the contrast that the surroundings may have as texture, and as a step of the ground over STEP_SIDE pixels.
MOST_TEXTURE, MOST_STEP, STEP_SIDE = 0.24, 0.368, 7
# Colours: how far off, in CIELAB, over the difference in lightness, and beyond that.
MOST_TINT, FREE_TINT = 0.56, 2.0
# What a person sees at a glance (grey levels).
LEAST_CONTRAST = 8
# Darker ground than this shows lights and stars rather than bright dust; a patch of more than this contrast that is no
# speck is a thing (grey levels).
NIGHT, MOST_CONTRAST = 16, 70
# A spot is one of a pattern, of leaves, freckles, letters or stars, where more than so many places like it, with at
# least this share of its contrast and at most so many times as long or short, are this near: of its side, and pixels.
MOST_ALIKE, ALIKE, ALIKE_SIDE, ALIKE_REACH = 4, 0.5, 2.5, (2.0, 24.0)


@dataclass(frozen=True)
class Verdict:
    """How a candidate was judged: ``clutter`` is what its surroundings show of its contrast, from 0; below 1 for a
    spot."""

    candidate: Candidate
    clutter: float

    @property
    def middle(self) -> tuple[float, float]:
        """Row and column in the sheet."""
        rows, columns = self.candidate.window
        return (rows.start + rows.stop) / 2, (columns.start + columns.stop) / 2

    @property
    def side(self) -> int:
        """Its longer side in pixels."""
        return int(max(self.candidate.mask.shape))


def judge(sheet: Sheet, candidate: Candidate, *, is_speck: bool) -> Verdict:
    """How a place stands out from the rings around it; ``is_speck`` where it is as small as spots are."""
    if candidate.contrast < max(LEAST_CONTRAST, mean_texture(sheet, candidate) / MOST_TEXTURE):
        return Verdict(candidate, 1.0)
    window, place = surroundings(sheet, candidate)
    clear = grow_square(place, GAP)
    near, far = (ring_around(clear, candidate, ring) for ring in (NEAR_RING, FAR_RING))
    shows = (np.abs(sheet.difference[window]), MOST_TEXTURE), (ground_steps(sheet, window), MOST_STEP)
    rings = (near, NEAR_AT), (far, FAR_AT)
    shown = max(level_at(values[ring], percent) / most for values, most in shows for ring, percent in rings)
    clutter = shown / candidate.contrast
    is_thing = candidate.contrast > MOST_CONTRAST and not is_speck
    is_light = candidate.sign > 0 and float(np.median(sheet.ground[window][near])) < NIGHT
    if clutter >= 1 or is_thing or is_light:
        return Verdict(candidate, 1.0)
    return Verdict(candidate, max(clutter, tint(sheet, window, place, near)))


def ring_around(place: Mask, candidate: Candidate, ring: tuple[float, int, int]) -> Mask:
    """The ring around ``place``, as wide as ``ring`` says: a share of the candidate's side, the least, the most."""
    share, least, most = ring
    width = int(np.clip(share * max(candidate.mask.shape), least, most))
    return grow_square(place, width) & ~place


def mean_texture(sheet: Sheet, candidate: Candidate) -> float:
    """The mean difference around a place, in grey levels."""
    rows, columns = candidate.window
    return float(sheet.texture[(rows.start + rows.stop) // 2 // STEP, (columns.start + columns.stop) // 2 // STEP])


def surroundings(sheet: Sheet, candidate: Candidate) -> tuple[Window, Mask]:
    """The window of a place with all that its rings take, and its mask there."""
    margin = GAP + FAR_RING[2]
    rows, columns = candidate.window
    top, left = max(0, rows.start - margin), max(0, columns.start - margin)
    window = slice(top, rows.stop + margin), slice(left, columns.stop + margin)
    place = np.zeros(sheet.ground[window].shape, bool)
    inner = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    place[inner] = candidate.mask
    return window, place


def grow_square(mask: Mask, radius: int) -> Mask:
    """``mask`` and what is at most ``radius`` pixels away, in a square."""
    side = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return np.asarray(cv2.dilate(mask.view(np.uint8), side) > 0)


def ground_steps(sheet: Sheet, window: Window) -> NDArray[np.uint8]:
    """How far the ground rises and falls around each pixel of ``window``, in grey levels."""
    side = np.ones((STEP_SIDE, STEP_SIDE), np.uint8)
    return np.asarray(cv2.morphologyEx(sheet.ground[window], cv2.MORPH_GRADIENT, side), np.uint8)


def tint(sheet: Sheet, window: Window, place: Mask, ring: Mask) -> float:
    """How much a place differs in colour rather than in light: below 1 for dust, and for a blemish of skin."""
    lab = cv2.cvtColor(sheet.image[window].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    lightness, *colour = np.median(lab[place], axis=0) - np.median(lab[ring], axis=0)
    return float(np.hypot(*colour) / (MOST_TINT * abs(lightness) + FREE_TINT))


def pick_spots(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those of the places of a sheet that are spots, and no part of a pattern."""
    verdicts = list(verdicts)
    return [verdict for verdict in verdicts if verdict.clutter < 1 and count_alike(verdict, verdicts) <= MOST_ALIKE]


def count_alike(verdict: Verdict, others: list[Verdict]) -> int:
    """How many of ``others``, spots or not, are near and look like this one, itself among them."""
    share, least = ALIKE_REACH
    (row, column), side, contrast = verdict.middle, verdict.side, verdict.candidate.contrast
    return sum(
        abs(other.middle[0] - row) <= share * side + least
        and abs(other.middle[1] - column) <= share * side + least
        and side <= ALIKE_SIDE * other.side
        and other.side <= ALIKE_SIDE * side
        and other.candidate.contrast >= ALIKE * contrast
        for other in others
    )
