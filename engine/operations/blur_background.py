"""Blur background: what is not the subject as a lens with a wide aperture would draw it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths import bokeh
from engine.maths.compositing import exchange_background
from engine.operations.crop_foreground import FAINTEST

Image = NDArray[np.uint8]
Alpha = NDArray[np.uint8]

# Radius of the disc for each scale, over the square root of the picture's area: from a hint to a portrait lens.
RADII = {1: 0.004, 2: 0.008, 3: 0.013, 4: 0.02, 5: 0.03}
# Mattes are a little tight: background this near to the subject, over the square root of the area, is not mixed in.
CLEARANCE = 0.003


def blur_background(image: Image, alpha: Alpha, scale: int, opacity: Alpha | None = None) -> Image:
    """``image`` with everything but its subject out of focus.

    ``image`` is RGB (rows, columns, 3) uint8, ``alpha`` (rows, columns) uint8: 255 is subject, kept to the byte.
    ``scale`` is 1 (a hint) to 5. Where the two mix, the sharp background is taken out of the mixture and the blurred
    one put in its place, so that neither leaves a rim. ``opacity`` (rows, columns) uint8 is how much each pixel of a
    picture with transparency counts. Raises ValueError for another scale, or shapes that do not fit.
    """
    if scale not in RADII:
        raise ValueError("The scale is a whole number from 1 to 5.")
    if alpha.shape != image.shape[:2]:
        raise ValueError(f"The alpha map is {alpha.shape}, the picture {image.shape[:2]} (rows, columns).")
    if (alpha == 255).all():
        return image.copy()
    size = (alpha.shape[0] * alpha.shape[1]) ** 0.5
    weights = background_weights(alpha, round(CLEARANCE * size), opacity)
    if not weights.any():
        return image.copy()
    radius = max(1.0, RADII[scale] * size)
    blurred, sharp = (
        enlarge_layer(layer, bokeh.shrink_factor(radius), alpha) for layer in bokeh.defocus(image, weights, radius)
    )
    result = np.asarray(cv2.copyTo(image, (alpha == 255).view(np.uint8), blurred), np.uint8)
    mixed = np.flatnonzero((alpha > 0) & (alpha < 255))
    before, after, mixture = (layer.reshape(-1, 3)[mixed] for layer in (sharp, blurred, image))
    result.reshape(-1, 3)[mixed] = exchange_background(mixture, alpha.ravel()[mixed], before, after)
    return result


def background_weights(alpha: Alpha, clearance: int, opacity: Alpha | None = None) -> Alpha:
    """255 where only background is seen, ``clearance`` pixels from the subject; if there is none, how much of it is.

    Less where the picture's ``opacity`` lets less of it be seen.
    """
    background = (alpha <= FAINTEST).astype(np.uint8) * np.uint8(255)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * clearance + 1, 2 * clearance + 1))
    clear = limit(np.asarray(cv2.erode(background, disc), np.uint8), opacity)
    return clear if clear.any() else limit(255 - alpha, opacity)


def limit(weights: Alpha, opacity: Alpha | None) -> Alpha:
    """``weights``, but at most ``opacity``."""
    return weights if opacity is None else np.minimum(weights, opacity)


def enlarge_layer(layer: Image, factor: int, alpha: Alpha) -> Image:
    """``layer``, which is ``factor`` times smaller, rounded up, at the size of ``alpha``."""
    rows, columns = alpha.shape
    size = layer.shape[1] * factor, layer.shape[0] * factor
    return np.ascontiguousarray(cv2.resize(layer, size, interpolation=cv2.INTER_CUBIC)[:rows, :columns])
