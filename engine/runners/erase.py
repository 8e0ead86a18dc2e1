"""Erasing what a mask covers."""

from __future__ import annotations

from dataclasses import replace

from engine.images import Picture
from engine.operations.erase_foreground import add_shadow
from engine.outcomes import Outcome
from engine.runners.holes import Hole, erase_hole, load_hole
from engine.runners.neighbours import find_neighbours
from engine.runners.pictures import load, store


def run(
    image: str,
    mask: str,
    grow: bool,
    include_shadow: bool,
    preserve_alpha: bool,
    labels: str = "",
    variant: int = 0,
    feather: int = 0,
) -> Outcome:
    """``image`` without what ``mask`` covers, and its shadow where wanted; ``labels`` names the map of its masks,
    ``variant`` which of several fills is made, and ``feather`` over how many pixels the mask's edge fades out."""
    picture = load(image).keep_alpha(preserve_alpha)
    hole = find_hole(picture, mask, grow, feather, include_shadow)
    erased = erase_hole(picture, hole.mask, find_neighbours(image, hole.mask, labels), variant)
    return {"file": store(hole.fade(picture, erased))}


def find_hole(picture: Picture, mask: str, grow: bool, feather: int, include_shadow: bool) -> Hole:
    """What goes: the stored ``mask``, grown over soft edges, fading out and with its shadow where that is wanted."""
    hole = load_hole(mask, grow, feather)
    return replace(hole, mask=add_shadow(picture.seen, hole.mask)) if include_shadow else hole
