"""The table of operations: name → function of stored files → stored result.

Around each pure function of ``engine.operations``: load, work, store. Names of files and JSON come in and go out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import files, images
from engine.errors import BadRequest, Unprocessable
from engine.images import Picture
from engine.operations import archive, erase, masks, people
from engine.operations.people import Change, Person
from engine.work import Outcome

Box = Sequence[int]  # width, height
Rect = Sequence[int]  # row, column, height, width

# An object's edge is anti-aliased: pixels just outside its mask carry its colour, and left alone they are continued
# into the hole. Half a percent of the shorter side covers them on photos of every size.
GROWTH_SHARE = 0.005
GROWTH_LEAST, GROWTH_MOST = 3, 16  # pixels


def segment(image: str, prefix: str) -> Outcome:
    """All regions of ``image``, as a zip and as a label map."""
    labels = masks.segment(load(image).pixels)
    return {
        "file": files.save(archive.pack(labels, prefix), ".zip"),
        "labels": files.save(images.encode_grey(labels), ".png"),
    }


def list_people(image: str) -> Outcome:
    """The people in ``image``, in the shape of ``person/info``."""
    return {"people": [describe(person) for person in people.find_people(load(image).pixels)]}


def erase_mask(image: str, mask: str, grow: bool, preserve_alpha: bool) -> Outcome:
    """``image`` without what ``mask`` covers."""
    picture = load(image)
    hole = load_mask(mask)
    pixels = erased(picture.pixels, grown(hole) if grow else hole, None)
    return {"file": store(picture.with_pixels(pixels, alpha=preserve_alpha))}


def remove_objects(
    image: str, labels: str | None, mask_ids: list[int], mask: str | None, faces: list[Rect], box: Box | None
) -> Outcome:
    """``image`` without the regions ``mask_ids`` of the label map and without what ``mask`` covers."""
    picture = load(image)
    hole = np.zeros(picture.pixels.shape[:2], bool)
    if labels is not None:
        hole |= grown(chosen(images.decode_labels(files.load(labels)), mask_ids))
    if mask is not None:
        hole |= load_mask(mask)
    pixels = erased(picture.pixels, hole, covered(faces, hole.shape))
    return finished(picture.with_pixels(pixels), box)


def change_people(image: str, original: str, changes: dict[str, dict[str, Any]], box: Box | None) -> Outcome:
    """``image`` with people changed, from left to right; they are found in ``original``, the visual's own picture."""
    picture = load(image)
    pixels = picture.pixels
    for person in sorted(people.find_people(load(original).pixels), key=lambda person: person.rect[1]):
        if person.id in changes:
            pixels = changed(pixels, person, changes[person.id])
    return finished(picture.with_pixels(pixels), box)


OPERATIONS: Mapping[str, Callable[..., Outcome]] = {
    "segment": segment,
    "people": list_people,
    "erase": erase_mask,
    "remove": remove_objects,
    "change": change_people,
}


def load(name: str) -> Picture:
    """The stored image ``name``; its size was judged when it came in."""
    return images.decode(files.load(name), images.limits(inside=True))


def load_mask(name: str) -> NDArray[np.bool_]:
    """The stored mask ``name``."""
    return images.decode_labels(files.load(name)).astype(bool)


def store(picture: Picture) -> str:
    """The name of the file that now holds ``picture``."""
    return files.save(images.encode(picture), ".png")


def finished(picture: Picture, box: Box | None) -> Outcome:
    """An edited state: ``image`` in full for the next edit, ``file`` in the resolution that was asked for."""
    image = store(picture)
    return {"image": image, "file": store(picture.resized((box[0], box[1]))) if box else image}


def chosen(labels: NDArray[np.uint8], mask_ids: list[int]) -> NDArray[np.bool_]:
    """Where ``labels`` holds one of ``mask_ids``.

    Raises:
        BadRequest: the map has no such mask.
    """
    sizes = np.bincount(labels.ravel(), minlength=256)
    unknown = [mask_id for mask_id in mask_ids if not 1 <= mask_id <= 255 or not sizes[mask_id]]
    if unknown:
        raise BadRequest(f"This image has no mask {unknown[0]}.")
    is_chosen = np.zeros(256, bool)
    is_chosen[mask_ids] = True
    return is_chosen[labels]


def grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``mask`` and the soft edge around it."""
    radius = round(GROWTH_SHARE * min(mask.shape))
    return erase.grow(mask, min(max(radius, GROWTH_LEAST), GROWTH_MOST))


def covered(rects: list[Rect], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where any of ``rects`` lies."""
    mask = np.zeros(shape, bool)
    for row, column, height, width in rects:
        mask[max(row, 0) : max(row + height, 0), max(column, 0) : max(column + width, 0)] = True
    return mask


def erased(pixels: NDArray[np.uint8], hole: NDArray[np.bool_], avoid: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
    """``pixels`` with ``hole`` filled from the rest, but not from ``avoid``.

    Raises:
        Unprocessable: the hole leaves nothing to fill it from.
    """
    try:
        return erase.erase(pixels, hole, avoid=avoid)
    except ValueError as error:
        raise Unprocessable(str(error)) from None


def changed(pixels: NDArray[np.uint8], person: Person, actions: dict[str, Any]) -> NDArray[np.uint8]:
    """``pixels`` with ``person`` changed.

    Raises:
        BadRequest: something is asked for that is not offered for this person.
    """
    try:
        return people.change(pixels, person, {action: Change(*value) for action, value in actions.items()})
    except ValueError as error:
        raise BadRequest(str(error)) from None


def describe(person: Person) -> dict[str, Any]:
    """A person as Bria lists them (contract.md, section 4.3); here rows and columns become y and x."""
    row, column, height, width = (float(value) for value in person.rect)
    return {
        "id": person.id,
        "type": "person",
        "labels": list(person.labels),
        "rect": {"x": column, "y": row, "w": width, "h": height},
        "actions": {action: list(values) for action, values in person.actions.items()},
        "oracle": {action: dict(levels) for action, levels in person.oracle.items()},
    }
