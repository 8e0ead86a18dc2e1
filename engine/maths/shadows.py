"""The shadow that a subject throws on the ground it stands on: darker than the ground around, touching the subject."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import distance_transform, parts_touching

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# How far from a subject its shadow and the ground to compare with reach, over the shorter side of its box, and how far
# up from its lowest point, over its width: the wider it is, the deeper it stands. Compared on six photos: more takes in
# the bench a dog sits on, less leaves the rear of a car's shadow.
SHADOW_REACH, GROUND_REACH, UPWARDS = 0.2, 0.5, 0.06
# A shadow is at most this share as light as the ground, taken at this percentile of its pixels.
DARKNESS, GROUND_PERCENTILE = 0.72, 60
# Parts of the subject under this share of it throw no shadow worth looking for.
SMALLEST_PART = 0.02
# Gaps in a shadow, of wheel rims and gravel (pixels).
GAP = 5


def contact_shadow(image: Image, subject: Mask) -> Mask:
    """Where ``subject`` (rows, columns) throws its shadow in ``image``, RGB uint8; without the subject itself."""
    lightness = np.asarray(cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 1), np.uint8)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(subject.astype(np.uint8))
    distance = distance_transform(~subject)
    dark = np.zeros_like(subject)
    for _, top, columns, rows, area in boxes[1:].tolist():
        if area >= SMALLEST_PART * subject.sum():
            ground = ground_below(distance, top + rows - round(UPWARDS * columns), min(rows, columns))
            dark |= shaded_part(lightness, ground) & (distance <= SHADOW_REACH * min(rows, columns))
    return close_contact_shadow(dark & ~subject, subject)


def ground_below(distance: NDArray[np.float32], row: int, size: int) -> Mask:
    """The ground from ``row`` down, near a subject ``size`` pixels in size that ``distance`` is counted from."""
    ground = (distance > 0) & (distance <= GROUND_REACH * size)
    ground[: max(0, row)] = False
    return np.asarray(ground)


def shaded_part(lightness: Image, ground: Mask) -> Mask:
    """The parts of ``ground`` that lie in the shadow."""
    if not ground.any():
        return ground
    reference = np.percentile(lightness[ground], GROUND_PERCENTILE)
    return np.asarray(ground & (lightness < DARKNESS * reference))


def close_contact_shadow(dark: Mask, subject: Mask) -> Mask:
    """``dark`` (rows, columns) with its gaps closed, without what does not touch ``subject``."""
    closed = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((GAP, GAP), np.uint8)) > 0
    return np.asarray(closed & ~subject & parts_touching(closed | subject, subject))
