"""Erasing a picture's subject."""

from __future__ import annotations

from typing import Any

from engine.operations.erase_foreground import footprint
from engine.outcomes import Outcome
from engine.runners.holes import erase_hole
from engine.runners.pictures import load, store
from engine.runners.subjects import find_alpha


def run(image: str, hints: dict[str, Any], preserve_alpha: bool) -> Outcome:
    """``image`` without its subject."""
    picture = load(image)
    hole = footprint(picture.seen, find_alpha(image, picture, hints))
    return {"file": store(erase_hole(picture.keep_alpha(preserve_alpha), hole, None))}
