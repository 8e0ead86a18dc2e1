"""One picture over another, and what has to be done to colours where alpha is soft or none."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

# Rows worked on at once: memory stays small however large the picture is.
STRIP = 256
# Hidden colours are taken from visible ones in this window (pixels), wherever it holds a pixel of the faintest alpha.
BLEED = (7, 7)
LEAST_WEIGHT = 0.99 / 49


def composite(above: Image, alpha: NDArray[np.uint8], below: Image) -> Image:
    """``above`` over ``below``, RGB (rows, columns, 3) uint8, by ``alpha`` (rows, columns) uint8; rounded."""
    result = np.empty_like(below)
    for row in range(0, len(alpha), STRIP):
        strip = slice(row, row + STRIP)
        share = alpha[strip, :, None].astype(np.uint16)
        mixed = above[strip] * share
        mixed += below[strip] * (np.uint16(255) - share)
        mixed += np.uint16(127)
        mixed //= np.uint16(255)
        result[strip] = mixed
    return result


def exchange_background(mixture: Image, alpha: NDArray[np.uint8], before: Image, after: Image) -> Image:
    """Pixels (n, 3) of ``mixture`` whose share of the background ``before`` is replaced by ``after``; alpha is (n,)."""
    share = alpha[:, None].astype(np.float32) / 255
    subject = (mixture - (1 - share) * before).clip(0, 255 * share)
    return np.asarray(np.rint(subject + (1 - share) * after), np.uint8)


def bleed_colours(image: Image) -> NDArray[np.float32]:
    """The colours of an RGBA ``image``, those of fully transparent pixels taken from visible ones close by."""
    colours, alpha = image[..., :3].astype(np.float32), image[..., 3].astype(np.float32)
    weights = cv2.blur(alpha, BLEED)
    nearby = cv2.blur(colours * alpha[..., None], BLEED) / np.maximum(weights, LEAST_WEIGHT)[..., None]
    return np.where(((alpha == 0) & (weights >= LEAST_WEIGHT))[..., None], nearby, colours).astype(np.float32)
