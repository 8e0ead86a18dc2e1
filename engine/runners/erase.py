"""Erasing what a mask covers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.images import Picture
from engine.operations.erase_foreground import add_shadow
from engine.outcomes import Outcome
from engine.runners.holes import erase_hole, grow_over_edge
from engine.runners.neighbours import find_neighbours
from engine.runners.pictures import load, load_mask, store


def run(
    image: str,
    mask: str,
    grow: bool,
    include_shadow: bool,
    preserve_alpha: bool,
    labels: str = "",
    variant: int = 0,
) -> Outcome:
    """``image`` without what ``mask`` covers, and its shadow where wanted; ``labels`` names the map of its masks, and
    ``variant`` which of several fills is made."""
    picture = load(image).keep_alpha(preserve_alpha)
    hole = find_hole(picture, mask, grow, include_shadow)
    return {"file": store(erase_hole(picture, hole, find_neighbours(image, hole, labels), variant))}


def find_hole(picture: Picture, mask: str, grow: bool, include_shadow: bool) -> NDArray[np.bool_]:
    """What goes: the stored ``mask``, grown over soft edges and with its shadow where that is wanted."""
    hole = load_mask(mask)
    hole = grow_over_edge(hole) if grow else hole
    return add_shadow(picture.seen, hole) if include_shadow else hole
