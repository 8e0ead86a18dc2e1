"""Spots: the dust, blemishes, scratches and hairs that lie on a picture, told from what the picture shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.progress import Progress, ignore
from engine.maths.spots.candidates import LARGE_GROUND_SIDE, Sheet, list_candidates
from engine.maths.spots.judging import Verdict, judge
from engine.maths.spots.outlines import outline
from engine.maths.working_copy import working_copy

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Scores = NDArray[np.uint8]
Box = tuple[int, int, int, int]

# Pixels of the largest copy that is looked at: what is three pixels wide at 16 MP is no eyesore in a larger picture.
MOST_PIXELS = 16_000_000
# Sizes of the picture that are looked at, each half of the one before, and the least side of one (pixels).
SIZES, SMALLEST_SIDE = 4, 48
# Steps that scores are kept in while spots of several sizes are joined.
STEPS = 200


@dataclass(frozen=True)
class Spot:
    """One spot.

    Attributes:
        box: row, column, height and width in pixels of the picture.
        mask: (height, width) bool, what of the box is to be erased: the spot with its soft edge.
        score: above 0 to 1, how surely it is one.
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
    noise and texture around each place. They are looked for in copies of several sizes, and outlined in the picture
    itself. Deterministic; ``image`` is not written into. ``progress`` is told the finished fraction, 0 to 1, and may
    raise to stop.
    """
    tell = progress or ignore
    scores = np.zeros(image.shape[:2], np.uint8)
    for sheet, verdict in spots_at_sizes(image, tell):
        window, mask = outline(image, sheet, verdict.candidate)
        part = scores[window]
        np.maximum(part, np.uint8(max(1, round(verdict.score * STEPS))), out=part, where=mask)
    spots = tuple(sorted(join_spots(scores), key=lambda spot: spot.box))
    tell(1.0)
    return Spots(spots, scores > 0)


def spots_at_sizes(image: Image, tell: Progress) -> Iterator[tuple[Sheet, Verdict]]:
    """The spots of each sheet of ``image``; one spot may come up in several."""
    for sheet in sheets_of(image, tell):
        for candidate in list_candidates(sheet):
            verdict = judge(sheet, candidate)
            if verdict.is_spot:
                yield sheet, verdict


def sheets_of(image: Image, tell: Progress) -> Iterator[Sheet]:
    """The sizes of ``image``, the coarsest first, then the finest again, for specks that are large there."""
    sizes = [working_copy(image, MOST_PIXELS)]
    while len(sizes) < SIZES and min(sizes[-1].shape[:2]) >= 2 * SMALLEST_SIDE:
        sizes.append(np.asarray(cv2.resize(sizes[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8))
    for number, size in reversed(list(enumerate(sizes))):
        tell(0.25**number * 0.4)
        yield Sheet.of(size)
    tell(0.7)
    yield Sheet.of(sizes[0], LARGE_GROUND_SIDE)


def join_spots(scores: Scores) -> Iterator[Spot]:
    """The spots of a map of scores (rows, columns), in STEPS, 0 where none is: what touches is one."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((scores > 0).view(np.uint8))
    for number in range(1, count):
        left, top, columns, rows, _ = boxes[number].tolist()
        window = slice(top, top + rows), slice(left, left + columns)
        mask = np.asarray(labels[window] == number)
        yield Spot((top, left, rows, columns), mask, int(scores[window][mask].max()) / STEPS)
