"""OpenCV's filters and colour conversions as faces need them: typed, and copying rather than writing in place."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


def grey(image: Bytes) -> Bytes:
    """Luma (rows, columns) of an RGB picture uint8."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def lab(image: Bytes) -> Floats:
    """CIE L*a*b* (rows, columns, 3) of an RGB picture uint8; L* 0 to 100."""
    return np.asarray(cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def rgb(values: Floats) -> Bytes:
    """RGB uint8 of CIE L*a*b* values; what the screen cannot show is clipped."""
    return np.rint(np.clip(255 * cv2.cvtColor(values, cv2.COLOR_LAB2RGB), 0, 255)).astype(np.uint8)


def gaussian_blur(values: Floats, sigma: float) -> Floats:
    """Gaussian blur of this deviation in pixels."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)


def gaussian_blur_bytes(image: Bytes, sigma: float) -> Bytes:
    """Gaussian blur of a picture uint8."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8)


def dilate(values: Floats, size: int) -> Floats:
    """The largest value within a square of this side around each pixel."""
    return np.asarray(cv2.dilate(values, np.ones((size, size), np.uint8)), np.float32)


def guided_filter(guide: Floats, values: Floats, radius: int, variance: float) -> Floats:
    """Values smoothed where the guide is flat and kept where it has edges of more than that variance.

    Source: He, Sun and Tang, "Guided image filtering", ECCV 2010.
    """
    return np.asarray(cv2.ximgproc.guidedFilter(guide, values, radius, variance), np.float32)


def shrink(image: Bytes, scale: float) -> Bytes:
    """The picture with its sides multiplied by ``scale``, which is below 1."""
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
