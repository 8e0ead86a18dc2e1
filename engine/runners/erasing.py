"""Erasing or filling what a mask covers, and erasing regions of a label map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin, progress
from engine.errors import BadRequest, InsufficientData, Unprocessable
from engine.maths.paints import Paint
from engine.operations import erase, fill
from engine.operations.fill import Surroundings
from engine.operations.foreground import add_shadow
from engine.operations.protected_people import protected_people_mask
from engine.runners.people import people_beside, seen_again
from engine.runners.pictures import Box, Outcome, finished, load, load_labels, load_mask, store

Rect = Sequence[int]  # row, column, height, width

# An object's edge is anti-aliased: pixels just outside its mask carry its colour, and left alone they are continued
# into the hole. Half a percent of the shorter side covers them on photos of every size.
GROWTH_SHARE = 0.005
GROWTH_LEAST, GROWTH_MOST = 3, 16  # pixels


def erase_mask(image: str, mask: str, grow: bool, include_shadow: bool, preserve_alpha: bool) -> Outcome:
    """``image`` without what ``mask`` covers, and without the shadow of that where wanted."""
    picture = load(image)
    hole = load_mask(mask)
    hole = grown(hole) if grow else hole
    hole = add_shadow(picture.pixels, hole) if include_shadow else hole
    pixels = erased(picture.pixels, hole, people_beside(image, picture.pixels, hole))
    return {"file": store(picture.with_pixels(pixels, alpha=preserve_alpha))}


def fill_mask(image: str, mask: str, grow: bool, preserve_alpha: bool, prompt: str, seed: int) -> Outcome:
    """``image`` with what ``mask`` covers filled as ``prompt`` says."""
    picture = load(image)
    hole = load_mask(mask)
    instruction = fill.parse_instruction(prompt)
    if instruction is None:
        raise Unprocessable("This prompt takes a generative model.")
    hole = grown(hole) if grow else hole
    if isinstance(instruction, Surroundings):
        pixels = erased(picture.pixels, hole, people_beside(image, picture.pixels, hole))
    else:
        pixels = painted(picture.pixels, hole, instruction)
    told = {"seed": seed, "refined_prompt": prompt}
    return {"file": store(picture.with_pixels(pixels, alpha=preserve_alpha)), "told": told}


def painted(pixels: NDArray[np.uint8], hole: NDArray[np.bool_], paint: Paint) -> NDArray[np.uint8]:
    """``pixels`` with ``hole`` in a colour or a gradient.

    Raises:
        Unprocessable: nothing is to be filled.
    """
    try:
        return fill.fill(pixels, hole, paint)
    except ValueError as error:
        raise Unprocessable(str(error)) from None


def remove_objects(
    image: str,
    labels: str | None,
    mask_ids: list[int],
    mask: str | None,
    include_shadow: bool,
    faces: list[Rect],
    box: Box | None,
) -> Outcome:
    """``image`` without the regions ``mask_ids`` of the label map and without what ``mask`` covers, and without the
    shadow of both where wanted.

    Raises:
        InsufficientData: nothing would be left, as v1 says for registered images (docs.bria.ai).
    """
    picture = load(image)
    hole = np.zeros(picture.pixels.shape[:2], bool)
    regions = None if labels is None else load_labels(labels)
    if regions is not None:
        hole |= grown(chosen(regions, mask_ids))
    if mask is not None:
        hole |= load_mask(mask)
    if include_shadow:
        hole = add_shadow(picture.pixels, hole)
    try:
        pixels = erased(picture.pixels, hole, protected_people_mask(hole, seen_again(picture.pixels, faces), regions))
    except Unprocessable as error:
        raise InsufficientData(str(error)) from None
    return finished(picture.with_pixels(pixels), box)


def chosen(labels: NDArray[np.uint8], mask_ids: list[int]) -> NDArray[np.bool_]:
    """Where ``labels`` holds one of ``mask_ids``.

    Raises:
        BadRequest: the map has no such mask.
    """
    sizes = np.bincount(labels.ravel(), minlength=256)
    unknown = [mask_id for mask_id in mask_ids if not 1 <= mask_id <= 255 or not sizes[mask_id]]
    if unknown:
        raise BadRequest(f"This image has no mask {unknown[0]}.")
    is_chosen = np.zeros(256, bool)
    is_chosen[mask_ids] = True
    return is_chosen[labels]


def grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``mask`` and the soft edge around it."""
    radius = round(GROWTH_SHARE * min(mask.shape))
    return erase.grow(mask, min(max(radius, GROWTH_LEAST), GROWTH_MOST))


def covered(rects: list[Rect], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where any of ``rects`` lies."""
    mask = np.zeros(shape, bool)
    for row, column, height, width in rects:
        mask[max(row, 0) : max(row + height, 0), max(column, 0) : max(column + width, 0)] = True
    return mask


def erased(pixels: NDArray[np.uint8], hole: NDArray[np.bool_], avoid: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
    """``pixels`` with ``hole`` filled from the rest, but not from ``avoid``.

    Raises:
        Unprocessable: the hole leaves nothing to fill it from.
    """
    try:
        return models_or_builtin.erase(pixels, hole, avoid=avoid, progress=progress.tell)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
