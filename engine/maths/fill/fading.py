"""A blur that grows from nothing, different at every pixel, over a gaussian pyramid."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.compositing import composite

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Pixels; a smaller size of the pyramid has nothing left to blur.
SMALLEST_SIDE = 4


def variable_blur(image: Image, sigma: Floats) -> Image:
    """``image`` (rows, columns, 3) uint8, each pixel blurred by its ``sigma`` (rows, columns) float32 in pixels.

    A pixel of sigma 0.5 and less is kept to the byte. Each halving of the pyramid, with its binomial filter, is a blur
    of one of its own pixels; a sigma between two sizes mixes both.
    """
    if min(image.shape[:2]) < SMALLEST_SIDE or sigma.max() <= 0.5:
        return image.copy()
    rows, columns = image.shape[:2]
    half = np.asarray(cv2.pyrDown(image), np.uint8)
    half_sigma = np.asarray(cv2.resize(sigma / 2, half.shape[1::-1], interpolation=cv2.INTER_AREA), np.float32)
    coarse = cv2.pyrUp(variable_blur(half, half_sigma), dstsize=(columns, rows))
    share = np.rint((2 * sigma - 1).clip(0, 1) * 255).astype(np.uint8)
    return composite(np.asarray(coarse, np.uint8), share, image)
