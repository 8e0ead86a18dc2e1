"""Continuing a picture on a larger canvas."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import progress
from engine.errors import Unprocessable
from engine.images import Picture
from engine.maths.fill.canvas import Canvas, resize_to
from engine.models import EXTRAS, Outcome
from engine.operations.expand import expand
from engine.operations.gen_fill import SURROUNDINGS, Surroundings, gen_fill, parse_instruction
from engine.runners.pictures import load, store
from engine.runners.subjects import SOLID, Alpha, find_alpha_or_none

# Share of the canvas that the subject should cover (Bria's documentation of image_expansion).
ENOUGH = 0.15


def run(image: str, canvas: list[list[int]], prompt: str | None, seed: int, preserve_alpha: bool) -> Outcome:
    """``image`` on ``canvas``, what is new continued from it or filled with the colours of ``prompt``."""
    picture = load(image)
    place = Canvas(*((rows, columns) for rows, columns in canvas))
    instruction = parse_instruction(prompt) if prompt else SURROUNDINGS
    if instruction is None:
        raise Unprocessable("This prompt takes a generative model.")
    subject = find_alpha_or_none(image, picture)
    if isinstance(instruction, Surroundings):
        pixels = expand(picture.pixels, place, subject=subject, progress=progress.tell)
    else:
        new = np.ones(place.size, bool)
        new[place.window] = False
        pixels = put_on_canvas(picture.pixels, place, 0)
        pixels = gen_fill(pixels, new, instruction) if new.any() else pixels
    alpha = put_on_canvas(picture.alpha, place, 255) if preserve_alpha and picture.alpha is not None else None
    extras = {"seed": seed, "prompt": prompt or "", **warn_of_small_subject(subject, place)}
    return {"file": store(Picture(pixels, alpha, picture.profile)), EXTRAS: extras}


def put_on_canvas(values: NDArray[np.uint8], canvas: Canvas, around: int) -> NDArray[np.uint8]:
    """``values`` (rows, columns, …) on ``canvas``, and ``around`` beside them."""
    result = np.full((*canvas.size, *values.shape[2:]), around, np.uint8)
    result[canvas.window] = resize_to(values, canvas.original_size)[canvas.crop]
    return result


def warn_of_small_subject(subject: Alpha, canvas: Canvas) -> dict[str, Any]:
    """A warning where the subject covers too little of the canvas."""
    share = np.count_nonzero(put_on_canvas(subject, canvas, 0) >= SOLID) / (canvas.size[0] * canvas.size[1])
    if not 0 < share < ENOUGH:
        return {}
    return {"warning": f"The subject covers {share:.0%} of the canvas; results are best where it covers {ENOUGH:.0%}."}
