"""Cropping a picture to its subject."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.errors import Unprocessable
from engine.images import Picture
from engine.operations.crop_foreground import crop_foreground
from engine.outcomes import Outcome
from engine.runners.pictures import load, store
from engine.runners.subjects import cut_out, find_alpha, limit_alpha


def run(image: str, hints: dict[str, Any], preserve_alpha: bool, padding: int, force: bool) -> Outcome:
    """The subject of ``image`` on nothing, with ``padding`` pixels around it."""
    picture = load(image)
    alpha = find_alpha(image, picture, hints, force=force)
    cutout = cut_out(picture.keep_alpha(preserve_alpha), alpha)
    try:
        pixels, _ = crop_foreground(np.dstack((cutout.pixels, limit_alpha(cutout, alpha))), padding)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
    return {"file": store(Picture(pixels[..., :3], pixels[..., 3], picture.profile))}
