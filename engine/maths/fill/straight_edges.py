"""A straight edge that a hole interrupts, and the picture along it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.fill.pyramid import Mask, Picture

Reals = NDArray[np.float32]

# Anti-aliased rims of what is erased: pixels around the hole that are no evidence.
RIM = 3
# How far an edge is followed on each side of the hole: a share of the gap, in pixels between these.
RUN_SHARE, SHORTEST_RUN, LONGEST_RUN = 0.35, 16, 96
# An edge is drawn, and its surroundings looked at, so far to each side of it (pixels).
WIDTH = 4
OFFSETS = np.arange(-WIDTH, WIDTH + 1.0)
# OpenCV samples no longer sides at once (pixels).
MOST_SAMPLED = 32_000


@dataclass(frozen=True)
class Edge:
    """A straight edge: ``point`` on it, and the unit ``normal`` towards its lighter side, both (row, column).

    The hole interrupts it from ``start`` to ``end``, pixels along its ``tangent`` from ``point``. ``below`` and
    ``above`` say on which sides its colours are the same at both ends; ``below`` is against the normal. ``strength`` is
    its contrast in grey levels.
    """

    point: NDArray[np.float64]
    normal: NDArray[np.float64]
    start: float = 0.0
    end: float = 0.0
    below: bool = False
    above: bool = False
    strength: float = 0.0

    @property
    def tangent(self) -> NDArray[np.float64]:
        return np.array([-self.normal[1], self.normal[0]])

    @property
    def run(self) -> int:
        """How far it is followed on each side of the gap, pixels."""
        return int(np.clip(RUN_SHARE * (self.end - self.start), SHORTEST_RUN, LONGEST_RUN))

    @property
    def is_whole(self) -> bool:
        """Whether both its sides go on."""
        return self.below and self.above

    def places(self, along: NDArray[np.float64], across: NDArray[np.float64]) -> NDArray[np.float64]:
        """(row, column) of what lies ``along`` and ``across`` it, pixels; in a last axis."""
        return np.asarray(self.point + along[..., None] * self.tangent + across[..., None] * self.normal)


def run_places(edge: Edge) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The pixels along ``edge`` that precede its gap, and those that follow it, from the gap outwards."""
    steps = np.arange(RIM, RIM + edge.run + 1.0)
    return edge.start - steps, edge.end + steps


def crossing_point(edge: Edge, other: Edge) -> NDArray[np.float64] | None:
    """Where two edges cross in their gaps, (row, column)."""
    across = float(edge.tangent @ other.normal)
    if abs(across) < 1e-3:
        return None
    along = float((other.point - edge.point) @ other.normal) / across
    place = edge.point + along * edge.tangent
    passed = float((place - other.point) @ other.tangent)
    is_between = edge.start <= along <= edge.end and other.start <= passed <= other.end
    return np.asarray(place) if is_between else None


def lookup_mask(mask: Mask, places: NDArray[np.float64]) -> Mask:
    """Whether ``mask`` holds at ``places`` (..., 2); False outside of it."""
    nearest = np.rint(places).astype(int)
    inside = ((nearest >= 0) & (nearest < mask.shape)).all(axis=-1)
    nearest[~inside] = 0
    return np.asarray(mask[nearest[..., 0], nearest[..., 1]] & inside)


def sample_colours(picture: Picture, places: NDArray[np.float64]) -> Reals:
    """Colours at ``places`` (rows, columns, 2) between the pixels of ``picture``."""
    rows, columns = (np.ascontiguousarray(places[..., axis], np.float32) for axis in (0, 1))
    strips = (slice(first, first + MOST_SAMPLED) for first in range(0, len(places), MOST_SAMPLED))
    colours = [
        cv2.remap(picture, columns[strip], rows[strip], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        for strip in strips
    ]
    return np.concatenate(colours).astype(np.float32)
