"""Regions: every pixel of a picture in exactly one mask, as mask_generator answers.

Superpixels at a working size, merged while neighbours look alike, and brought to full size along the picture's edges.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.segment.edges import outline_strength
from engine.maths.segment.label_upsampling import label_areas, upsample_labels
from engine.maths.segment.region_merging import merge_regions
from engine.maths.segment.superpixels import superpixels

# Pixels. More do not find other regions, only take longer.
WORKING_PIXELS = 300_000
# Superpixels have this many pixels, 2500 in a photo; in a small picture they are smaller, down to LEAST_PIXELS, before
# they are fewer than FEW.
SUPERPIXEL_PIXELS, LEAST_PIXELS, FEW = 120, 9, 200
# Smoothing before edges are looked for: diameter and sigma in pixels, sigma in grey levels.
SMOOTHING_DIAMETER, SMOOTHING_LEVELS, SMOOTHING_SIGMA = 5, 25, 3


def segment(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Regions of ``image`` (rows, columns, 3) RGB: a label map (rows, columns) uint8 with ids 1..k, k <= 255.

    Every pixel is in exactly one region; ids are consecutive, 1 is the largest region. A flat picture is one region, a
    photo some 50 to 150. The same picture gives the same map.
    """
    small = working_copy(image)
    lab = denoise_to_lab(small)
    strength = outline_strength(lab)
    labels = merge_regions(superpixels(strength, superpixel_count(small)), lab, strength)
    return renumber_by_area(upsample_labels(labels, image))


def working_copy(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``image`` scaled down to ``WORKING_PIXELS``, or itself where it is no larger."""
    rows, columns = image.shape[:2]
    scale = (WORKING_PIXELS / (rows * columns)) ** 0.5
    if scale >= 1:
        return image
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def superpixel_count(image: NDArray[np.uint8]) -> float:
    """How many superpixels to start from."""
    pixels: int = image.shape[0] * image.shape[1]
    return max(pixels / SUPERPIXEL_PIXELS, min(FEW, pixels / LEAST_PIXELS))


def denoise_to_lab(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """``image`` without its noise in CIE Lab, lightness 0..100, float32."""
    smooth = cv2.bilateralFilter(image, SMOOTHING_DIAMETER, SMOOTHING_LEVELS, SMOOTHING_SIGMA)
    return np.asarray(cv2.cvtColor(smooth.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def renumber_by_area(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``labels`` renamed 1..k, the largest first."""
    sizes = label_areas(labels)
    present = np.flatnonzero(sizes)
    names = np.zeros(256, np.uint8)
    names[present[np.argsort(-sizes[present], kind="stable")]] = np.arange(1, len(present) + 1)
    return names[labels]
