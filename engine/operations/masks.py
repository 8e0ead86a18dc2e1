"""Regions: every pixel of a picture in exactly one mask, as mask_generator answers.

Superpixels at a working size, merged while neighbours look alike, and brought to full size along the picture's edges.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import bilateral_blur
from engine.maths.segment.edges import outline_strength
from engine.maths.segment.label_upsampling import label_areas, upsample_labels
from engine.maths.segment.region_merging import merge_regions
from engine.maths.segment.superpixels import superpixel_count, superpixels
from engine.maths.working_copy import working_copy

# Pixels. More do not find other regions, only take longer.
WORKING_PIXELS = 300_000
# Pixels of a superpixel: 2500 superpixels in a photo.
SUPERPIXEL_PIXELS = 120
# Smoothing before edges are looked for: diameter and sigma in pixels, sigma in grey levels.
SMOOTHING_DIAMETER, SMOOTHING_LEVELS, SMOOTHING_SIGMA = 5, 25, 3


def segment(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Regions of ``image`` (rows, columns, 3) RGB: a label map (rows, columns) uint8 with ids 1..k, k <= 255.

    Every pixel is in exactly one region; ids are consecutive, 1 is the largest region. A flat picture is one region, a
    photo some 50 to 150. The same picture gives the same map.
    """
    small = working_copy(image, WORKING_PIXELS)
    lab = denoise_to_lab(small)
    strength = outline_strength(lab)
    return renumber_by_area(upsample_labels(find_small_regions(lab, strength), image))


def find_small_regions(lab: NDArray[np.float32], strength: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The regions 1..k, k <= 150, of a picture at the working size, in CIE Lab, with its outlines' ``strength``."""
    return merge_regions(superpixels(strength, superpixel_count(strength.shape, SUPERPIXEL_PIXELS)), lab, strength)


def denoise_to_lab(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """``image`` without its noise in CIE Lab, lightness 0..100, float32."""
    smooth = bilateral_blur(image, SMOOTHING_DIAMETER, SMOOTHING_LEVELS, SMOOTHING_SIGMA)
    return np.asarray(cv2.cvtColor(smooth.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def renumber_by_area(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``labels`` renamed 1..k, the largest first."""
    sizes = label_areas(labels)
    present = np.flatnonzero(sizes)
    names = np.zeros(256, np.uint8)
    names[present[np.argsort(-sizes[present], kind="stable")]] = np.arange(1, len(present) + 1)
    return names[labels]
