"""The spots of a picture, and the mask that erases them."""

from __future__ import annotations

import numpy as np

from engine import files, images, progress
from engine.operations.spots import Spot, find_spots
from engine.outcomes import EXTRAS, Outcome
from engine.runners.pictures import load


def run(image: str) -> Outcome:
    """Where dust, blemishes, scratches and hairs lie on ``image``; the mask is black where there are none."""
    picture = load(image)
    found = find_spots(picture.seen, progress=progress.tell)
    mask = images.encode_grey(np.where(found.mask, np.uint8(255), np.uint8(0)))
    spots = [describe_spot(spot) for spot in found.spots]
    return {"file": files.save(mask, ".png"), "is_mask": True, EXTRAS: {"spots": spots}}


def describe_spot(spot: Spot) -> dict[str, object]:
    """A spot as the answer has it: left, top, width and height in pixels."""
    row, column, height, width = spot.box
    return {"box": [column, row, width, height], "score": spot.score}
