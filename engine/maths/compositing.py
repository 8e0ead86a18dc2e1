"""One picture over another, and another one under what is soft."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

# Rows worked on at once: memory stays small however large the picture is.
STRIP = 256


def composite(above: Image, alpha: NDArray[np.uint8], below: Image) -> Image:
    """``above`` over ``below``, RGB (rows, columns, 3) uint8, by ``alpha`` (rows, columns) uint8; rounded."""
    result = np.empty_like(above)
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


def darken_below(picture: Image, coverage: NDArray[np.float32], colour: tuple[int, int, int]) -> Image:
    """``picture`` RGBA (rows, columns, 4) uint8 over a ``colour`` as ``coverage`` (rows, columns) 0..1 says."""
    result = np.empty_like(picture)
    for row in range(0, len(picture), STRIP):
        strip = slice(row, row + STRIP)
        above = picture[strip, :, 3].astype(np.float32) / 255
        below = coverage[strip] * (1 - above)
        total = above + below
        share = (above / np.maximum(total, 1e-6))[..., None]
        mixed = picture[strip, :, :3] * share + np.array(colour, np.float32) * (1 - share)
        result[strip, :, :3] = np.where(total[..., None] > 0, np.rint(mixed), 0)
        result[strip, :, 3] = np.rint(255 * total)
    return result
