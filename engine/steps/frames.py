"""Edits of a picture's frame: more canvas around it, or more pixels in it."""

from __future__ import annotations

import numpy as np

from engine.images import Picture
from engine.operations.upscale import upscale
from engine.steps.pictures import Outcome, load, store


def increase_resolution(image: str, factor: int, preserve_alpha: bool) -> Outcome:
    """``image`` with its sides ``factor`` times as long."""
    picture = load(image)
    if picture.alpha is None or not preserve_alpha:
        return {"file": store(picture.with_pixels(upscale(picture.pixels, factor), alpha=False))}
    large = upscale(np.dstack((picture.pixels, picture.alpha)), factor)
    return {"file": store(Picture(large[..., :3], large[..., 3], picture.profile))}
