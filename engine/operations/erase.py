"""Erase: fill a masked part of a picture from the rest of it (inpainting)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths import completion, pyramid
from engine.maths.pyramid import Level

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Progress = Callable[[float], None]

# Parts of a mask further apart than twice this are filled one by one, each in its own window (pixels).
PART_REACH = 8
# A specked mask is merged until it has at most this many parts.
MOST_PARTS = 64
# Picture around a part that is worked on and copied from, over the longer side of the part; at least MARGIN pixels.
CONTEXT = 0.8
MARGIN = 64
# A picture narrower than this (pixels) is widened, so that patches fit in it.
SMALLEST_SIDE = 16
# Scratches and wires up to this half-width are smooth continuations rather than texture: frequency selective
# reconstruction reaches 25.4 dB on them, Telea 21.7, patches less. It is slow, hence the limit on pixels.
THIN_DEPTH = 4.0
THIN_PIXELS = 20_000


Window = tuple[slice, slice]


def erase(image: Image, mask: Mask, *, avoid: Mask | None = None, progress: Progress | None = None) -> Image:
    """Fill the True pixels of ``mask`` from the rest of the picture.

    ``image`` is RGB (rows, columns, 3) uint8, ``mask`` (rows, columns) bool, ``avoid`` like it: pixels that are never
    copied from, faces for example. Returns a new picture, byte-equal to ``image`` outside the mask; the same input
    gives the same bytes. ``progress`` is told the finished fraction, 0 to 1, and may raise to stop.

    Raises ValueError where shapes do not fit, the mask is empty, or it leaves nothing to copy from.
    """
    check(image, mask, avoid)
    mask = np.ascontiguousarray(mask)
    tell = progress or ignore
    result = image.copy()
    done, total = 0, int(mask.sum())
    for window, hole in parts(mask):
        area = int(hole.sum())
        banned = mask[window] & ~hole
        if avoid is not None:
            banned |= avoid[window] & ~hole
        filled = fill(Level(image[window], hole, banned), share_of(tell, done / total, area / total))
        result[window][hole] = filled[hole]
        done += area
    tell(1.0)
    return result


def grow(mask: Mask, radius: int) -> Mask:
    """``mask`` dilated by a disc of ``radius`` pixels; 0 returns a copy."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(np.ascontiguousarray(mask).view(np.uint8), disc) > 0)


def check(image: Image, mask: Mask, avoid: Mask | None) -> None:
    """Refuse what cannot be erased."""
    for plane in (mask, mask if avoid is None else avoid):
        if plane.shape != image.shape[:2]:
            raise ValueError(f"The mask is {plane.shape}, the picture {image.shape[:2]} (rows, columns).")
    if not mask.any():
        raise ValueError("The mask is empty: nothing is to be erased.")
    if mask.all():
        raise ValueError("The mask covers the whole picture: nothing is left to copy from.")


def ignore(fraction: float) -> None:
    """Progress that nobody asked for."""


def share_of(tell: Progress, start: float, share: float) -> Progress:
    """Progress of one step that takes ``share`` of the whole, from ``start`` on."""
    return lambda fraction: tell(start + share * fraction)


def parts(mask: Mask) -> Iterator[tuple[Window, Mask]]:
    """Groups of near pixels of ``mask``: the window of the picture to work in, and the group's pixels in it."""
    left, top, columns, rows = cv2.boundingRect(mask.view(np.uint8))
    labels, boxes = label(mask[top : top + rows, left : left + columns])
    for number, (column, row, width, height, _) in enumerate(boxes[1:], start=1):
        margin = max(MARGIN, round(CONTEXT * max(width, height)))
        window = around(mask, top + row, left + column, height, width, margin)
        hole = np.zeros(mask[window].shape, bool)
        first_row, first_column = top + row - window[0].start, left + column - window[1].start
        group = labels[row : row + height, column : column + width] == number
        hole[first_row : first_row + height, first_column : first_column + width] = group
        yield window, hole


def around(mask: Mask, row: int, column: int, rows: int, columns: int, margin: int) -> Window:
    """The window of a box in ``mask`` with ``margin`` pixels around it, cut at the border."""
    return (
        slice(max(0, row - margin), min(mask.shape[0], row + rows + margin)),
        slice(max(0, column - margin), min(mask.shape[1], column + columns + margin)),
    )


def label(mask: Mask) -> tuple[NDArray[np.int32], list[list[int]]]:
    """A label map of the parts of ``mask``, 0 outside, and OpenCV's box (left, top, columns, rows, area) per label."""
    reach = PART_REACH
    while True:
        count, labels, boxes, _ = cv2.connectedComponentsWithStats(grow(mask, reach).view(np.uint8))
        if count <= MOST_PARTS + 1:
            labels[~mask] = 0
            return np.asarray(labels, np.int32), boxes.tolist()
        reach *= 2


def fill(level: Level, tell: Progress) -> Image:
    """The picture of ``level`` with its hole filled by the method that suits the hole's width."""
    rows, columns = level.hole.shape
    if min(rows, columns) < SMALLEST_SIDE:
        return fill(widen(level), tell)[:rows, :columns]
    depth = pyramid.depths(level.hole).max()
    if depth <= THIN_DEPTH and np.count_nonzero(level.hole) <= THIN_PIXELS:
        return continue_smoothly(level)
    return completion.complete(level, tell)


def widen(level: Level) -> Level:
    """``level`` with its last row and column repeated until a patch fits."""
    rows, columns = level.hole.shape
    more = (0, max(0, SMALLEST_SIDE - rows)), (0, max(0, SMALLEST_SIDE - columns))
    return Level(
        np.pad(level.picture, (*more, (0, 0)), mode="edge"),
        np.pad(level.hole, more, mode="edge"),
        np.pad(level.banned, more, mode="edge"),
    )


def continue_smoothly(level: Level) -> Image:
    """Fill a thin hole by frequency selective reconstruction (Seiler, Kaup, IEEE SPL 17(4), 2010)."""
    known = (~(level.hole | level.banned)).astype(np.uint8) * 255
    filled = np.zeros_like(level.picture)
    cv2.xphoto.inpaint(np.ascontiguousarray(level.picture), known, filled, cv2.xphoto.INPAINT_FSR_FAST)
    return filled
