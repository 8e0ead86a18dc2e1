"""Filling what a mask covers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.errors import Unprocessable
from engine.maths.paints import Paint
from engine.models import EXTRAS, Outcome
from engine.operations import gen_fill
from engine.operations.gen_fill import Surroundings
from engine.runners.holes import erase_hole, grow_over_edge
from engine.runners.neighbours import find_neighbours
from engine.runners.pictures import load, load_mask, store


def run(image: str, mask: str, grow: bool, preserve_alpha: bool, prompt: str, seed: int, labels: str = "") -> Outcome:
    """``image``, whose map may be stored under ``labels``, with what ``mask`` covers filled as ``prompt`` says."""
    picture = load(image)
    hole = load_mask(mask)
    instruction = gen_fill.parse_instruction(prompt)
    if instruction is None:
        raise Unprocessable("This prompt takes a generative model.")
    hole = grow_over_edge(hole) if grow else hole
    if isinstance(instruction, Surroundings):
        pixels = erase_hole(picture.pixels, hole, find_neighbours(image, picture.pixels, hole, labels))
    else:
        pixels = paint_hole(picture.pixels, hole, instruction)
    extras = {"seed": seed, "refined_prompt": prompt}
    return {"file": store(picture.with_pixels(pixels, alpha=preserve_alpha)), EXTRAS: extras}


def paint_hole(pixels: NDArray[np.uint8], hole: NDArray[np.bool_], paint: Paint) -> NDArray[np.uint8]:
    """``pixels`` with ``hole`` in a colour or a gradient.

    Raises:
        Unprocessable: nothing is to be filled.
    """
    try:
        return gen_fill.gen_fill(pixels, hole, paint)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
