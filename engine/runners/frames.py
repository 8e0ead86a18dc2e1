"""Edits of a picture's frame: more canvas around it, or more pixels in it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import progress
from engine.errors import Unprocessable
from engine.images import Picture
from engine.maths.fill.canvas import Canvas, resize_to
from engine.operations import expand as expanding
from engine.operations import fill
from engine.operations.fill import SURROUNDINGS, Surroundings
from engine.operations.upscale import upscale
from engine.runners.pictures import Outcome, load, store
from engine.runners.subjects import Alpha, found_alpha

# Share of the canvas that the subject should cover (Bria's documentation of image_expansion).
ENOUGH = 0.15
SOLID = 128  # of 255; what hides at least half of what is behind it


def expand(image: str, canvas: list[list[int]], prompt: str | None, seed: int, preserve_alpha: bool) -> Outcome:
    """``image`` on ``canvas``, what is new continued from it or filled with the colours of ``prompt``."""
    picture = load(image)
    place = Canvas(*((rows, columns) for rows, columns in canvas))
    instruction = fill.parse_instruction(prompt) if prompt else SURROUNDINGS
    if instruction is None:
        raise Unprocessable("This prompt takes a generative model.")
    subject = found_alpha(image, picture)
    if isinstance(instruction, Surroundings):
        pixels = expanding.expand(picture.pixels, place, subject=subject, progress=progress.tell)
    else:
        new = np.ones(place.size, bool)
        new[place.window] = False
        pixels = placed(picture.pixels, place, 0)
        pixels = fill.fill(pixels, new, instruction) if new.any() else pixels
    alpha = placed(picture.alpha, place, 255) if preserve_alpha and picture.alpha is not None else None
    told = {"seed": seed, "prompt": prompt or "", **hint(subject, place)}
    return {"file": store(Picture(pixels, alpha, picture.profile)), "told": told}


def placed(values: NDArray[np.uint8], canvas: Canvas, around: int) -> NDArray[np.uint8]:
    """``values`` (rows, columns, …) on ``canvas``, and ``around`` beside them."""
    result = np.full((*canvas.size, *values.shape[2:]), around, np.uint8)
    result[canvas.window] = resize_to(values, canvas.original_size)[canvas.crop]
    return result


def hint(subject: Alpha, canvas: Canvas) -> dict[str, Any]:
    """A warning where the subject covers too little of the canvas."""
    share = np.count_nonzero(placed(subject, canvas, 0) >= SOLID) / (canvas.size[0] * canvas.size[1])
    if not 0 < share < ENOUGH:
        return {}
    return {"warning": f"The subject covers {share:.0%} of the canvas; results are best where it covers {ENOUGH:.0%}."}


def increase_resolution(image: str, factor: int, preserve_alpha: bool) -> Outcome:
    """``image`` with its sides ``factor`` times as long."""
    picture = load(image)
    if picture.alpha is None or not preserve_alpha:
        pixels = upscale(picture.pixels, factor, progress=progress.tell)
        return {"file": store(picture.with_pixels(pixels, alpha=False))}
    large = upscale(np.dstack((picture.pixels, picture.alpha)), factor, progress=progress.tell)
    return {"file": store(Picture(large[..., :3], large[..., 3], picture.profile))}
