"""Filling what a mask covers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.errors import Unprocessable
from engine.images import Picture
from engine.maths.paints import Paint
from engine.operations import gen_fill
from engine.operations.gen_fill import Surroundings
from engine.outcomes import EXTRAS, Outcome
from engine.runners.holes import erase_hole, load_hole
from engine.runners.neighbours import find_neighbours
from engine.runners.pictures import load, store


def run(
    image: str,
    mask: str,
    grow: bool,
    preserve_alpha: bool,
    prompt: str,
    seed: int,
    labels: str = "",
    feather: int = 0,
) -> Outcome:
    """``image``, whose map may be stored under ``labels``, with what ``mask`` covers filled as ``prompt`` says, its
    edge fading out over ``feather`` pixels."""
    picture = load(image).keep_alpha(preserve_alpha)
    hole = load_hole(mask, grow, feather)
    instruction = gen_fill.parse_instruction(prompt)
    if instruction is None:
        raise Unprocessable("This prompt takes a generative model.")
    if isinstance(instruction, Surroundings):
        filled = erase_hole(picture, hole.mask, find_neighbours(image, hole.mask, labels))
    else:
        filled = paint_hole(picture, hole.mask, instruction)
    return {"file": store(hole.fade(picture, filled)), EXTRAS: {"seed": seed, "refined_prompt": prompt}}


def paint_hole(picture: Picture, hole: NDArray[np.bool_], paint: Paint) -> Picture:
    """``picture`` with ``hole`` in a colour or a gradient, opaque.

    Raises:
        Unprocessable: nothing is to be filled.
    """
    alpha = None if picture.alpha is None else np.where(hole, np.uint8(255), picture.alpha)
    try:
        return Picture(gen_fill.gen_fill(picture.pixels, hole, paint), alpha, picture.profile)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
