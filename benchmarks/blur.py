"""Blurring the background against OpenCV's Gaussian of the whole picture."""

from __future__ import annotations

import cv2
import numpy as np

from benchmarks.erase import large_case
from benchmarks.figures import Figure, figure, median_seconds, quotient
from engine.operations.blur_background import RADII, blur_background

SCALE = 5
# A disc is as wide as a Gaussian whose standard deviation is half its radius (the disc's own is that in each axis).
RADII_PER_SIGMA = 2.0


@figure("blur_time", target="<= 0.2")
def blur_time() -> Figure:
    """Seconds for 12 MP at the strongest scale, over a full-size Gaussian of the same standard deviation."""
    picture, subject = large_case(12_000_000)
    alpha = np.asarray(cv2.GaussianBlur(subject.astype(np.uint8) * 255, (0, 0), 3), np.uint8)
    sigma = RADII[SCALE] * (alpha.shape[0] * alpha.shape[1]) ** 0.5 / RADII_PER_SIGMA
    ours = median_seconds(lambda: blur_background(picture, alpha, SCALE), repeats=3)
    peer = median_seconds(lambda: cv2.GaussianBlur(picture, (0, 0), sigma), repeats=3)
    return quotient("blur_time", ours, "s", "cv2.GaussianBlur", peer)
