"""A picture's masks out of the objects found in it: what lies on what, what is a part of what, and the calm rest.

Every pixel belongs to one part, and every part to one mask. Masks are the objects, and the rest in large calm regions:
sky, wall, road. Parts are the regions that colours and edges make, cut along the outlines of the masks, and whatever
else was found inside of an object.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.maths.segment.object_search import FoundObject
from engine.maths.segment.people_apart import Person
from engine.maths.segment.region_merging import Limits, merge_regions
from engine.maths.working_copy import bounding_window

Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
Labels = NDArray[np.integer[Any]]

MOST_PARTS = 255  # their numbers fit into 8 bits
MOST_OBJECTS = 60
# A thing lies inside another one with this share of it. It is an object of its own, rather than a part, where the
# network is surer of it than of the other one, and it is this share of it.
INSIDE, OWN_SHARE = 0.8, 0.08
# What a person wears is a part of them, a helmet beside them is not: the share for things that lie on a person.
OWN_SHARE_ON_PERSON = 0.15
# Of two things that overlap otherwise the less sure one goes, where this share of it is the other's.
REPEATED = 0.5
# Shares of the picture: a smaller piece of a mask, or of a part, goes to what is nearest.
LEAST_MASK, LEAST_PART = 0.001, 0.0004
# What is left of an object under others, as a share of it, below which it is no object any more.
HIDDEN = 0.2
# The rest is merged on: what a person would call one wall, one lawn, one sky.
CALM = Limits(different=1.0, fewest=4, most=30, alike=0.42)


@dataclass(frozen=True)
class ObjectLayers:
    """``parts`` (rows, columns) 1..p; by part the number of its mask, 1..k; by mask its score, None for the rest."""

    parts: NDArray[np.uint8]
    masks: NDArray[np.uint8]  # (p + 1,), 0 for the part 0, which is none
    scores: tuple[float | None, ...]  # of the masks 1..k


def lay_objects(found: Sequence[FoundObject], regions: Labels, lab: Floats, strength: Floats) -> ObjectLayers:
    """The masks and parts of a picture whose objects are ``found``.

    ``regions`` (rows, columns) are those of colours and edges, ``lab`` the picture in CIE Lab, ``strength`` that of its
    outlines; all of one size.
    """
    objects, inner = tell_apart(found[:MOST_OBJECTS])
    owners = paint_masks([thing.mask for thing in objects], regions.shape)
    kept = [number for number, thing in enumerate(objects, start=1) if is_left(owners == number, thing.mask)]
    owners = np.where(np.isin(owners, kept), owners, 0).astype(np.int32)
    rest = len(objects) + merge_rest(owners, len(objects), regions, lab, strength)
    masks = np.where(owners > 0, owners, rest).astype(np.int32)
    masks = absorb_small(masks, np.zeros_like(masks), LEAST_MASK * masks.size)
    scores = {number: objects[number - 1].score for number in kept}
    return number_layers(masks, split_into_parts(masks, regions, inner), scores)


def tell_apart(found: Sequence[FoundObject]) -> tuple[list[FoundObject], list[Mask]]:
    """The objects among what was ``found``, the surest last, and the masks of what are parts of them."""
    objects: list[FoundObject] = []
    inner: list[Mask] = []
    for thing in sorted(found, key=lambda one: -one.score):
        around = [other for other in objects if share_inside(thing.mask, other.mask) > REPEATED]
        if not around:
            objects.append(thing)
        elif all(share_inside(thing.mask, other.mask) > INSIDE for other in around):
            inner.append(thing.mask)
    small = [thing for thing in objects if is_small_part(thing, objects)]
    return [thing for thing in reversed(objects) if not any(thing is one for one in small)], inner + [
        thing.mask for thing in small
    ]


def is_small_part(thing: FoundObject, objects: Sequence[FoundObject]) -> bool:
    """Whether ``thing`` lies in one of ``objects`` that is far larger."""
    area = int(thing.mask.sum())
    return any(
        area < own_share(thing, other) * other.mask.sum() and share_inside(thing.mask, other.mask) > INSIDE
        for other in objects
        if other is not thing
    )


def own_share(thing: FoundObject, other: FoundObject) -> float:
    """The share of ``other`` that ``thing`` inside of it must be to be no part of it."""
    return OWN_SHARE_ON_PERSON if isinstance(other, Person) and not isinstance(thing, Person) else OWN_SHARE


def share_inside(mask: Mask, other: Mask) -> float:
    """The share of ``mask`` that lies in ``other``."""
    return float((mask & other).sum() / max(1, int(mask.sum())))


def paint_masks(masks: Sequence[Mask], shape: tuple[int, ...]) -> NDArray[np.int32]:
    """The number, from 1, of the last of ``masks`` that covers each pixel; 0 where none does."""
    owners = np.zeros(shape[:2], np.int32)
    for number, mask in enumerate(masks, start=1):
        owners[mask] = number
    return owners


def is_left(visible: Mask, mask: Mask) -> bool:
    """Whether enough of an object is ``visible`` under the others."""
    area = int(visible.sum())
    return area >= HIDDEN * mask.sum() and area >= LEAST_MASK * mask.size


def merge_rest(owners: Labels, count: int, regions: Labels, lab: Floats, strength: Floats) -> NDArray[np.int32]:
    """What no object owns in large regions, numbered from 1 (rows, columns); other numbers where one does."""
    pieces = connected_pieces(np.where(owners > 0, 0, regions))
    used, numbers = np.unique(np.where(owners > 0, owners - 1, count + pieces - 1), return_inverse=True)
    superpixels = np.asarray(numbers.reshape(owners.shape), np.int32)
    fixed = int((used < count).sum())
    return merge_regions(superpixels, lab, strength, CALM, fixed).astype(np.int32)


def connected_pieces(labels: Labels) -> NDArray[np.int32]:
    """The connected pieces of each of ``labels``, numbered from 1; 0 where a label is 0."""
    pieces = np.zeros(labels.shape, np.int32)
    count = 0
    for label in np.unique(labels[labels > 0]):
        number, found = cv2.connectedComponents((labels == label).view(np.uint8), connectivity=4)
        pieces = np.where(found > 0, found + count, pieces)
        count += number - 1
    return pieces


def split_into_parts(masks: NDArray[np.int32], regions: Labels, inner: Sequence[Mask]) -> NDArray[np.int32]:
    """The parts of all ``masks``, numbered from 1: ``regions`` cut along them, with what lies inside of them on top."""
    layers = [masks.astype(np.int64), regions.astype(np.int64), paint_masks(inner, masks.shape).astype(np.int64)]
    layers[1] = np.where(layers[2] > 0, 0, layers[1])
    _, names = np.unique(np.stack([layer.ravel() for layer in layers]), axis=1, return_inverse=True)
    least = LEAST_PART * masks.size
    parts = absorb_small(connected_pieces(names.reshape(masks.shape) + 1), masks, least)
    while len(np.unique(parts)) > MOST_PARTS:
        least *= 1.5
        parts = absorb_small(parts, masks, least)
    return parts


def absorb_small(labels: NDArray[np.int32], owners: Labels, least: float) -> NDArray[np.int32]:
    """``labels``, those of fewer than ``least`` pixels given to the nearest within the same owner.

    The largest label of each owner stays, however small it is.
    """
    areas = np.bincount(labels.ravel())
    kept = areas >= least
    absorbed = labels.copy()
    for owner in np.unique(owners):
        inside = owners == owner
        box = bounding_window(inside, 0)
        own = labels[inside]
        if not kept[own].any():
            kept[np.bincount(own).argmax()] = True
        absorb_in_box(absorbed[box], inside[box], kept)
    return absorbed


def absorb_in_box(labels: Labels, inside: Mask, kept: Mask) -> None:
    """Give, in place, the pixels ``inside`` whose label is not ``kept`` the nearest label inside that is."""
    stays = inside & kept[labels]
    if (inside & ~stays).any():
        nearest = ndimage.distance_transform_edt(~stays, return_distances=False, return_indices=True)
        labels[inside] = labels[tuple(nearest)][inside]


def number_layers(masks: Labels, parts: NDArray[np.int32], scores: dict[int, float]) -> ObjectLayers:
    """Masks renumbered 1..k, the largest first, and parts 1..p likewise."""
    mask_names, mask_order = rename_largest_first(masks)
    part_names, part_order = rename_largest_first(parts)
    owner = np.zeros(len(part_order) + 1, np.uint8)
    numbered = part_names[parts]
    owner[numbered.ravel()] = mask_names[masks].ravel()
    return ObjectLayers(numbered, owner, tuple(scores.get(int(number)) for number in mask_order))


def rename_largest_first(labels: Labels) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """By label its new number from 1, the largest first; and by new number, less 1, the label."""
    areas = np.bincount(labels.ravel())
    order = np.argsort(-areas, kind="stable")[: int((areas > 0).sum())]
    names = np.zeros(len(areas), np.uint8)
    names[order] = np.arange(1, len(order) + 1)
    return names, order
