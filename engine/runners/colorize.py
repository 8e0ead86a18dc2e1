"""Giving a picture another look."""

from __future__ import annotations

from engine.operations.colorize import colorize
from engine.outcomes import Outcome
from engine.runners.pictures import load, store


def run(image: str, look: str, preserve_alpha: bool) -> Outcome:
    """``image`` in black and white, or in sepia."""
    picture = load(image).keep_alpha(preserve_alpha)
    return {"file": store(picture.with_pixels(colorize(picture.pixels, look)))}
