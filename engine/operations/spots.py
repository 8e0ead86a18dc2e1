"""Spots: the dust, blemishes, scratches and hairs that lie on a picture, told from what the picture shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.progress import Progress, ignore
from engine.maths.spots.candidates import Sheet, list_candidates
from engine.maths.spots.judging import Verdict, grow_square, judge, pick_spots
from engine.maths.working_copy import working_copy

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]

# Pixels of the copy that is looked at: what is three pixels wide at 16 MP is no eyesore in a larger picture.
MOST_PIXELS = 16_000_000
# Sizes of the picture that are looked at, each half of the one before, and the least side of one (pixels).
SIZES, SMALLEST_SIDE = 4, 48
# Pixels of the size it was found at by which a spot is grown over its soft edge.
SOFT_EDGE = 2


@dataclass(frozen=True)
class Spot:
    """One spot.

    Attributes:
        box: row, column, height and width in pixels of the picture.
        mask: (height, width) bool, what of the box is to be erased: the spot with its soft edge.
        score: above 0 to 1, how clearly it stands out of its surroundings.
    """

    box: Box
    mask: Mask
    score: float

    @property
    def window(self) -> tuple[slice, slice]:
        """Its rows and columns of the picture."""
        row, column, height, width = self.box
        return slice(row, row + height), slice(column, column + width)


@dataclass(frozen=True)
class Spots:
    """The spots of a picture, from top to bottom, and ``mask`` (rows, columns) bool of all of them."""

    spots: tuple[Spot, ...]
    mask: Mask


def find_spots(image: Image, *, progress: Progress | None = None) -> Spots:
    """The spots of ``image``, RGB (rows, columns, 3) uint8: small or thin, and alone on calm surroundings.

    What counts is a difference from the surroundings that these show nowhere else: the measure is the picture's own
    noise and texture around each place. Deterministic; ``image`` is not written into. ``progress`` is told the finished
    fraction, 0 to 1, and may raise to stop.
    """
    tell = progress or ignore
    found: list[Spot] = []
    mask = np.zeros(image.shape[:2], bool)
    for spot in spots_at_sizes(image, tell):
        if not mask[spot.window][spot.mask].any():
            found.append(spot)
            mask[spot.window] |= spot.mask
    tell(1.0)
    return Spots(tuple(sorted(found, key=lambda spot: spot.box)), mask)


def spots_at_sizes(image: Image, tell: Progress) -> Iterator[Spot]:
    """The spots of each size of ``image``, the coarsest first; one spot may come up at two sizes."""
    sizes = [working_copy(image, MOST_PIXELS)]
    while len(sizes) < SIZES and min(sizes[-1].shape[:2]) >= 2 * SMALLEST_SIDE:
        sizes.append(np.asarray(cv2.resize(sizes[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8))
    for number, size in reversed(list(enumerate(sizes))):
        tell(0.25**number * 0.5)
        sheet = Sheet.of(size)
        verdicts = (judge(sheet, candidate, is_speck=number == 0) for candidate in list_candidates(sheet))
        for verdict in sorted(pick_spots(verdicts), key=lambda verdict: verdict.clutter):
            yield to_spot(verdict, size.shape, image.shape)


def to_spot(verdict: Verdict, size: tuple[int, ...], shape: tuple[int, ...]) -> Spot:
    """What was found in a picture of ``size``, in pixels of one of ``shape`` (rows, columns, …)."""
    rows, columns = verdict.candidate.window
    top, left = rows.start - SOFT_EDGE, columns.start - SOFT_EDGE
    grown = grow_square(np.pad(verdict.candidate.mask, SOFT_EDGE), SOFT_EDGE)
    down, across = shape[0] / size[0], shape[1] / size[1]
    first = round(top * down), round(left * across)
    height, width = round(grown.shape[0] * down), round(grown.shape[1] * across)
    large = cv2.resize(grown.view(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) > 0
    return cut_to_frame(first, large, shape, round(1 - verdict.clutter, 3))


def cut_to_frame(first: tuple[int, int], mask: Mask, shape: tuple[int, ...], score: float) -> Spot:
    """A spot whose ``mask`` begins at ``first`` (row, column), without what lies beyond a picture of ``shape``."""
    top, left = (max(0, place) for place in first)
    inner = mask[top - first[0] : shape[0] - first[0], left - first[1] : shape[1] - first[1]]
    return Spot((top, left, *inner.shape), np.ascontiguousarray(inner), score)
