"""A picture as a step finds it, and what a mark of the step means in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.images import Picture
from engine.maths.filters import strips
from engine.operations.objects import ObjectMap
from engine.runners.pictures import load
from engine.runners.regions import find_regions

Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]

MOST_TOLD = 100  # things that are told one by one


@dataclass(frozen=True)
class Scene:
    """The picture before a step: the stored ``image``, and the one whose masks are meant, which has the same size."""

    image: str
    masks_of: str

    @cached_property
    def picture(self) -> Picture:
        """The picture, decoded."""
        return load(self.image)

    @property
    def regions(self) -> ObjectMap:
        """The masks that are meant, and their parts."""
        return find_regions(self.masks_of)


@dataclass(frozen=True)
class Things:
    """What a rule found: ``labels`` (rows, columns) of whole numbers, 0 where nothing is.

    ``ids`` are by number the masks of the scene's picture, or parts of masks, that a thing is made of, where it is.
    """

    labels: Labels
    ids: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def keep_sizes(self, at_least: float, at_most: float) -> Things:
        """Those of the things that take up such a share of the frame."""
        shares = count_things(self.labels) / self.labels.size
        is_kept = (shares >= at_least) & (shares <= at_most)
        is_kept[0] = False
        return Things(np.where(is_kept[self.labels], self.labels, np.int32(0)), self.ids)

    def list_ids(self) -> tuple[int, ...]:
        """The masks, and parts of masks, that all things are made of, ascending; empty where they are made of none."""
        numbers = np.flatnonzero(count_things(self.labels)) if self.ids else ()
        return tuple(sorted(each for number in numbers if number for each in self.ids[int(number)]))


@dataclass(frozen=True)
class Marked:
    """What a mark means: a ``mask`` (rows, columns), by ids alone where it is made of whole masks, and by which things
    it was ``found``, where it was by a rule."""

    mask: Mask
    ids: tuple[int, ...] = ()
    found: dict[str, Any] | None = None


def count_things(labels: Labels) -> NDArray[np.intp]:
    """The pixels of each number from 0; strip by strip, for numpy copies what it counts to eight bytes each."""
    length = int(labels.max()) + 1
    counts = np.zeros(length, np.intp)
    for _, strip in strips(labels.shape):
        counts += np.bincount(labels[strip].ravel(), minlength=length)
    return counts


def describe_things(rule: str, things: Things) -> dict[str, Any]:
    """What a rule found, as answers tell it: how many things, their share of the frame, and where the largest are."""
    areas, boxes = count_things(things.labels), ndimage.find_objects(things.labels)
    found = [(int(areas[number]), box) for number, box in enumerate(boxes, start=1) if areas[number]]
    found.sort(key=lambda thing: (-thing[0], thing[1][0].start, thing[1][1].start))
    share = sum(area for area, _ in found) / things.labels.size
    told = [describe_box(rows, columns) for _, (rows, columns) in found[:MOST_TOLD]]
    return {"rule": rule, "count": len(found), "share": round(share, 6), "things": told}


def describe_box(rows: slice, columns: slice) -> dict[str, int]:
    """Where something is, as the API says it: x, y, w, h in pixels."""
    return {
        "x": int(columns.start),
        "y": int(rows.start),
        "w": int(columns.stop - columns.start),
        "h": int(rows.stop - rows.start),
    }
