"""Edits of a picture's background, and of the subject before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.errors import Unprocessable
from engine.images import Picture
from engine.maths.fill.canvas import resize_to
from engine.maths.paint_prompts import parse_paint
from engine.operations import background, blur, crop, foreground, replace
from engine.runners.erasing import erased
from engine.runners.pictures import Outcome, load, store
from engine.runners.subjects import Alpha, alpha_of

# Pixels of a result whose original quality nobody asked for (docs.bria.ai).
REDUCED = 1_000_000


def remove_background(
    image: str, hints: dict[str, Any], preserve_alpha: bool, shape: Sequence[int], only_alpha: bool = False
) -> Outcome:
    """The subject of ``image`` on nothing, scaled down to ``shape`` (rows, columns) where that is smaller.

    With ``only_alpha`` all of it is black, which takes no time to clean of the background's colours and to pack.
    """
    picture = scaled_down(load(image), (shape[0], shape[1]))
    alpha = alpha_of(image, picture, hints)
    if only_alpha:
        return {"file": store(silhouette(picture, alpha, preserve_alpha))}
    return {"file": store(cut_out(picture, alpha, preserve_alpha))}


def crop_foreground(image: str, hints: dict[str, Any], preserve_alpha: bool, padding: int, force: bool) -> Outcome:
    """The subject of ``image`` on nothing, with ``padding`` pixels around it."""
    picture = load(image)
    alpha = alpha_of(image, picture, hints, force=force)
    cutout = picture if alpha is picture.alpha else cut_out(picture, alpha, preserve_alpha)
    try:
        pixels, _ = crop.crop_foreground(np.dstack((cutout.pixels, alpha_in(cutout))), padding)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
    return {"file": store(Picture(pixels[..., :3], pixels[..., 3], picture.profile))}


def erase_foreground(image: str, hints: dict[str, Any], preserve_alpha: bool) -> Outcome:
    """``image`` without its subject."""
    picture = load(image)
    hole = foreground.footprint(picture.pixels, alpha_of(image, picture, hints))
    pixels = erased(picture.pixels, hole, None)
    return {"file": store(picture.with_pixels(pixels, alpha=preserve_alpha))}


def blur_background(image: str, hints: dict[str, Any], preserve_alpha: bool, scale: int) -> Outcome:
    """``image`` with everything but its subject out of focus."""
    picture = load(image)
    pixels = blur.blur_background(picture.pixels, alpha_of(image, picture, hints), scale)
    return {"file": store(picture.with_pixels(pixels, alpha=preserve_alpha))}


def replace_background(
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
    alpha = alpha_of(image, picture, hints, force=force)
    behind = load(backdrop).pixels if backdrop else parse_paint(prompt or "")
    if behind is None:
        raise Unprocessable("This prompt takes a generative model.")
    colours = background.cut_out(picture.pixels, alpha)[..., :3]
    pixels = replace.replace_background(picture.pixels, alpha, colours, behind)
    result = Picture(pixels, None, picture.profile)
    told = {"seed": seed} | ({"refined_prompt": prompt} if prompt else {})
    return {"file": store(result if full_size else reduced(result)), "told": told}


def cut_out(picture: Picture, alpha: Alpha, preserve_alpha: bool) -> Picture:
    """``picture`` with ``alpha``, its colours cleaned of the background; no less transparent than it was, if wanted."""
    cleaned = background.cut_out(picture.pixels, alpha)
    alpha = kept_alpha(picture, cleaned[..., 3], preserve_alpha)
    return Picture(np.ascontiguousarray(cleaned[..., :3]), np.ascontiguousarray(alpha), picture.profile)


def silhouette(picture: Picture, alpha: Alpha, preserve_alpha: bool) -> Picture:
    """As ``cut_out``, in black."""
    return Picture(np.zeros_like(picture.pixels), kept_alpha(picture, alpha, preserve_alpha))


def kept_alpha(picture: Picture, alpha: Alpha, preserve_alpha: bool) -> Alpha:
    """``alpha``, and no more than that of ``picture`` if it is to be preserved."""
    return alpha if picture.alpha is None or not preserve_alpha else np.minimum(alpha, picture.alpha)


def scaled_down(picture: Picture, shape: tuple[int, int]) -> Picture:
    """``picture`` at another ``shape`` (rows, columns)."""
    alpha = None if picture.alpha is None else resize_to(picture.alpha, shape)
    return Picture(resize_to(picture.pixels, shape), alpha, picture.profile)


def alpha_in(picture: Picture) -> Alpha:
    """The alpha of a picture, opaque where it has none."""
    return np.full(picture.pixels.shape[:2], 255, np.uint8) if picture.alpha is None else picture.alpha


def reduced(picture: Picture) -> Picture:
    """``picture`` scaled down to ``REDUCED`` pixels where it has more."""
    rows, columns = picture.pixels.shape[:2]
    scale = (REDUCED / (rows * columns)) ** 0.5
    return picture if scale >= 1 else picture.resized((max(1, round(columns * scale)), max(1, round(rows * scale))))
