"""Objects: what a person would call one thing is one mask, the rest is large calm regions, and each has its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import count_values, erode, look_up, take_nearest
from engine.maths.looks import Look
from engine.maths.progress import Progress, ignore, sub_progress
from engine.maths.segment.edges import outline_strength
from engine.maths.segment.label_upsampling import gradient, upsample_labels
from engine.maths.segment.object_layers import lay_objects
from engine.maths.segment.object_search import search_objects
from engine.maths.segment.people_apart import Rect, tell_people_apart
from engine.maths.working_copy import surroundings, working_copy
from engine.operations.masks import WORKING_PIXELS, denoise_to_lab, find_small_regions

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# The share of the time that looking takes.
LOOKING = 0.8
# A look at an area that a person drew around a thing: its side in pixels, the share of the area's size around it, and
# the share of the area that what stands out in it must have.
INSIDE, AROUND, LEAST_INSIDE = 256, 0.15, 0.01

# A mask is one of what shows if this share of it does, or if it has this share of all that shows, behind a rim of so
# much of the shorter side.
MOSTLY, LITTLE, RIM = 0.5, 0.02, 0.015

NOTHING_INSIDE = "Nothing stands out there. Draw the area a little larger, or trace the thing itself."


@dataclass(frozen=True)
class ObjectMap:
    """The masks of a picture and their parts.

    Attributes:
        parts: (rows, columns) uint8, 1..p, p <= 255: every pixel that shows is in exactly one part, others in none (0).
        masks: (p + 1,) uint8: by part the mask that it belongs to, 1..k, the largest first; 0 by 0.
        scores: of the masks 1..k: how sure it is that one is an object, 0 to 1; None for the calm rest.
    """

    parts: NDArray[np.uint8]
    masks: NDArray[np.uint8]
    scores: tuple[float | None, ...]

    @property
    def labels(self) -> NDArray[np.uint8]:
        """The panoptic map (rows, columns) uint8 of masks 1..k."""
        return look_up(self.masks, self.parts)

    def count_pixels(self, where: Mask | None = None) -> NDArray[np.intp]:
        """By part how many pixels it has, or has ``where`` the mask is."""
        return count_values(self.parts, where)[: len(self.masks)]

    def show_only(self, visible: Mask) -> ObjectMap:
        """The map of what is ``visible`` (rows, columns): the rest is in no mask.

        What shows of a mask that is hidden for the most part, as a rim around a cut-out, belongs to the nearest part
        that is not.
        """
        seen, areas = self.count_pixels(visible), self.count_pixels()
        in_mask, of_mask = (np.bincount(self.masks, counts, len(self.scores) + 1) for counts in (seen, areas))
        inside = self.count_pixels(erode(visible, round(RIM * min(visible.shape))))
        in_depth = np.bincount(self.masks, inside, len(self.scores) + 1)
        stays = ((in_mask >= MOSTLY * of_mask) | (in_depth >= LITTLE * seen.sum()))[self.masks]
        parts = np.where(visible, take_nearest(self.parts, look_up(stays, self.parts) & visible), 0).astype(np.uint8)
        return ObjectMap(parts, self.masks, self.scores).renumber()

    def renumber(self) -> ObjectMap:
        """The same without parts and masks that have no pixel: parts 1..p, masks 1..k, the largest first."""
        areas = self.count_pixels()
        areas[0] = 0
        present = np.flatnonzero(areas)
        in_mask = np.bincount(self.masks, areas, len(self.scores) + 1)
        largest = np.argsort(-in_mask, kind="stable")[: np.count_nonzero(in_mask)]
        parts, masks = np.zeros(256, np.uint8), np.zeros(256, np.uint8)
        parts[present] = np.arange(1, len(present) + 1)
        masks[largest] = np.arange(1, len(largest) + 1)
        scores = tuple(self.scores[mask - 1] for mask in largest)
        return ObjectMap(
            look_up(parts, self.parts), np.concatenate(([0], masks[self.masks[present]])).astype(np.uint8), scores
        )


def plain_map(labels: NDArray[np.uint8]) -> ObjectMap:
    """The map of masks ``labels`` (rows, columns) 1..k of which it is not known what is an object: each is one part."""
    count = int(labels.max())
    return ObjectMap(labels, np.arange(count + 1, dtype=np.uint8), (None,) * count)


def find_objects(
    image: Image, look: Look, faces: Sequence[Rect] = (), *, progress: Progress | None = None
) -> ObjectMap:
    """The objects of ``image`` RGB (rows, columns, 3) uint8, and all that is not one.

    ``look`` says what stands out in a picture, ``faces`` are those in it: each person is an object.
    ``progress`` is told the finished share before each look, and may raise.
    The same picture gives the same map. A picture without objects has large regions only.
    """
    tell = progress or ignore
    small = working_copy(image, WORKING_PIXELS)
    found = search_objects(small, look, sub_progress(tell, 0.0, LOOKING))
    tell(LOOKING)
    lab = denoise_to_lab(small)
    strength = outline_strength(lab)
    regions = find_small_regions(lab, strength)
    scale = small.shape[0] / image.shape[0]
    rects = [(row * scale, column * scale, height * scale, width * scale) for row, column, height, width in faces]
    found = tell_people_apart(found, rects, gradient(small))
    layers = lay_objects(found, regions, lab, strength)
    tell(0.9)
    return ObjectMap(upsample_labels(layers.parts, image), layers.masks, layers.scores)


@dataclass(frozen=True)
class FoundInside:
    """``mask`` (rows, columns) bool of the thing, and how sure it is one, 0 to 1."""

    mask: Mask
    score: float


def find_object_inside(image: Image, area: Mask, look: Look) -> FoundInside:
    """The thing in ``image`` (rows, columns, 3) uint8 that a person drew the ``area`` (rows, columns) around, roughly.

    Raises ValueError where nothing stands out there, or the area is empty.
    """
    if not area.any():
        raise ValueError(NOTHING_INSIDE)
    window = surroundings(area, AROUND)
    likely = look(np.ascontiguousarray(image[window]), INSIDE)
    thing = (likely > 0.5) & area[window]
    if thing.sum() < LEAST_INSIDE * area.sum():
        raise ValueError(NOTHING_INSIDE)
    mask = np.zeros_like(area)
    mask[window] = thing
    return FoundInside(mask, float(likely[thing].mean()))
