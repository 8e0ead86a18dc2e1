"""What may distract in a picture: things away from its subject, as ``masks.distractions`` judges them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.operations.objects import ObjectMap
from masks import distractions, hierarchy
from masks.distractions import Rect
from masks.regions import FoundObject, LabelMap


def find_distractions(pixels: NDArray[np.uint8], layers: ObjectMap, faces: Iterable[Rect] = ()) -> list[list[int]]:
    """The parts of each thing in ``pixels`` RGB (rows, columns, 3) uint8 that may distract, the surest thing first.

    ``layers`` are the picture's masks, ``faces`` those that are in it.
    """
    image = Image.fromarray(pixels)
    small = np.asarray(image.reduce(hierarchy.choose_reduction(image.size)))
    return [list(thing.ids) for thing in distractions.find_distractions(label_parts(layers), small, faces)]


def label_parts(layers: ObjectMap) -> LabelMap:
    """The parts as a label map that knows which of them make up an object."""
    objects = [
        FoundObject(number, score, tuple(int(part) for part in np.flatnonzero(layers.masks == number)))
        for number, score in enumerate(layers.scores, start=1)
    ]
    return LabelMap(layers.parts, tuple(objects))
