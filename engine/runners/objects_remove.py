"""Erasing regions of a label map, and masks of the caller's own, in a registered image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.errors import InsufficientData, Unprocessable
from engine.images import Picture
from engine.operations.erase_foreground import add_shadow
from engine.operations.objects import ObjectMap
from engine.operations.other_objects import other_objects_mask
from engine.operations.protected_people import protected_people_mask
from engine.outcomes import Outcome
from engine.runners.holes import Rect, erase_hole, grow_over_edge
from engine.runners.people import faces_still_there
from engine.runners.pictures import Box, load, load_mask, store_state
from engine.runners.regions import load_regions, select_regions


def run(
    image: str,
    labels: str | None,
    mask_ids: list[int],
    mask: str | None,
    include_shadow: bool,
    faces: list[Rect],
    box: Box | None,
    variant: int = 0,
) -> Outcome:
    """``image`` without the regions ``mask_ids`` of the label map and without what ``mask`` covers, and without the
    shadow of both where wanted; ``variant`` names one of several fills.

    Raises:
        InsufficientData: nothing would be left, as v1 says for registered images (docs.bria.ai).
    """
    picture = load(image)
    regions = None if labels is None else load_regions(image, labels)
    hole = find_hole(picture, regions, mask_ids, mask, include_shadow)
    people = faces_still_there(picture.seen, faces)
    kept = protected_people_mask(hole, people, None if regions is None else regions.labels)
    if regions is not None:
        kept |= other_objects_mask(hole, regions)
    try:
        erased = erase_hole(picture, hole, kept, variant)
    except Unprocessable as error:
        raise InsufficientData(str(error)) from None
    return store_state(erased, box)


def find_hole(
    picture: Picture, regions: ObjectMap | None, mask_ids: list[int], mask: str | None, include_shadow: bool
) -> NDArray[np.bool_]:
    """What goes: some of the ``regions`` of ``picture``, the stored ``mask``, and their shadow where that is wanted."""
    hole = np.zeros(picture.shape, bool)
    if regions is not None:
        hole |= grow_over_edge(select_regions(regions, mask_ids))
    if mask is not None:
        hole |= load_mask(mask)
    return add_shadow(picture.seen, hole) if include_shadow else hole
