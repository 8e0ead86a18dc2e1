"""Erasing a picture's subject."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.images import Picture
from engine.operations.erase_foreground import footprint
from engine.outcomes import Outcome
from engine.runners.holes import erase_hole
from engine.runners.pictures import load, store
from engine.runners.subjects import find_alpha


def run(image: str, hints: dict[str, Any], preserve_alpha: bool) -> Outcome:
    """``image`` without its subject."""
    picture = load(image)
    return {"file": store(erase_hole(picture.keep_alpha(preserve_alpha), find_hole(image, picture, hints), None))}


def find_hole(image: str, picture: Picture, hints: dict[str, Any]) -> NDArray[np.bool_]:
    """What goes with the subject of the stored ``image``, which is ``picture``."""
    return footprint(picture.seen, find_alpha(image, picture, hints))
