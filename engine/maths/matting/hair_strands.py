"""Hair, whiskers and blades that stick out of a subject: too thin for a segmentation, told by their colour.

A pixel near the subject that has moved from the colour of the background towards that of the subject, by more than the
background itself varies, belongs to a strand when the whole is thin and hangs on the subject.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Floats, gaussian_blur, parts_touching

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Pixels: how far strands reach out, half the width they may have, how near to the subject they begin, for where they
# grow out of it they are wide; and how far into it its outline is uncertain.
REACH, HALF_WIDTH, ROOT, RIM = 20.0, 3, 3.0, 3.0
# Standard deviations in pixels of the smoothing of the picture, and of what "near here" is for the subject's colour and
# for the background's, which is looked at beyond the strands.
NOISE, NEAR, AROUND = 0.7, 10.0, 15.0
# How far along the way from the background's colour to the subject's, and how many deviations of the background.
MOVED, DEVIATIONS = 0.35, 2.0
# Lab units between the two colours below which nothing can be told, and the weight below which a mean is none.
TELLING, WEIGHT = 20.0, 0.01
# Means over so much change slowly: those of a copy so many times smaller are the same, in a third of the time.
SMALLER = 4


def find_strands(image: Image, mask: Mask, depth: Floats) -> Mask:
    """The pixels (rows, columns) of strands that hang on ``mask`` (rows, columns) in ``image`` RGB.

    ``depth`` (rows, columns) is the distance of each pixel from the mask's outline, on either side.
    """
    outside = ~mask & (depth <= REACH)
    moved = outside & strand_colour_mask(
        lab(gaussian_blur(image, NOISE)), mask & (depth > RIM), ~mask & (depth > REACH)
    )
    root, strands = mask | (depth <= ROOT), moved & ~wide_parts(mask | moved)
    return strands & parts_touching(root | strands, root)


def strand_colour_mask(colours: Floats, inside: Mask, outside: Mask) -> Mask:
    """Where ``colours`` (rows, columns, 3) are on the way from those far outside to those well inside."""
    subject, near = local_mean(colours, inside, NEAR)
    background, around = local_mean(colours, outside, AROUND)
    way = subject - background
    length = np.asarray((way * way).sum(axis=2) + 1e-6, np.float32)
    share = np.asarray(((colours - background) * way).sum(axis=2) / length, np.float32)
    variance, _ = local_mean(share * share, outside, AROUND)
    told = (near > WEIGHT) & (around > WEIGHT) & (length > TELLING**2)
    return np.asarray(told & (share > MOVED) & (share > DEVIATIONS * np.sqrt(variance)))


def local_mean(values: Floats, mask: Mask, sigma: float) -> tuple[Floats, Floats]:
    """The mean of the masked values around each pixel, and the share of its surroundings that is masked."""
    weights = mask.astype(np.float32)
    masked = np.asarray(values * (weights if values.ndim == 2 else weights[..., None]), np.float32)
    small = tuple(max(1, side // SMALLER) for side in mask.shape)
    share, total = (
        gaussian_blur(resize_floats(plane, small, cv2.INTER_AREA), sigma / SMALLER) for plane in (weights, masked)
    )
    mean = np.asarray(total / ((share if values.ndim == 2 else share[..., None]) + 1e-6), np.float32)
    return resize_floats(mean, mask.shape, cv2.INTER_LINEAR), resize_floats(share, mask.shape, cv2.INTER_LINEAR)


def resize_floats(values: Floats, shape: tuple[int, ...], method: int) -> Floats:
    """``values`` at another ``shape`` (rows, columns)."""
    return np.asarray(cv2.resize(values, shape[1::-1], interpolation=method), np.float32)


def wide_parts(mask: Mask) -> Mask:
    """The parts of ``mask`` into which a disc of ``HALF_WIDTH`` fits."""
    side = 2 * HALF_WIDTH + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_OPEN, disc).view(bool))
