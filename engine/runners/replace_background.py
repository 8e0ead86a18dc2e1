"""Putting a picture's subject before another background."""

from __future__ import annotations

from typing import Any

from engine.errors import Unprocessable
from engine.images import Picture
from engine.maths.paint_prompts import parse_paint
from engine.operations.replace_background import replace_background
from engine.outcomes import EXTRAS, Outcome
from engine.runners.pictures import load, store
from engine.runners.subjects import clean_colours, find_alpha, limit_alpha

# Pixels of a result whose original quality nobody asked for (docs.bria.ai).
REDUCED = 1_000_000


def run(
    image: str,
    hints: dict[str, Any],
    force: bool,
    prompt: str | None,
    backdrop: str | None,
    full_size: bool,
    seed: int,
) -> Outcome:
    """The subject of ``image`` before the colours of ``prompt``, or before the picture ``backdrop``."""
    picture = load(image)
    alpha = find_alpha(image, picture, hints, force=force)
    behind = load(backdrop).in_colours_of(picture).flatten().pixels if backdrop else parse_paint(prompt or "")
    if behind is None:
        raise Unprocessable("This prompt takes a generative model.")
    colours = clean_colours(picture, alpha)
    pixels = replace_background(picture.pixels, limit_alpha(picture, alpha), colours, behind)
    result = Picture(pixels, None, picture.profile)
    extras = {"seed": seed} | ({"refined_prompt": prompt} if prompt else {})
    return {"file": store(result if full_size else reduce(result)), EXTRAS: extras}


def reduce(picture: Picture) -> Picture:
    """``picture`` scaled down to ``REDUCED`` pixels where it has more."""
    rows, columns = picture.pixels.shape[:2]
    scale = (REDUCED / (rows * columns)) ** 0.5
    return picture if scale >= 1 else picture.resize((max(1, round(columns * scale)), max(1, round(rows * scale))))
