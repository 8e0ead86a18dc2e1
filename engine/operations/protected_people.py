"""People who stay while something beside them is erased: what is copied from them would be a second one of them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import count_values, look_up
from engine.maths.people.bodies import figure_mask
from engine.maths.people.faces import Box
from engine.operations.erase import grow

Mask = NDArray[np.bool_]

# Share of a face in the hole from which it goes with it.
GONE = 0.5
# Share of the hole's rim on a person from which the hole is on them, not beside them: a badge is filled with its coat.
# A neighbour whose arm one touches has up to a quarter of it.
ON_THEM = 1 / 3
# Pixels of the rim that are looked at.
RIM = 4
# Share of a region in a figure from which it is part of that person: arms and hair reach out of the figure.
PART = 0.5


def protected_people_mask(hole: Mask, faces: Iterable[Box], labels: NDArray[np.uint8] | None = None) -> Mask:
    """Where people are that the ``hole`` (rows, columns) is beside.

    ``faces`` are boxes in pixels; ``labels`` (rows, columns) uint8 are the picture's regions, where they are known.
    """
    rim = grow(hole, RIM) & ~hole
    found = np.zeros_like(hole)
    for face in faces:
        person = add_regions(figure_mask(face, hole.shape), labels)
        if covered_share(box_mask(face, hole.shape), hole) < GONE and covered_share(rim, person) < ON_THEM:
            found |= person
    return found & ~hole


def add_regions(person: Mask, labels: NDArray[np.uint8] | None) -> Mask:
    """The figure ``person`` with the regions that lie in it for the most part."""
    if labels is None:
        return person
    is_part = count_values(labels, person) > PART * count_values(labels)
    is_part[0] = False  # no region
    return np.asarray(person | look_up(is_part, labels))


def box_mask(face: Box, shape: tuple[int, ...]) -> Mask:
    """The pixels of a face's box."""
    box = np.zeros(shape, bool)
    row, column = max(0, round(face.row)), max(0, round(face.column))
    box[row : round(face.row + face.height), column : round(face.column + face.width)] = True
    return box


def covered_share(part: Mask, of: Mask) -> float:
    """The share of ``part`` that lies in ``of``."""
    return int(np.count_nonzero(part & of)) / max(1, int(np.count_nonzero(part)))
