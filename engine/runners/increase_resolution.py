"""Enlarging a picture."""

from __future__ import annotations

import numpy as np

from engine import models_or_builtin, progress
from engine.images import Picture
from engine.operations.increase_resolution import increase_resolution
from engine.outcomes import Outcome
from engine.runners.pictures import load, store


def run(image: str, factor: int, preserve_alpha: bool, fast: bool = False) -> Outcome:
    """``image`` with its sides ``factor`` times as long. ``fast`` is missing in requests of earlier versions."""
    picture = load(image).keep_alpha(preserve_alpha)
    alpha = picture.alpha
    methods = models_or_builtin.enlarging_methods(picture.pixels, factor, fast=fast)
    pixels = picture.pixels if alpha is None else np.dstack((picture.pixels, alpha))
    large = increase_resolution(pixels, factor, methods=methods, progress=progress.tell)
    result = Picture(large[..., :3], None if alpha is None else large[..., 3], picture.profile)
    return {"file": store(result)}
