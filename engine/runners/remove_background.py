"""Cutting a picture's subject out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.cache import ByteBoundedLRU
from engine.images import Picture
from engine.outcomes import EXTRAS, Outcome
from engine.runners.pictures import load, store
from engine.runners.subjects import Alpha, cut_out, describe_doubt, find_alpha, limit_alpha

# What a person draws strokes on is looked at in small, stroke after stroke.
small_pictures: ByteBoundedLRU[Picture] = ByteBoundedLRU(4, 64_000_000, lambda picture: 4 * picture.pixels.nbytes)


def run(
    image: str, hints: dict[str, Any], preserve_alpha: bool, shape: Sequence[int], only_alpha: bool = False
) -> Outcome:
    """The subject of ``image`` on nothing, scaled down to ``shape`` (rows, columns) where that is smaller.

    With ``only_alpha`` all of it is black, which takes no time to clean of the background's colours and to pack.
    """
    if only_alpha:
        small = small_pictures.get(f"{image} {shape[0]} {shape[1]}", lambda: load_scaled(image, shape))
        return {"file": store(cut_out_in_black(small.keep_alpha(preserve_alpha), find_alpha(image, small, hints)))}
    whole = load_scaled(image, shape)
    alpha = find_alpha(image, whole, hints)
    doubt = describe_doubt(image, hints)
    return {"file": store(cut_out(whole.keep_alpha(preserve_alpha), alpha)), EXTRAS: doubt}


def load_scaled(image: str, shape: Sequence[int]) -> Picture:
    """The stored ``image``, scaled down to ``shape`` (rows, columns) where that is smaller."""
    return load(image).scale_to((shape[0], shape[1]))


def cut_out_in_black(picture: Picture, alpha: Alpha) -> Picture:
    """As ``cut_out``, in black."""
    return Picture(np.zeros_like(picture.pixels), limit_alpha(picture, alpha))
