"""The regions of a stored image, and masks made of them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin
from engine.errors import BadRequest
from engine.images import MOST_MASKS
from engine.runners.pictures import load, load_labels


@lru_cache(maxsize=4)
def find_regions(image: str) -> NDArray[np.uint8]:
    """The label map of the stored ``image``; made once per process while it is worked on, as a file never changes."""
    return models_or_builtin.segment(load(image).pixels)


def load_regions(image: str, labels: str) -> NDArray[np.uint8]:
    """The label map stored under ``labels``, or, where that is empty, the one that the image's masks are made of."""
    return load_labels(labels) if labels else find_regions(image)


def select_regions(labels: NDArray[np.uint8], mask_ids: list[int]) -> NDArray[np.bool_]:
    """Where ``labels`` holds one of ``mask_ids``.

    Raises:
        BadRequest: the map has no such mask.
    """
    sizes = np.bincount(labels.ravel(), minlength=MOST_MASKS + 1)
    unknown = [mask_id for mask_id in mask_ids if not 1 <= mask_id <= MOST_MASKS or not sizes[mask_id]]
    if unknown:
        raise BadRequest(f"This image has no mask {unknown[0]}.")
    is_selected = np.zeros(MOST_MASKS + 1, bool)
    is_selected[mask_ids] = True
    return is_selected[labels]
