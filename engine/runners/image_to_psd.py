"""A picture in layers."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine import files, models_or_builtin
from engine.errors import InsufficientData, Unprocessable
from engine.images import Picture
from engine.operations.erase_foreground import footprint
from engine.operations.image_to_psd import Layer, layered_psd
from engine.outcomes import Outcome
from engine.runners.holes import Rect, cover, erase_hole
from engine.runners.pictures import load
from engine.runners.regions import find_regions
from engine.runners.subjects import SOLID, Alpha, clean_colours, find_alpha_or_none, limit_alpha

Mask = NDArray[np.bool_]

# Share of the picture under which a part of the foreground is a crumb of the object beside it.
SMALLEST = 0.002
# Share of an object that must be foreground for it to be a layer of its own.
IN_FRONT = 0.5


def run(image: str, faces: list[Rect]) -> Outcome:
    """``image`` as a PSD of its background, its foreground, and one layer per object.

    Raises:
        InsufficientData: there is too little in it, as v1 says for registered images (docs.bria.ai).
    """
    picture = load(image)
    subject = find_alpha_or_none(image, picture)
    objects = separate_objects(subject, faces, find_object_masks(image) if subject.any() else [])
    try:
        background = erase_subject(picture, subject, faces)
        content = layered_psd(
            picture.pixels,
            background.pixels,
            limit_alpha(picture, subject),
            objects,
            foreground=clean_colours(picture, subject),
            opacity=picture.alpha,
            background_alpha=background.alpha,
            profile=picture.profile,
        )
    except (ValueError, Unprocessable) as error:
        raise InsufficientData(str(error)) from None
    return {"file": files.save(content, ".psd")}


def erase_subject(picture: Picture, subject: Alpha, faces: list[Rect]) -> Picture:
    """The picture without what ``subject`` says is in front; faces are not copied into the hole."""
    if not subject.any():
        return picture
    return erase_hole(picture, footprint(picture.seen, subject), cover(faces, subject.shape))


def find_object_masks(image: str) -> list[Mask]:
    """Where the objects of the stored ``image`` are; none where the engine cannot tell what is one."""
    layers = find_regions(image) if models_or_builtin.can_find_objects() else None
    if layers is None:
        return []
    return [layers.labels == number for number, score in enumerate(layers.scores, start=1) if score is not None]


def separate_objects(alpha: Alpha, faces: list[Rect], objects: Sequence[Mask] = ()) -> list[Layer]:
    """The ``objects`` in the foreground, and its other connected parts, the largest lowest; those with a face are
    people."""
    labels = divide_foreground(alpha >= SOLID, objects)
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    layers: list[Layer] = []
    for number in np.argsort(-areas, kind="stable"):
        if areas[number] < SMALLEST * alpha.size:
            break
        mask = np.asarray(labels == number)
        kind = "Person" if any(has_middle(mask, face) for face in faces) else "Object"
        same = sum(layer.name.startswith(kind) for layer in layers)
        layers.append(Layer(f"{kind} {same + 1}", mask))
    return layers


def divide_foreground(solid: Mask, objects: Sequence[Mask]) -> NDArray[np.int32]:
    """The number of the thing that each ``solid`` pixel belongs to, from 1: an object that is mostly solid, or else a
    connected piece of the rest. A crumb of that belongs to the object that it touches."""
    labels = np.zeros(solid.shape, np.int32)
    for number, mask in enumerate(objects, start=1):
        if np.count_nonzero(mask & solid) > IN_FRONT * np.count_nonzero(mask):
            labels[mask & solid] = number
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((solid & (labels == 0)).view(np.uint8), connectivity=4)
    is_crumb = stats[:, cv2.CC_STAT_AREA] < SMALLEST * solid.size
    if labels.any():
        nearest = ndimage.distance_transform_edt(labels == 0, return_distances=False, return_indices=True)
        labels = np.where((pieces > 0) & is_crumb[pieces], labels[tuple(nearest)], labels)
    return np.where((pieces > 0) & (labels == 0), pieces + len(objects), labels).astype(np.int32)


def has_middle(mask: NDArray[np.bool_], rect: Rect) -> bool:
    """Whether the middle of ``rect`` lies in ``mask``."""
    row, column, height, width = rect
    middle = min(row + height // 2, mask.shape[0] - 1), min(column + width // 2, mask.shape[1] - 1)
    return bool(mask[middle])
