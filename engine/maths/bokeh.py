"""Out of focus, as a lens draws it: every point becomes a disc, in linear light, so that lamps stay bright.

Computed on a smaller copy, on which the disc is a few pixels wide; what is not to be blurred has no weight in it, so
that it does not bleed into what is.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import linear_to_srgb, srgb_to_linear
from engine.maths.fill import membrane

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Radius of the disc on the copy (pixels): its rim is still crisp beside a disc this wide.
WORKING_RADIUS = 6.0
# Lamps and glints are recorded as white but were brighter: up to this many times more, from this share of white on.
# They are told from skies and walls by being smaller than the disc.
HIGHLIGHT_GAIN = 4.0
HIGHLIGHT_FROM = 0.5
# Share of a disc that has to be background; under it, what is behind the subject is guessed from further away.
LEAST_WEIGHT = 0.02
# Rows worked on at once: memory stays small however large the picture is.
STRIP = 512


def defocus(image: Image, weights: Image, radius: float) -> tuple[Image, Image]:
    """``image`` out of focus and, for comparison, in focus; both without what has no weight, and smaller.

    ``image`` is RGB (rows, columns, 3) uint8, ``weights`` (rows, columns) uint8: what is 0 is guessed from what is
    not; ``radius`` is that of the disc in pixels. The results are ``factor(radius)`` times smaller, rounded up.
    """
    sums, total = shrink_linear(image, weights, shrink_factor(radius))
    small_radius = radius / shrink_factor(radius)
    sharp = fill_weightless(sums, total)
    sums *= highlight_gain(sharp, small_radius)[..., None]
    disc = disc_kernel(small_radius)
    return linear_to_srgb(fill_weightless(convolve(sums, disc), convolve(total, disc))), linear_to_srgb(sharp)


def convolve(plane: Floats, disc: Floats) -> Floats:
    """``plane`` with every pixel spread to ``disc``; the picture is continued beyond its border."""
    return np.asarray(cv2.filter2D(plane, -1, disc, borderType=cv2.BORDER_REFLECT), np.float32)


def fill_weightless(sums: Floats, total: Floats) -> Floats:
    """Weighted sums over their weights; where there is hardly any weight, continued from around."""
    means = sums / np.maximum(total, 1e-6)[..., None]
    found = np.minimum(total / LEAST_WEIGHT, 1)[..., None]
    if found.min() == 1:
        return np.asarray(means, np.float32)
    return np.asarray(means * found + membrane.push_pull(sums, total) * (1 - found), np.float32)


def shrink_factor(radius: float) -> int:
    """How many times smaller the copy is for a disc of ``radius`` pixels."""
    return max(1, int(radius / WORKING_RADIUS))


def disc_kernel(radius: float) -> Floats:
    """A disc with an anti-aliased rim; its sum is 1."""
    reach = int(np.ceil(radius))
    away = np.hypot(*np.mgrid[-reach : reach + 1, -reach : reach + 1])
    disc = np.clip(radius + 0.5 - away, 0, 1).astype(np.float32)
    return np.asarray(disc / disc.sum(), np.float32)


def highlight_gain(colours: Floats, radius: float) -> Floats:
    """How many times brighter than recorded each pixel of ``colours``, linear light, was; 1 away from lamps."""
    light = colours.max(axis=-1)
    around = cv2.morphologyEx(light, cv2.MORPH_OPEN, (disc_kernel(radius) > 0).astype(np.uint8))
    share = np.clip((light - HIGHLIGHT_FROM) / (1 - HIGHLIGHT_FROM), 0, 1)
    return np.asarray(1 + HIGHLIGHT_GAIN * share * (light - around) / np.maximum(light, 1e-4), np.float32)


def shrink_linear(image: Image, weights: Image, times: int) -> tuple[Floats, Floats]:
    """Means of ``times`` x ``times`` pixels in linear light, times their weights; and the mean weights, 0 to 1."""
    parts = [shrink_strip_linear(rows, share, times) for rows, share in strips(image, weights, times)]
    return np.concatenate([sums for sums, _ in parts]), np.concatenate([total for _, total in parts])


def strips(image: Image, weights: Image, times: int) -> Iterator[tuple[Image, Image]]:
    """Some rows of both at a time, a multiple of ``times``; the last ones are repeated where they do not fill it."""
    rows, columns = weights.shape
    right = -columns % times
    step = max(1, STRIP // times) * times
    for row in range(0, rows, step):
        below = -min(step, rows - row) % times
        yield (
            repeat_border(image[row : row + step], below, right),
            repeat_border(weights[row : row + step], below, right),
        )


def repeat_border(plane: Image, below: int, right: int) -> Image:
    """``plane`` with its last row and column repeated."""
    return np.asarray(cv2.copyMakeBorder(plane, 0, below, 0, right, cv2.BORDER_REPLICATE), np.uint8)


def shrink_strip_linear(image: Image, weights: Image, times: int) -> tuple[Floats, Floats]:
    """``shrink_linear`` for rows and columns that are multiples of ``times``."""
    share = weights.astype(np.float32) / 255
    light = np.asarray(cv2.LUT(image, LINEAR), np.float32)
    light *= share[..., None]
    size = weights.shape[1] // times, weights.shape[0] // times
    sums, total = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (light, share))
    return np.asarray(sums, np.float32), np.asarray(total, np.float32)


LINEAR = srgb_to_linear(np.linspace(0, 1, 256, dtype=np.float32))
