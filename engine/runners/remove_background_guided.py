"""Cutting out what hints point at."""

from __future__ import annotations

from typing import Any

from engine.outcomes import Outcome
from engine.runners import remove_background
from engine.runners.pictures import load


def run(image: str, hints: dict[str, Any], preserve_alpha: bool) -> Outcome:
    """The subject of ``image`` in its own size."""
    return remove_background.run(image, hints, preserve_alpha, load(image).shape)
