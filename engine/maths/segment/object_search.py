"""The objects of a picture, by a network that sees what stands out.

Such a network sees one thing, or a few, at a time. So it looks at the whole picture; then at the picture with what it
found filled in, which shows what stood in its shadow; then at windows of the picture, so that smaller things stand out.
Whatever it sees is looked at again with its own surroundings, until it is not cut off by a window: what a window cuts
off, or the network is unsure of when it sees it alone, is no object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.looks import Look
from engine.maths.progress import Progress
from engine.maths.working_copy import Window, surroundings

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

# Sides in pixels at which the network sees the whole picture, a filled one, a window, and the surroundings of a thing.
WHOLE, FILLED, WINDOW, CLOSE = 256, 224, 192, 224
# What all looks together may cost; a look at 320 pixels, for which the network was made, costs 1. At half a second for
# that one, on two slow cores, this is five seconds.
BUDGET = 10.0
COST = {WHOLE: 0.55, FILLED: 0.4, WINDOW: 0.28}
# Windows: their side as a share of the longer one of the picture, and how many of them lie along each side.
COARSE, FINE = (0.6, 2), (0.4, 3)
# Times that the picture is filled in and looked at as a whole.
FILLINGS = 3
# Shares of the picture: what is first seen, and what is seen with its surroundings, is no smaller.
LEAST_SEEN, LEAST = 0.002, 0.001
# Share of its size that is looked at around a thing, and how often at most.
MARGIN, CLOSER_LOOKS = 0.2, 2
# Intersection over union of two views of the same thing; of a look that changed nothing more; of two that have nothing
# to do with each other.
SAME, SETTLED, STRANGE = 0.65, 0.92, 0.3
# The summed shares of a window's inner borders that a thing may touch, and the least score of an object.
CUT, LEAST_SCORE = 0.15, 0.4
# The score from which what a window shows is worth a closer look.
WORTH_A_LOOK = 0.1
# How the picture is filled in: the longer side of the copy that this is done on, and the pixels around a thing.
FILL_SIDE, FILL_AROUND, FILL_BLUR = 256, 7, 4.0
# Pixels around a thing in which the network's doubt counts against it.
RIM = np.ones((9, 9), np.uint8)


@dataclass
class FoundObject:
    """A thing: its ``mask`` (rows, columns) and how sure it is one, 0 to 1."""

    mask: Mask
    score: float


@dataclass
class ObjectSearch:
    """A search in ``image`` (rows, columns, 3) uint8 with the looks of ``look``; see ``search_objects``."""

    image: Image
    look: Look
    tell: Progress
    found: list[FoundObject] = field(default_factory=list)
    tried: list[Mask] = field(default_factory=list)
    spent: float = 0.0

    def run(self) -> list[FoundObject]:
        """All there is to find, the surest first."""
        shape = self.image.shape[:2]
        whole = (slice(0, shape[0]), slice(0, shape[1]))
        self.consider(self.image, [whole], WHOLE)
        for _ in range(FILLINGS):
            before = len(self.found)
            if before:
                self.consider(self.fill_found(), [whole], FILLED)
            if len(self.found) == before:
                break
        self.consider(self.image, windows(shape, *COARSE), WINDOW)
        if self.found:
            self.consider(self.fill_found(), windows(shape, *COARSE), WINDOW)
        self.consider(self.image, windows(shape, *FINE), WINDOW)
        return sorted(self.found, key=lambda thing: -thing.score)

    def consider(self, picture: Image, boxes: Iterable[Window], side: int) -> None:
        """Look at ``picture``, which is the image or a filled one, through ``boxes``, and at all that is seen there."""
        seen = []
        for box in boxes:
            if self.spent < BUDGET:
                likely = self.look_at(picture, box, side)
                seen += [(score_in(mask, likely, box), mask) for mask in components(likely, LEAST_SEEN)]
        for score, mask in sorted(seen, key=lambda one: -one[0]):
            if score > WORTH_A_LOOK and self.spent < BUDGET and not is_any_like(mask, self.tried):
                self.judge(mask)

    def judge(self, mask: Mask) -> None:
        """Look at a thing with its surroundings, and keep it if it is an object."""
        self.tried.append(mask)
        thing = self.look_closer(mask)
        if thing is None:
            return
        self.tried.append(thing.mask)
        known = next((other for other in self.found if overlap(other.mask, thing.mask) > SAME), None)
        if known is None:
            self.found.append(thing)
        elif thing.score > known.score:
            known.mask, known.score = thing.mask, thing.score

    def look_closer(self, mask: Mask) -> FoundObject | None:
        """The thing that ``mask`` is a view of; None where it is none."""
        for _ in range(CLOSER_LOOKS):
            box = surroundings(mask, MARGIN)
            likely = self.look_at(self.image, box, CLOSE)
            views = components(likely, LEAST)
            if not views:
                return None
            alike = [overlap(view, mask) for view in views]
            mask = views[int(np.argmax(alike))]
            if touch_inner_borders(mask, box) == 0 or max(alike) > SETTLED:
                break
        score = score_in(mask, likely, box) - 0.5 * doubt_around(mask, likely)
        is_cut = touch_inner_borders(mask, box) > CUT
        return None if is_cut or score < LEAST_SCORE or max(alike) < STRANGE else FoundObject(mask, score)

    def look_at(self, picture: Image, box: Window, side: int) -> Floats:
        """What stands out in ``box`` of ``picture``, in pixels of the whole: (rows, columns), 0 outside."""
        self.tell(min(1.0, self.spent / BUDGET))
        self.spent += COST[side]
        likely = np.zeros(picture.shape[:2], np.float32)
        likely[box] = self.look(np.ascontiguousarray(picture[box]), side)
        return likely

    def fill_found(self) -> Image:
        """The image with all that was found filled in from around it, coarsely."""
        return fill_in(self.image, np.any([thing.mask for thing in self.found], axis=0))


def search_objects(image: Image, look: Look, progress: Progress) -> list[FoundObject]:
    """The objects of ``image`` RGB (rows, columns, 3) uint8, some 300,000 pixels of it, the surest first.

    They may lie in each other and overlap. ``progress`` is told before each look, and may raise.
    """
    return ObjectSearch(image, look, progress).run()


def windows(shape: tuple[int, ...], share: float, count: int) -> Iterator[Window]:
    """Windows of ``share`` of the longer side of a picture of ``shape``, ``count`` along each side, evenly spread."""
    side = max(1, int(share * max(shape[:2])))
    tops, lefts = (starts(length, side, count) for length in shape[:2])
    for top in tops:
        for left in lefts:
            yield slice(top, min(top + side, shape[0])), slice(left, min(left + side, shape[1]))


def starts(length: int, side: int, count: int) -> list[int]:
    """Where ``count`` windows of ``side`` begin along ``length``; one where they would all be the same."""
    if side >= length:
        return [0]
    return sorted({round(place * (length - side) / (count - 1)) for place in range(count)})


def components(likely: Floats, least: float) -> list[Mask]:
    """The connected pieces of what is more likely than not, of at least this share of the picture."""
    count, pieces, stats, _ = cv2.connectedComponentsWithStats((likely > 0.5).view(np.uint8), connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA]
    return [pieces == number for number in range(1, count) if areas[number] >= least * likely.size]


def score_in(mask: Mask, likely: Floats, box: Window) -> float:
    """How sure the network is of ``mask``, less the shares of the borders of ``box`` that cut it off."""
    return float(likely[mask].mean()) - touch_inner_borders(mask, box)


def touch_inner_borders(mask: Mask, box: Window) -> float:
    """The summed shares, 0 to 4, of the borders of ``box`` that ``mask`` covers, the picture's own borders excepted."""
    rows, columns = box
    inside = mask[box]
    borders = (
        (inside[0], rows.start > 0),
        (inside[-1], rows.stop < mask.shape[0]),
        (inside[:, 0], columns.start > 0),
        (inside[:, -1], columns.stop < mask.shape[1]),
    )
    return float(sum(border.mean() for border, is_inner in borders if is_inner))


