"""Conversions between colour spaces: sRGB, its linear light, grey, CIE L*a*b* and Oklab.

Sources: IEC 61966-2-1 for sRGB; B. Ottosson, "A perceptual color space for image processing", 2020, for Oklab, whose
matrices are also those of CSS Color Module Level 4, section 9.2.
"""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Real = TypeVar("Real", np.float32, np.float64)

LINEAR_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LMS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def grey(image: Bytes) -> Bytes:
    """Luma (rows, columns) of an RGB picture uint8."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def lab(image: Bytes) -> Floats:
    """CIE L*a*b* (rows, columns, 3) of an RGB picture uint8; L* 0 to 100."""
    return np.asarray(cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def lab_to_rgb(values: Floats) -> Bytes:
    """RGB uint8 of CIE L*a*b* values; what the screen cannot show is clipped."""
    return np.rint(np.clip(255 * cv2.cvtColor(values, cv2.COLOR_LAB2RGB), 0, 255)).astype(np.uint8)


def srgb_to_linear(levels: NDArray[Real]) -> NDArray[Real]:
    """sRGB 0..1 in linear light 0..1."""
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4).astype(levels.dtype)


def linear_to_srgb(light: NDArray[Real]) -> Bytes:
    """Linear light, clipped to 0..1, in sRGB uint8."""
    light = light.clip(0, 1)
    levels = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(levels * 255), np.uint8)


def srgb_to_oklab(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB 0..255 (..., 3) in Oklab."""
    return np.asarray(np.cbrt(srgb_to_linear(colours / 255) @ LINEAR_TO_LMS.T) @ LMS_TO_OKLAB.T)


def oklab_to_srgb(colours: NDArray[np.float64]) -> Bytes:
    """Oklab (..., 3) as sRGB uint8; what no screen can show is clipped."""
    lms = (colours @ np.linalg.inv(LMS_TO_OKLAB).T) ** 3
    return linear_to_srgb(lms @ np.linalg.inv(LINEAR_TO_LMS).T)
