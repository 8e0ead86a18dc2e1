"""Bringing a label map from working size to the picture's own size without a staircase."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.segment.superpixels import flood

# One step of the pyramid at most doubles the size, so that a boundary is never out by more than the band is wide.
STEP = 2.0
BAND = np.ones((3, 3), np.uint8)
# Rows of a picture whose gradient is worked out at a time, and how many around them that takes: four copies of a large
# picture at once would be most of what finding its regions takes.
STRIP, REACH = 512, 2


def upsample_labels(labels: NDArray[np.uint8], image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``labels`` (uint8 >= 1, any size) at the size of ``image`` (rows, columns, 3) uint8, boundaries on its edges.

    From coarse to fine, at every level only the pixels beside a boundary are decided anew, by flooding the picture's
    gradient from both sides. Labels that would be lost stay where they were.
    """
    for rows, columns in pyramid_sizes(labels.shape, image.shape[:2]):
        coarse = np.asarray(cv2.resize(labels, (columns, rows), interpolation=cv2.INTER_NEAREST), np.uint8)
        labels = snap_to_edges(coarse, scale_down(image, (rows, columns)))
    return labels


def scale_down(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """``image`` at ``size`` (rows, columns); itself where that is its own."""
    if image.shape[:2] == size:
        return image
    return np.asarray(cv2.resize(image, size[::-1], interpolation=cv2.INTER_AREA), np.uint8)


def pyramid_sizes(start: tuple[int, ...], end: tuple[int, ...]) -> list[tuple[int, int]]:
    """The sizes (rows, columns) after ``start`` up to ``end``, growing evenly by ``STEP`` at most."""
    growth = max(last / first for first, last in zip(start, end, strict=True))
    steps = int(np.ceil(np.log(growth) / np.log(STEP) - 1e-9))
    shares = np.arange(1, steps + 1) / max(steps, 1)
    sizes = [tuple(round(a * (b / a) ** share) for a, b in zip(start, end, strict=True)) for share in shares]
    return [(rows, columns) for rows, columns in sizes]


def snap_to_edges(labels: NDArray[np.uint8], image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``labels`` with the pixels beside each boundary given to the side that the edges of ``image`` put them on."""
    markers = labels.copy()
    markers[cv2.dilate(labels, BAND) != cv2.erode(labels, BAND)] = 0
    lost = (label_areas(labels) > 0) & (label_areas(markers) == 0)
    if lost.any():
        np.copyto(markers, labels, where=lost[labels])
    return flood(markers, gradient(image))


def label_areas(labels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Pixels of each of the 256 labels there can be."""
    # Not numpy.bincount, which would first make a copy of eight bytes a pixel.
    return cv2.calcHist([labels], [0], None, [256], [0, 256]).ravel().astype(np.int64)


def gradient(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The largest difference within 3x3 pixels over the channels, lightly smoothed first: (rows, columns) uint8."""
    result = np.empty(image.shape[:2], np.uint8)
    for row in range(0, len(image), STRIP):
        start = max(0, row - REACH)
        strip = strip_gradient(image[start : row + STRIP + REACH])
        result[row : row + STRIP] = strip[row - start :][:STRIP]
    return result


def strip_gradient(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``gradient``, all rows at once."""
    smooth = cv2.GaussianBlur(image, (3, 3), 0)
    red, green, blue = cv2.split(cv2.morphologyEx(smooth, cv2.MORPH_GRADIENT, BAND))
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
