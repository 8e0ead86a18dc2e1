"""Keep strokes that run over the edge of the thing they are meant for, onto the background behind it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from engine.maths.matting.subject import Side, frame_penalty
from engine.maths.segment.cells import Cells, Floats

Mask = NDArray[np.bool_]

# What strokes bring in is background where its outline is the picture's frame to this degree (see ``frame_penalty``),
# and they cover but this share of it.
ON_THE_FRAME, COVERED = 0.3, 0.25
# A stroked cell is background where so much of what looks like it is.
ALIKE = 0.5
# Lab units, and standard deviations, by which a pixel differs from the background around it, as far as this share of
# the picture's height; a stroke of which less than MEANT differs is meant for the background.
UNLIKE, DEVIATIONS, AROUND, MEANT = 10.0, 2.5, 0.03, 0.04


def overspill(cells: Cells, alike: Floats, gained: Side, marked: Side) -> Side:
    """Which of the cells (n,) that keep strokes brought in are background that they only run onto.

    ``gained`` (n,) are the cells brought in, ``marked`` (n,) those under the strokes, ``alike`` the cells' likeness.
    """
    pieces = number_pieces(cells, gained)
    numbers = np.unique(pieces[gained & marked])
    found = [piece for number in numbers if is_background(cells, piece := gained & (pieces == number), marked)]
    if not found:
        return np.zeros(cells.count, bool)
    behind = np.logical_or.reduce(found)
    return np.asarray(behind & (~marked | (share_of_likeness(cells, alike, behind & ~marked) > ALIKE)))


def is_background(cells: Cells, piece: Side, marked: Side) -> bool:
    """True for a ``piece`` (n,) that lies along the picture's frame and far beyond the stroke."""
    covered = cells.areas[piece & marked].sum() / cells.areas[piece].sum()
    return bool(covered < COVERED and frame_penalty(cells, piece) > ON_THE_FRAME)


def share_of_likeness(cells: Cells, alike: Floats, side: Side) -> Floats:
    """The share of what looks like each cell (n,) that is in ``side`` (n,)."""
    inside = np.einsum("ij,j->i", alike, cells.areas * side)
    return np.asarray(inside / np.maximum(np.einsum("ij,j->i", alike, cells.areas), 1e-9), np.float32)


def number_pieces(cells: Cells, side: Side) -> NDArray[np.int32]:
    """The connected pieces of ``side`` by number (n,); each other cell is a piece of its own."""
    first, second = cells.pairs[side[cells.pairs].all(axis=1)].T
    graph = csr_array((np.ones(len(first)), (first, second)), (cells.count, cells.count))
    return np.asarray(connected_components(graph, directed=False)[1])


def recover_overspill(lab: Floats, stroke: Mask, spill: Mask) -> Mask | None:
    """The pixels of a ``stroke`` within its ``spill`` that differ from the background there; None where it is meant.

    ``lab`` is (rows, columns, 3) in CIE Lab, the masks (rows, columns).
    """
    painted = stroke & spill
    unlike = painted & unlike_background(lab, spill & ~stroke)
    count, strokes = cv2.connectedComponents(stroke.view(np.uint8))
    spills = np.bincount(strokes[painted], minlength=count)
    things = np.bincount(strokes[unlike | (stroke & ~spill)], minlength=count)
    return None if (things < MEANT * spills).any() else unlike


def unlike_background(lab: Floats, background: Mask) -> Mask:
    """The pixels (rows, columns) that differ from the ``background`` around them by more than it does from itself."""
    sigma = max(1.0, AROUND * len(lab))
    weight = np.maximum(cv2.GaussianBlur(background.astype(np.float32), (0, 0), sigma), 1e-6)

    def around(values: Floats) -> Floats:
        means = cv2.GaussianBlur(values * background, (0, 0), sigma)
        return np.asarray(means / weight, np.float32)

    usual = np.dstack([around(channel) for channel in np.moveaxis(lab, 2, 0)])
    distance = np.linalg.norm(lab - usual, axis=2)
    return np.asarray(distance > UNLIKE + DEVIATIONS * np.sqrt(around(distance**2)))
