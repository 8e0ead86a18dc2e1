"""Cutting a picture's subject out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.images import Picture
from engine.models import EXTRAS, Outcome
from engine.runners.pictures import load, store
from engine.runners.subjects import Alpha, cut_out, describe_doubt, find_alpha, limit_alpha


def run(
    image: str, hints: dict[str, Any], preserve_alpha: bool, shape: Sequence[int], only_alpha: bool = False
) -> Outcome:
    """The subject of ``image`` on nothing, scaled down to ``shape`` (rows, columns) where that is smaller.

    With ``only_alpha`` all of it is black, which takes no time to clean of the background's colours and to pack.
    """
    whole = load(image).scale_to((shape[0], shape[1]))
    alpha = find_alpha(image, whole, hints)
    picture = whole.keep_alpha(preserve_alpha)
    if only_alpha:
        return {"file": store(cut_out_in_black(picture, alpha))}
    doubt = describe_doubt(image, hints)
    return {"file": store(cut_out(picture, alpha)), EXTRAS: doubt}


def cut_out_in_black(picture: Picture, alpha: Alpha) -> Picture:
    """As ``cut_out``, in black."""
    return Picture(np.zeros_like(picture.pixels), limit_alpha(picture, alpha))
