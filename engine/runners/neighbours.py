"""What lies beside a hole in a stored image, and is not to be copied into it: people, and other objects."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.operations.other_objects import other_objects_mask
from engine.runners.people import find_bystanders
from engine.runners.regions import load_regions

Mask = NDArray[np.bool_]


def find_neighbours(image: str, hole: Mask, labels: str) -> Mask | None:
    """Where they are, (rows, columns); None where there are none.

    Objects are known where ``image`` has a map of them stored under ``labels``: they are not looked for here, as that
    takes longer than erasing.
    """
    people = find_bystanders(image, hole)
    if not labels:
        return people
    others = other_objects_mask(hole, load_regions(image, labels))
    return others if people is None else others | people
