"""The masks of a stored image, the parts of them, and areas made of both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine import files, models_or_builtin, progress
from engine.cache import ByteBoundedLRU
from engine.errors import BadRequest
from engine.images import PART_IDS, Picture
from engine.maths.filters import look_up
from engine.operations.objects import ObjectMap, plain_map
from engine.runners import map_files
from engine.runners.pictures import load

# Made once per process while an image is worked on: a file never changes.
_found: ByteBoundedLRU[ObjectMap] = ByteBoundedLRU(4, 128_000_000, lambda layers: layers.parts.nbytes)


def find_regions(image: str) -> ObjectMap:
    """The masks of the stored ``image`` and their parts, by the methods there are now."""
    picture = load(image)  # whose file may be gone
    method = "objects" if models_or_builtin.can_find_objects() else "regions"
    find = partial(models_or_builtin.find_objects, progress=progress.tell)
    return _found.get(f"{image} {method}", lambda: find_visible(picture, find))


def find_quick_regions(image: str) -> ObjectMap:
    """The regions that colours and edges make in the stored ``image``, in a second or two."""
    return _found.get(f"{image} quick", lambda: find_visible(load(image), models_or_builtin.find_quick_regions))


def find_visible(picture: Picture, find: Callable[[NDArray[np.uint8]], ObjectMap]) -> ObjectMap:
    """What ``find`` finds in what is to be seen of ``picture``; what is hidden is in no mask."""
    visible = picture.visible
    if visible is None:
        return find(picture.seen)
    return find(picture.seen).show_only(visible) if visible.any() else plain_map(np.zeros(picture.shape, np.uint8))


def load_regions(image: str, labels: str) -> ObjectMap:
    """The map stored under ``labels``, or, where that is empty, the one that the image's masks are made of."""
    return map_files.decode_map(files.load(labels)) if labels else find_regions(image)


def select_regions(layers: ObjectMap, mask_ids: list[int]) -> NDArray[np.bool_]:
    """Where one of ``mask_ids`` is, which are those of masks, and from PART_IDS on those of parts.

    Raises:
        BadRequest: there is no such mask or part.
    """
    known = set(layers.masks[1:].tolist()) | {part + PART_IDS for part in range(1, len(layers.masks))}
    if unknown := set(mask_ids) - known:
        raise BadRequest(f"This image has no mask {min(unknown)}.")
    is_selected = np.isin(layers.masks, mask_ids)
    is_selected[[number - PART_IDS for number in mask_ids if number > PART_IDS]] = True
    return look_up(is_selected, layers.parts)
