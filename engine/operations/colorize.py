"""Colorize: the looks that take no generative model, black and white and sepia."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import linear_to_srgb, oklab_to_srgb, srgb_to_linear, srgb_to_oklab
from engine.maths.filters import strips

Image = NDArray[np.uint8]

LOOKS = ("black_and_white", "sepia_vintage")
LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)  # of linear sRGB (IEC 61966-2-1)
LIGHT = srgb_to_linear(np.arange(256, dtype=np.float32) / 255)  # of each level
# The tint of the middle greys in Oklab (a, b), which fades out towards black and white: the brown of a toned print.
SEPIA = (0.016, 0.05)


def colorize(image: Image, look: str) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 in one of ``LOOKS``: every pixel as light as it was.

    Raises ValueError for another look.
    """
    if look not in LOOKS:
        raise ValueError(f"The look must be one of: {', '.join(LOOKS)}.")
    tones = make_greys() if look == "black_and_white" else make_sepia()
    result = np.empty_like(image)
    for _, strip in strips((image.shape[0], image.shape[1])):
        result[strip] = tones[linear_to_srgb(LIGHT[image[strip]] @ LUMINANCE)]
    return result


def make_greys() -> Image:
    """The colour (256, 3) of each lightness, without any tint."""
    return np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)


def make_sepia() -> Image:
    """The colour (256, 3) of each lightness, as brown as a toned print is."""
    lab = srgb_to_oklab(make_greys().astype(np.float64))
    fade = 4 * lab[:, 0] * (1 - lab[:, 0])
    return oklab_to_srgb(np.column_stack((lab[:, 0], SEPIA[0] * fade, SEPIA[1] * fade)))
