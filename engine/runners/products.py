"""Cut-out products in and pictures of them out; what packshots and shadows share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.images import Picture
from engine.runners.pictures import load, store
from engine.runners.subjects import cut_out, find_alpha


def load_cutout(image: str, hints: dict[str, Any], *, force: bool, preserve_alpha: bool = True) -> Picture:
    """The product in the stored ``image``, cut out; an image that is a cut-out already is taken as it is.

    Raises:
        Unprocessable: there is no product, or nothing but it.
    """
    picture = load(image)
    alpha = find_alpha(image, picture, hints, force=force)
    return cut_out(picture.keep_alpha(preserve_alpha), alpha)


def to_rgba(picture: Picture) -> NDArray[np.uint8]:
    """Colours and alpha in one array (rows, columns, 4) uint8."""
    opaque = np.full(picture.shape, 255, np.uint8)
    return np.dstack((picture.pixels, opaque if picture.alpha is None else picture.alpha))


def store_pixels(pixels: NDArray[np.uint8], profile: bytes | None) -> str:
    """The name of the file that now holds RGB or RGBA ``pixels`` in the colours of ``profile``."""
    colours = np.ascontiguousarray(pixels[..., :3])
    alpha = np.ascontiguousarray(pixels[..., 3]) if pixels.shape[2] == 4 else None
    return store(Picture(colours, alpha, profile))
