"""The people in a stored image: found once, and kept clear of what is erased beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine import models_or_builtin
from engine.cache import ByteBoundedLRU
from engine.maths.colour_spaces import grey
from engine.maths.people.faces import SAME_FACE, Box, Face, box_overlap, look_for_eyes
from engine.operations import people
from engine.operations.people import Person
from engine.operations.protected_people import protected_people_mask
from engine.runners.pictures import load
from engine.runners.regions import find_quick_regions

# Share of the picture from which a hole takes much longer than looking for people does.
LARGE = 0.01
# A face takes a few hundred bytes.
known_faces: ByteBoundedLRU[tuple[Face, ...]] = ByteBoundedLRU(64, 1_000_000, lambda found: 500 * len(found))


def find_people(image: str) -> tuple[Person, ...]:
    """The people in the stored ``image``; looked for once per process, as a file never changes."""
    return _find_people(image, models_or_builtin.name_face_methods())


@lru_cache(maxsize=16)
def _find_people(image: str, methods: str) -> tuple[Person, ...]:
    faces = find_faces(image)  # before the picture is held here: it is decoded for that
    pixels = load(image).seen
    placed = models_or_builtin.place_landmarks(pixels, faces)
    return people.find_people(pixels, placed, models_or_builtin.find_figure)


def find_faces(image: str) -> tuple[Face, ...]:
    """The faces in the stored ``image``; looked for once per process as well."""
    name = f"{image} {models_or_builtin.name_face_methods()}"
    return known_faces.get(name, lambda: models_or_builtin.find_faces(load(image).seen))


def find_bystanders(image: str, hole: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Where people are in the stored ``image`` beside a ``hole`` (rows, columns) that is worth looking for them."""
    boxes = [face.box for face in find_faces(image)] if hole.mean() >= LARGE else []
    if not protected_people_mask(hole, boxes).any():
        return None
    return protected_people_mask(hole, boxes, find_quick_regions(image).labels)


def faces_still_there(pixels: NDArray[np.uint8], rects: Iterable[Sequence[float]]) -> list[Box]:
    """Those of the faces found in an earlier state of a picture that are found, or show eyes, in this one."""
    boxes = [Box(*rect) for rect in rects]
    found = [face.box for face in models_or_builtin.find_faces(pixels)] if boxes else []
    luma = grey(pixels)

    def is_there(box: Box) -> bool:
        return any(box_overlap(box, other) > SAME_FACE for other in found) or look_for_eyes(luma, box).eyes_seen > 0

    return [box for box in boxes if is_there(box)]
