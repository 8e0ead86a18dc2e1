"""Cutting a picture's subject out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.images import Picture
from engine.maths.fill.canvas import resize_to
from engine.models import EXTRAS, Outcome
from engine.runners.pictures import load, store
from engine.runners.subjects import Alpha, cut_out, describe_doubt, find_alpha, limit_alpha


def run(
    image: str, hints: dict[str, Any], preserve_alpha: bool, shape: Sequence[int], only_alpha: bool = False
) -> Outcome:
    """The subject of ``image`` on nothing, scaled down to ``shape`` (rows, columns) where that is smaller.

    With ``only_alpha`` all of it is black, which takes no time to clean of the background's colours and to pack.
    """
    picture = scale_down(load(image), (shape[0], shape[1]))
    alpha = find_alpha(image, picture, hints)
    if only_alpha:
        return {"file": store(cut_out_in_black(picture, alpha, preserve_alpha))}
    doubt = describe_doubt(image, hints)
    return {"file": store(cut_out(picture, alpha, preserve_alpha)), EXTRAS: doubt}


def cut_out_in_black(picture: Picture, alpha: Alpha, preserve_alpha: bool) -> Picture:
    """As ``cut_out``, in black."""
    return Picture(np.zeros_like(picture.pixels), limit_alpha(picture, alpha, preserve_alpha))


def scale_down(picture: Picture, shape: tuple[int, int]) -> Picture:
    """``picture`` at another ``shape`` (rows, columns)."""
    alpha = None if picture.alpha is None else resize_to(picture.alpha, shape)
    return Picture(resize_to(picture.pixels, shape), alpha, picture.profile)
