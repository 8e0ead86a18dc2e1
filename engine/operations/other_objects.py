"""Objects beside a hole: what is copied from them into it would be a piece of a second one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import count_values, look_up
from engine.operations.erase import grow
from engine.operations.objects import ObjectMap

Mask = NDArray[np.bool_]

# Share of an object in the hole from which it goes with it.
GONE = 0.5
# Share of the hole's rim on an object from which the hole lies on it, or before it: what a dog sat on goes on under it.
BEHIND = 0.2
# Pixels of the rim that are looked at.
RIM = 4


def other_objects_mask(hole: Mask, layers: ObjectMap) -> Mask:
    """Where objects are that the ``hole`` (rows, columns) is beside, by a map of the same size."""
    labels = layers.labels
    count = len(layers.scores) + 1
    areas = count_values(labels)[:count]
    rim = grow(hole, RIM) & ~hole
    in_hole, on_rim = (count_values(labels, where)[:count] for where in (hole, rim))
    is_object = np.array([False, *(score is not None for score in layers.scores)])
    stays = is_object & (in_hole < GONE * areas) & (on_rim < BEHIND * max(1, int(rim.sum())))
    return np.asarray(look_up(stays, labels) & ~hole)
