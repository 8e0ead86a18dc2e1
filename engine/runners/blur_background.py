"""Blurring a picture's background."""

from __future__ import annotations

from typing import Any

from engine.maths.transparency import shown_share
from engine.operations.blur_background import blur_background
from engine.outcomes import Outcome
from engine.runners.pictures import load, store
from engine.runners.subjects import find_alpha


def run(image: str, hints: dict[str, Any], preserve_alpha: bool, scale: int) -> Outcome:
    """``image`` with everything but its subject out of focus."""
    whole = load(image)
    subject = find_alpha(image, whole, hints)
    picture = whole.keep_alpha(preserve_alpha)
    share = shown_share(subject, picture.alpha)
    return {"file": store(picture.with_pixels(blur_background(picture.pixels, share, scale, picture.alpha)))}