def doubt_around(mask: Mask, likely: Floats) -> float:
    """Pixels in and around ``mask`` that the network is unsure of, over those of the mask."""
    near = cv2.dilate(mask.view(np.uint8), RIM).view(bool)
    return float((near & (likely > 0.1) & (likely < 0.9)).sum() / mask.sum())


def overlap(one: Mask, other: Mask) -> float:
    """Intersection over union."""
    both = int(np.count_nonzero(one & other))
    return both / max(1, int(np.count_nonzero(one)) + int(np.count_nonzero(other)) - both)


def is_any_like(mask: Mask, others: list[Mask]) -> bool:
    """Whether one of ``others`` is a view of the same thing."""
    return any(overlap(mask, other) > SAME for other in others)


def fill_in(image: Image, mask: Mask) -> Image:
    """``image`` with what ``mask`` covers, and a little around it, filled smoothly from its border (Telea, 2004)."""
    scale = min(1.0, FILL_SIDE / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    around = np.ones((FILL_AROUND, FILL_AROUND), np.uint8)
    hole = cv2.dilate(cv2.resize(mask.view(np.uint8), size, interpolation=cv2.INTER_NEAREST), around)
    filled = cv2.inpaint(small, hole, 5, cv2.INPAINT_TELEA)
    smooth = np.where(hole[..., None] > 0, cv2.GaussianBlur(filled, (0, 0), FILL_BLUR), filled)
    return np.asarray(cv2.resize(smooth, image.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
