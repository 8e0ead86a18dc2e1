"""Bringing an alpha map from working size to the picture's own, with the detail that only the large picture has.

Source: He and Sun, "Fast guided filter", 2015: alpha is a linear function of the colour in every small window; the
functions are found in the small picture and applied to the large one.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import resize_at

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

# Pixels of the small picture around each that share one function.
RADIUS = 2
# Variance (of colours 0..1) below which a window is as good as flat: noise of about 2 grey levels.
FLAT = 1e-4
# What is nearer to 0 or 1 than this is taken for it: 3 grey levels.
CLEAR = 3 / 255


def upsample_alpha(alpha: Floats, small: Image, image: Image) -> NDArray[np.uint8]:
    """``alpha`` (0..1, the size of ``small``) at the size of ``image``: (rows, columns) uint8 0..255.

    ``small`` is ``image`` scaled down, both RGB. Soft only where alpha is.
    """
    rows, columns = image.shape[:2]
    if alpha.shape == (rows, columns):
        return stretch_to_levels(alpha)
    edges = transition_mask(alpha)
    large = np.asarray(cv2.resize(stretch_to_levels(alpha), (columns, rows), interpolation=cv2.INTER_LINEAR), np.uint8)
    softness = cv2.resize(edges.view(np.uint8), (columns, rows), interpolation=cv2.INTER_NEAREST).view(bool)
    functions = fit_local_functions(alpha, small, edges)
    places = np.flatnonzero(softness)
    fitted = resize_at(functions[..., 3], (columns, rows), places)
    colours = image.reshape(-1, 3)[places]
    for channel in range(3):
        slope = resize_at(functions[..., channel], (columns, rows), places)
        fitted += slope * colours[:, channel] * np.float32(1 / 255)
    large.reshape(-1)[places] = stretch_to_levels(fitted)
    return large


def transition_mask(alpha: Floats) -> NDArray[np.bool_]:
    """Where alpha is soft or changes."""
    span = cv2.dilate(alpha, np.ones((3, 3), np.uint8)) - cv2.erode(alpha, np.ones((3, 3), np.uint8))
    return np.asarray(span > CLEAR)


def fit_local_functions(alpha: Floats, small: Image, edges: NDArray[np.bool_]) -> Floats:
    """The linear function of colours 0..1 that is alpha near each pixel: (rows, columns, 4), slopes and offset.

    It is right at ``edges`` and beside them, where alone it is asked for.
    """
    colours = np.asarray(small / np.float32(255), np.float32)
    near = cv2.dilate(edges.view(np.uint8), np.ones((2 * RADIUS + 3, 2 * RADIUS + 3), np.uint8)).view(bool)
    mean, mean_alpha = window_mean(colours)[near], window_mean(alpha)[near]
    products = np.einsum("rci,rcj->rcij", colours, colours).reshape(*alpha.shape, 9)
    spread = window_mean(products)[near].reshape(-1, 3, 3)
    spread = spread - mean[:, :, None] * mean[:, None, :] + FLAT * np.eye(3, dtype=np.float32)
    together = window_mean(np.asarray(colours * alpha[..., None], np.float32))[near] - mean * mean_alpha[:, None]
    slopes = np.linalg.solve(spread, together[..., None])[..., 0]
    functions = np.zeros((*alpha.shape, 4), np.float32)
    functions[near] = np.concatenate([slopes, (mean_alpha - (slopes * mean).sum(axis=1))[:, None]], axis=1)
    return window_mean(functions)


def window_mean(values: Floats) -> Floats:
    """The mean of each pixel's window; OpenCV takes up to four channels at a time."""
    side = 2 * RADIUS + 1
    if values.ndim == 2:
        return np.asarray(cv2.blur(values, (side, side)), np.float32)
    planes = [cv2.blur(np.ascontiguousarray(plane), (side, side)) for plane in np.moveaxis(values, -1, 0)]
    return np.stack(planes, axis=-1).astype(np.float32)


def stretch_to_levels(alpha: Floats) -> NDArray[np.uint8]:
    """Alpha 0..1 as 0..255, with what is nearly 0 or 1 rounded to it."""
    stretched = (alpha - CLEAR) / (1 - 2 * CLEAR)
    return np.asarray(np.rint(np.clip(stretched, 0, 1) * 255), np.uint8)
