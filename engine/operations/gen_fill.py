"""Fill a masked part of a picture with what a prompt can ask of an engine without a generative model.

That is: its surroundings ("remove", "fill from surroundings"), a colour, or a gradient.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.maths.paint_prompts import parse_paint
from engine.maths.paints import Paint, render_paint
from engine.operations.crop_foreground import foreground_box
from engine.operations.erase import erase

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]


class Surroundings:
    """The instruction to fill from the rest of the picture."""


SURROUNDINGS = Surroundings()
# A prompt of these words asks for it: "remove the object", "fill from its surroundings".
ASKING = {
    "remove",
    "erase",
    "delete",
    "fill",
    "continue",
    "extend",
    "surrounding",
    "surroundings",
    "background",
    "nothing",
}
BESIDES = {"please", "the", "this", "that", "it", "its", "object", "area", "mask", "in", "out", "from", "of", "with"}


def parse_instruction(prompt: str) -> Paint | Surroundings | None:
    """What ``prompt`` asks to fill with, or None for anything that takes a generative model."""
    words = set(re.findall(r"\w+", prompt.lower())) - BESIDES
    return SURROUNDINGS if words and words <= ASKING else parse_paint(prompt)


def gen_fill(
    image: Image,
    mask: Mask,
    instruction: Paint | Surroundings,
    *,
    avoid: Mask | None = None,
    progress: Callable[[float], None] | None = None,
) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 with the True pixels of ``mask`` filled as told.

    A gradient runs over the mask's box. ``avoid`` and ``progress`` are those of ``erase``. Returns a new picture,
    byte-equal outside the mask. Raises ValueError where the shapes do not fit or nothing is to be filled.
    """
    if isinstance(instruction, Surroundings):
        return erase(image, mask, avoid=avoid, progress=progress)
    if mask.shape != image.shape[:2]:
        raise ValueError(f"The mask is {mask.shape}, the picture {image.shape[:2]} (rows, columns).")
    if not mask.any():
        raise ValueError("The mask is empty: nothing is to be filled.")
    return apply_paint(image, mask, instruction)


def apply_paint(image: Image, mask: Mask, paint: Paint) -> Image:
    """``image`` with ``paint`` in the mask."""
    box = foreground_box(mask.astype(np.uint8) * 255)
    window = slice(box.row, box.row + box.rows), slice(box.column, box.column + box.columns)
    result = image.copy()
    np.copyto(result[window], render_paint(paint, (box.rows, box.columns)), where=mask[window][..., None])
    return result
