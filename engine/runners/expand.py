"""Continuing a picture on a larger canvas."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import progress
from engine.errors import Unprocessable
from engine.images import Picture
from engine.maths.fill.canvas import Canvas, resize_to
from engine.maths.paints import Paint
from engine.operations.expand import expand
from engine.operations.gen_fill import SURROUNDINGS, Surroundings, gen_fill, parse_instruction
from engine.outcomes import EXTRAS, Outcome
from engine.runners.holes import fill_colours
from engine.runners.pictures import load, store
from engine.runners.subjects import SOLID, Alpha, find_alpha_or_none

# Share of the canvas that the subject should cover (Bria's documentation of image_expansion).
ENOUGH = 0.15


def run(image: str, canvas: list[list[int]], prompt: str | None, seed: int, preserve_alpha: bool) -> Outcome:
    """``image`` on ``canvas``, what is new continued from it or filled with the colours of ``prompt``."""
    whole = load(image)
    place = Canvas(*((rows, columns) for rows, columns in canvas))
    instruction = parse_instruction(prompt) if prompt else SURROUNDINGS
    if instruction is None:
        raise Unprocessable("This prompt takes a generative model.")
    subject = find_alpha_or_none(image, whole)
    picture = whole.keep_alpha(preserve_alpha)
    if picture.alpha is not None:
        picture, subject = picture.scale_to(place.original_size), resize_to(subject, place.original_size)
    if isinstance(instruction, Surroundings):
        larger = continue_picture(picture, place, subject)
    else:
        larger = paint_surroundings(picture, place, instruction)
    extras = {"seed": seed, "prompt": prompt or "", **warn_of_small_subject(subject, place)}
    return {"file": store(larger), EXTRAS: extras}


def continue_picture(picture: Picture, canvas: Canvas, subject: Alpha) -> Picture:
    """``picture`` on ``canvas``, as opaque as most of its border; not continued where most of that is clear."""
    opacity = 255 if picture.alpha is None else border_opacity(picture.alpha)
    if opacity:
        pixels = expand(fill_gaps(picture), canvas, subject=subject, progress=progress.tell)
    else:
        pixels = put_on_canvas(picture.pixels, canvas, 0)
    alpha = None if picture.alpha is None else put_on_canvas(picture.alpha, canvas, opacity)
    return Picture(pixels, alpha, picture.profile)


def border_opacity(alpha: Alpha) -> int:
    """How opaque half of the border is at least."""
    border = np.sort(np.concatenate((alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1])))
    return int(border[len(border) // 2])


def fill_gaps(picture: Picture) -> NDArray[np.uint8]:
    """The colours of ``picture``, continued into where it is clear, lest that be mirrored."""
    return picture.pixels if picture.visible is None else fill_colours(picture.pixels, ~picture.visible, None)


def paint_surroundings(picture: Picture, canvas: Canvas, paint: Paint) -> Picture:
    """``picture`` on ``canvas``, what is new in a colour or a gradient, and opaque."""
    new = np.ones(canvas.size, bool)
    new[canvas.window] = False
    pixels = put_on_canvas(picture.pixels, canvas, 0)
    alpha = None if picture.alpha is None else put_on_canvas(picture.alpha, canvas, 255)
    return Picture(gen_fill(pixels, new, paint) if new.any() else pixels, alpha, picture.profile)


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
