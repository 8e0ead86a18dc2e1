"""What a person's strokes say of the cells under them.

A stroke is meant for what its middle runs over, and takes the whole of it along. What only its edge runs over, an arm
that the pen grazes, is marked no further than it is painted.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import distance_transform
from engine.maths.matting.subject import Side
from engine.maths.segment.cells import Cells, Floats

Marking = NDArray[np.int8]  # 1 for cells of the subject, -1 for those of the background, 0 where nothing is said

# The share of a cell that has to be under the middle of strokes for the cell to be meant, or of the one most so where
# the pen was thin; and the share that has to be painted for the cell to be marked, but not meant.
MEANT, MEANT_THINLY, PAINTED = 0.15, 0.5, 0.5
# The middle of a stroke: pixels at least this deep in it, over the depth of the deepest within NEAR pixels. Of strokes
# along the outlines of seven photos, whose middle was outside, four in ten cut off more than 3 % of the subject when
# all of a stroke was meant, and one in ten does so now; strokes that correct a cut-out do so as well as before.
MIDDLE, NEAR = 0.5, 12


@dataclass(frozen=True)
class Marks:
    """``sure`` (n,) says which side cells are on, ``meant`` (n,) which of them take along what they are a part of."""

    sure: Marking
    meant: Marking

    def without(self, side: Side) -> Marks:
        """The same with nothing said of the cells of ``side`` (n,)."""
        return Marks(*(np.where(side, np.int8(0), marking) for marking in (self.sure, self.meant)))


def mark_cells(cells: Cells, keep: Floats | None, remove: Floats | None) -> Marks:
    """What strokes say that are given as the share of each pixel that they cover (rows, columns), or None."""
    meant = stronger_mark(*(meant_share(cells, stroke) for stroke in (keep, remove)))
    painted = stronger_mark(*(painted_share(cells, stroke) for stroke in (keep, remove)))
    return Marks(np.where(meant == 0, painted, meant), meant)


def stronger_mark(kept: Floats, removed: Floats) -> Marking:
    """The side that more of each cell (n,) is marked for."""
    return np.where(kept >= removed, kept > 0, -1).astype(np.int8)


def meant_share(cells: Cells, stroke: Floats | None) -> Floats:
    """The share of each cell that the middle of a stroke covers (n,), 0 where it only grazes the cell."""
    if stroke is None:
        return np.zeros(cells.count, np.float32)
    shares = cells.mean(stroke_core(stroke))
    least = MEANT if shares.max() >= MEANT else MEANT_THINLY * shares.max()
    return np.where(shares < least, np.float32(0), shares)


def painted_share(cells: Cells, stroke: Floats | None) -> Floats:
    """The share of each cell that a stroke covers (n,), 0 where that is little of it."""
    shares = np.zeros(cells.count, np.float32) if stroke is None else cells.mean(stroke)
    return np.where(shares < PAINTED, np.float32(0), shares)


def stroke_core(stroke: Floats) -> Side:
    """The pixels (rows, columns) along the middle of a stroke, of every part of it that has a width of its own."""
    inside = stroke > 0.5
    if not inside.any():  # thinner than a pixel
        return stroke > 0
    # The picture's frame ends a stroke as it ends what is painted.
    depth = distance_transform(np.pad(inside, 1), 5)[1:-1, 1:-1]
    deepest = cv2.dilate(depth, np.ones((2 * NEAR + 1, 2 * NEAR + 1), np.uint8))
    return np.asarray(inside & (depth >= MIDDLE * deepest))
