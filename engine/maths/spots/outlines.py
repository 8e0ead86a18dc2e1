"""What of a picture a spot covers, at the picture's own size: found in a smaller copy, drawn where it is seen."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import gaussian_blur, parts_touching
from engine.maths.spots.candidates import BLUR, MEDIAN_TO_DEVIATION, Candidate, Mask, Sheet, Window, level_at

Image = NDArray[np.uint8]

# Pixels of the sheet around a place that its outline may take.
REACH = 3
# A pixel is a spot's from this share of its contrast on, and from so many deviations of the noise: what is weaker is
# its soft edge, taken in by so many pixels of the picture.
LEAST_SHARE, LEAST_NOISE, SOFT_EDGE = 0.2, 2.5, 2
# A spot's contrast is what this share of the pixels in its place stay below (percent).
CONTRAST_AT = 80


def outline(image: Image, sheet: Sheet, candidate: Candidate) -> tuple[Window, Mask]:
    """The window of ``image``, RGB (rows, columns, 3) uint8, that a place of its ``sheet`` lies in, and bool of that
    shape: the place with its soft edge."""
    part = padded_window(candidate.window, sheet.ground.shape)
    window = enlarge_window(part, sheet.ground.shape, image.shape)
    place, near = places_at_full_size(candidate, part, image[window].shape)
    grey = gaussian_blur(np.asarray(cv2.cvtColor(image[window], cv2.COLOR_RGB2GRAY), np.uint8), BLUR)
    ground = cv2.resize(sheet.ground[part], grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    difference = np.subtract(grey, ground, dtype=np.int16) * np.int16(candidate.sign)
    # That of the picture itself: in a smaller copy, noise is less.
    noise = level_at(np.abs(difference[~place]), 50) * MEDIAN_TO_DEVIATION
    least = max(LEAST_SHARE * level_at(difference[place], CONTRAST_AT), LEAST_NOISE * noise, 1.0)
    covered = parts_touching(near & (difference >= least), place)
    return window, grow_round(covered if covered.any() else place, SOFT_EDGE)


def padded_window(window: Window, shape: tuple[int, ...]) -> Window:
    """``window`` with what an outline may take, cut at the border of a sheet of ``shape``."""
    margin = REACH + SOFT_EDGE
    rows, columns = (
        slice(max(0, side.start - margin), min(most, side.stop + margin))
        for side, most in zip(window, shape[:2], strict=True)
    )
    return rows, columns


def enlarge_window(window: Window, size: tuple[int, ...], shape: tuple[int, ...]) -> Window:
    """A window of a sheet of ``size`` in a picture of ``shape`` (rows, columns, …)."""
    rows, columns = (
        slice(side.start * large // small, -(-side.stop * large // small))
        for side, small, large in zip(window, size[:2], shape[:2], strict=True)
    )
    return rows, columns


def places_at_full_size(candidate: Candidate, part: Window, shape: tuple[int, ...]) -> tuple[Mask, Mask]:
    """A candidate's place in ``part`` of its sheet, and what is near it, enlarged to ``shape`` (rows, columns, …)."""
    place = np.zeros([side.stop - side.start for side in part], np.uint8)
    inner = tuple(
        slice(side.start - outer.start, side.stop - outer.start)
        for side, outer in zip(candidate.window, part, strict=True)
    )
    place[inner] = candidate.mask
    near = grow_round(place > 0, REACH).view(np.uint8)
    large, wide = (cv2.resize(mask, shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0 for mask in (place, near))
    return large, wide


def grow_round(mask: Mask, radius: int) -> Mask:
    """``mask`` and what is at most ``radius`` pixels away."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(mask.view(np.uint8), disc) > 0)
