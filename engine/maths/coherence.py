"""Smoothing along edges and never across them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Window (pixels) and sigma over which the direction of an edge is agreed on.
NEIGHBOURHOOD = (9, 9)
SIGMA = 1.5
# How far (pixels) along the edge a pixel looks to both sides.
LENGTH = 2.0
# Squared grey levels per pixel: an edge weaker than this is noise.
NOISE = 4.0
# Scharr's weights add up to this, so that the result is in grey levels per pixel.
SCHARR = 32.0


def smooth_along_edges(picture: Floats) -> Floats:
    """``picture`` with each pixel averaged with its two neighbours along the edge it lies on.

    RGB (rows, columns, 3) float32 of 0..255, and so is the result. How much of the average is taken is the squared
    coherence of the structure tensor (Weickert, "Coherence-enhancing diffusion filtering", IJCV 31, 1999): all of it on
    a straight edge, nothing on flat ground, corners and texture.
    """
    down, right, weight = tangents(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32))
    average = picture.copy()
    for side in (LENGTH, -LENGTH):
        average += shifted(picture, side * down, side * right)
    average /= 3
    average -= picture
    average *= weight[..., None]
    average += picture
    return average


def tangents(grey: Floats) -> tuple[Floats, Floats, Floats]:
    """Rows down and columns right of a step of one pixel along the edge, and 0..1, how much of an edge there is."""
    across = cv2.Scharr(grey, cv2.CV_32F, 1, 0, scale=1 / SCHARR)
    down = cv2.Scharr(grey, cv2.CV_32F, 0, 1, scale=1 / SCHARR)
    products = cv2.merge((across * across, across * down, down * down))
    horizontal, mixed, vertical = cv2.split(cv2.GaussianBlur(products, NEIGHBOURHOOD, SIGMA))
    difference, energy = horizontal - vertical, horizontal + vertical
    spread = cv2.magnitude(difference, 2 * mixed)
    doubled_cosine = np.clip(difference / (spread + np.float32(1e-6)), -1, 1)
    step_down = np.sqrt((1 + doubled_cosine) / 2)
    step_right = -np.copysign(np.sqrt((1 - doubled_cosine) / 2), mixed)
    return step_down, step_right, np.square(spread / (energy + np.float32(NOISE)))


def shifted(picture: Floats, down: Floats, right: Floats) -> Floats:
    """For each pixel the value ``down`` rows and ``right`` columns away, between pixels bilinearly."""
    return np.asarray(
        cv2.remap(picture, right, down, cv2.INTER_LINEAR | cv2.WARP_RELATIVE_MAP, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )
