"""How strongly each pixel looks like the outline of something.

The outlines are those of Martin, Fowlkes and Malik, "Learning to detect natural image boundaries" (PAMI 2004): at
every pixel a disc is cut in half at several angles, and the halves' mean colours are compared.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

# Radius of the disc in pixels. The second, coarser disc is the same one on a picture of half the size.
DISC_RADIUS = 3
ANGLES = 8
# Pixels this near to the cut belong to neither half: an outline is never perfectly sharp.
CUT_HALF_WIDTH = 0.3
# Standard deviation in pixels of the surroundings that a pixel's strength is compared with.
SURROUNDINGS_SIGMA = 8.0
# Strength in Lab units at which the surroundings halve an edge. Below it dark or hazy outlines keep their say, above
# it the edges of a texture drown each other.
SURROUNDINGS_HALF = 12.0


def outline_strength(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Strength (rows, columns) float32 >= 0, about 0 in flat areas, texture included, and above 5 on clear outlines.

    ``lab`` is a picture (rows, columns, 3) in CIE Lab, lightness 0..100.
    """
    fine = half_disc_contrast(lab)
    halved = np.asarray(cv2.resize(lab, half_size(lab), interpolation=cv2.INTER_AREA), np.float32)
    coarse = half_disc_contrast(halved)
    contrast = (fine + cv2.resize(coarse, fine.shape[::-1], interpolation=cv2.INTER_LINEAR)) / 2
    surroundings = cv2.GaussianBlur(contrast, (0, 0), SURROUNDINGS_SIGMA)
    return np.asarray(contrast / (1 + surroundings / SURROUNDINGS_HALF), np.float32)


def half_disc_contrast(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """The largest colour distance between the two halves of a disc over all angles: (rows, columns) float32."""
    largest = np.zeros(lab.shape[:2], np.float32)
    for kernel in half_disc_kernels():
        difference = cv2.filter2D(lab, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT)
        np.maximum(largest, np.einsum("rcl,rcl->rc", difference, difference), out=largest)
    return np.sqrt(largest)


def half_disc_kernels() -> Iterator[NDArray[np.float32]]:
    """Filters that answer the mean of one half of a disc minus the mean of the other, one per angle."""
    span = np.arange(-DISC_RADIUS, DISC_RADIUS + 1)
    rows, columns = np.meshgrid(span, span, indexing="ij")
    disc = rows**2 + columns**2 <= DISC_RADIUS**2 + 0.5
    for angle in np.arange(ANGLES) * np.pi / ANGLES:
        side = np.cos(angle) * columns + np.sin(angle) * rows
        ahead, behind = disc & (side > CUT_HALF_WIDTH), disc & (side < -CUT_HALF_WIDTH)
        yield (ahead / ahead.sum() - behind / behind.sum()).astype(np.float32)


def half_size(lab: NDArray[np.float32]) -> tuple[int, int]:
    """Columns and rows, the order OpenCV wants, of a picture of half the size."""
    rows, columns = lab.shape[:2]
    return max(1, columns // 2), max(1, rows // 2)
