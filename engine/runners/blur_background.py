"""Blurring a picture's background."""

from __future__ import annotations

from typing import Any

from engine.models import Outcome
from engine.operations.blur_background import blur_background
from engine.runners.pictures import load, store
from engine.runners.subjects import find_alpha


def run(image: str, hints: dict[str, Any], preserve_alpha: bool, scale: int) -> Outcome:
    """``image`` with everything but its subject out of focus."""
    picture = load(image)
    pixels = blur_background(picture.pixels, find_alpha(image, picture, hints), scale)
    return {"file": store(picture.with_pixels(pixels, alpha=preserve_alpha))}
