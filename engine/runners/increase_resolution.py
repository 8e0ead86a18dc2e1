"""Enlarging a picture."""

from __future__ import annotations

import numpy as np

from engine import progress
from engine.images import Picture
from engine.models import Outcome
from engine.operations.increase_resolution import increase_resolution
from engine.runners.pictures import load, store


def run(image: str, factor: int, preserve_alpha: bool) -> Outcome:
    """``image`` with its sides ``factor`` times as long."""
    picture = load(image)
    if picture.alpha is None or not preserve_alpha:
        pixels = increase_resolution(picture.pixels, factor, progress=progress.tell)
        return {"file": store(picture.with_pixels(pixels, alpha=False))}
    large = increase_resolution(np.dstack((picture.pixels, picture.alpha)), factor, progress=progress.tell)
    return {"file": store(Picture(large[..., :3], large[..., 3], picture.profile))}
