"""Cutting a product out and cropping to it."""

from __future__ import annotations

from typing import Any

from engine.outcomes import Outcome
from engine.runners import crop_foreground


def run(image: str, hints: dict[str, Any], preserve_alpha: bool, force: bool) -> Outcome:
    """The product in ``image`` on nothing, in the smallest box around it."""
    return crop_foreground.run(image, hints, preserve_alpha, padding=0, force=force)
