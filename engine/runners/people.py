"""The people in an image, and changing them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin, progress
from engine.cache import Kept
from engine.errors import BadRequest
from engine.maths.filters import grey
from engine.maths.people.faces import Box, Face, find_faces, look_for_eyes
from engine.operations import people
from engine.operations.people import Change, Person
from engine.operations.protected_people import protected_people_mask
from engine.runners import pictures
from engine.runners.masks import segmented
from engine.runners.pictures import Outcome, finished, load

# Share of the picture from which a hole takes much longer than looking for people does.
LARGE = 0.01
# A face takes a few hundred bytes.
faces: Kept[tuple[Face, ...]] = Kept(64, 1_000_000, lambda found: 500 * len(found))


def list_people(image: str) -> Outcome:
    """The people in ``image``, in the shape of ``person/info``."""
    return {"people": [describe(person) for person in found(image)]}


def change_people(image: str, original: str, changes: dict[str, dict[str, Any]], box: pictures.Box | None) -> Outcome:
    """``image`` with people changed, from left to right; they are found in ``original``, the visual's own picture."""
    picture = load(image)
    pixels = picture.pixels
    for person in sorted(found(original), key=lambda person: person.rect[1]):
        if person.id in changes:
            progress.check()
            pixels = changed(pixels, person, changes[person.id])
    return finished(picture.with_pixels(pixels), box)


@lru_cache(maxsize=16)
def found(image: str) -> tuple[Person, ...]:
    """The people in the stored ``image``; looked for once per process, as a file never changes."""
    pixels = load(image).pixels
    return people.find_people(pixels, faces_in(image, pixels))


def faces_in(image: str, pixels: NDArray[np.uint8]) -> tuple[Face, ...]:
    """The faces in the stored ``image``, whose ``pixels`` they are; looked for once per process as well."""
    return faces.get(image, lambda: find_faces(pixels) if (known := models_or_builtin.faces(pixels)) is None else known)


def people_beside(image: str, pixels: NDArray[np.uint8], hole: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Where people are in the stored ``image`` beside a ``hole`` (rows, columns) that is worth looking for them."""
    boxes = [face.box for face in faces_in(image, pixels)] if hole.mean() >= LARGE else []
    return protected_people_mask(hole, boxes, segmented(image)) if protected_people_mask(hole, boxes).any() else None


def seen_again(pixels: NDArray[np.uint8], rects: Iterable[Sequence[float]]) -> list[Box]:
    """Those of the faces found in an earlier state of a picture that have eyes in this one."""
    luma = grey(pixels)
    return [box for box in (Box(*rect) for rect in rects) if look_for_eyes(luma, box).eyes_seen]


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
    """A person as Bria lists them (docs.bria.ai); here rows and columns become y and x."""
    row, column, height, width = (float(value) for value in person.rect)
    return {
        "id": person.id,
        "type": "person",
        "labels": list(person.labels),
        "rect": {"x": column, "y": row, "w": width, "h": height},
        "actions": {action: list(values) for action, values in person.actions.items()},
        "oracle": {action: dict(levels) for action, levels in person.oracle.items()},
    }
