"""Smoothing along edges and never across them."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class EdgeFlow:
    """How edges run through a picture: per pixel the rows down and columns right of a step of one pixel along the edge,
    and 0..1, how much of an edge there is. (rows, columns) float32 each."""

    down: Floats
    right: Floats
    weight: Floats


def edge_flow(picture: Floats) -> EdgeFlow:
    """The edges of ``picture``, RGB (rows, columns, 3) float32 of 0..255.

    The weight is the squared coherence of the structure tensor (Weickert, "Coherence-enhancing diffusion filtering",
    IJCV 31, 1999): 1 on a straight edge, 0 on flat ground, corners and texture.
    """
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
    across = cv2.Scharr(grey, cv2.CV_32F, 1, 0, scale=1 / SCHARR)
    down = cv2.Scharr(grey, cv2.CV_32F, 0, 1, scale=1 / SCHARR)
    products = cv2.merge((across * across, across * down, down * down))
    horizontal, mixed, vertical = cv2.split(cv2.GaussianBlur(products, NEIGHBOURHOOD, SIGMA))
    difference, energy = horizontal - vertical, horizontal + vertical
    spread = cv2.magnitude(difference, 2 * mixed)
    doubled_cosine = np.clip(difference / (spread + np.float32(1e-6)), -1, 1)
    return EdgeFlow(
        np.sqrt((1 + doubled_cosine) / 2),
        -np.copysign(np.sqrt((1 - doubled_cosine) / 2), mixed),
        np.square(spread / (energy + np.float32(NOISE))),
    )


def smooth_along(picture: Floats, edges: EdgeFlow) -> Floats:
    """``picture`` with each pixel on one of ``edges`` averaged with its two neighbours along it."""
    average = picture.copy()
    for length in (LENGTH, -LENGTH):
        average += sample_at_offset(picture, length * edges.down, length * edges.right)
    average /= 3
    average -= picture
    average *= edges.weight[..., None]
    average += picture
    return average


def sample_at_offset(picture: Floats, down: Floats, right: Floats) -> Floats:
    """For each pixel the value ``down`` rows and ``right`` columns away, between pixels bilinearly."""
    return np.asarray(
        cv2.remap(picture, right, down, cv2.INTER_LINEAR | cv2.WARP_RELATIVE_MAP, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )
