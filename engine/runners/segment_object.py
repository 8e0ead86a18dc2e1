"""The thing inside an area of an image: an extension, by which a person circles what is meant."""

from __future__ import annotations

import numpy as np

from engine import files, images, models_or_builtin
from engine.errors import Unprocessable
from engine.outcomes import EXTRAS, Outcome
from engine.runners.pictures import load, load_mask


def run(image: str, area: str) -> Outcome:
    """The mask of what stands out in ``image`` inside of the stored mask ``area``.

    Raises:
        Unprocessable: nothing does.
    """
    picture = load(image)
    drawn = load_mask(area) if picture.visible is None else load_mask(area) & picture.visible
    try:
        found = models_or_builtin.find_object_inside(picture.seen, drawn)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
    mask = images.encode_grey(np.where(found.mask, np.uint8(255), np.uint8(0)))
    return {"file": files.save(mask, ".png"), "is_mask": True, EXTRAS: {"score": round(found.score, 3)}}
