"""Erase: fill a masked part of a picture from the rest of it (inpainting)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.fill import completion, pyramid, strips, structure
from engine.maths.fill.foreign_texture import foreign_texture_mask
from engine.maths.fill.pyramid import Level
from engine.maths.filters import distance_transform
from engine.maths.progress import Progress, ignore, sub_progress

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Pixels of a mask nearer than twice this are filled together (pixels).
PART_REACH = 8
# A part is filled as a whole unless it is a long scratch, which covers less than this share of its box, or one of many
# specks, of at most this side (pixels). Those are filled by cells of this side (pixels).
SPARSE = 0.05
MANY_PARTS = 32
SPECK_SIDE = 64
CELL = 512
# Picture around a part that is worked on and copied from, over the longer side of the part; at least MARGIN pixels.
CONTEXT = 0.8
MARGIN = 64
# In a picture narrower than this (pixels) there is no patch to copy.
SMALLEST_SIDE = 16
# In one narrower than this (pixels) a hole that is deeper than this takes no structure: it goes on along the picture.
THIN_SIDE = completion.SMALLEST_SIDE
# Scratches and wires up to this half-width are smooth continuations rather than texture: frequency selective
# reconstruction reaches 25.4 dB on them, Telea 21.7, patches less. It is slow, hence the limit on pixels.
THIN_DEPTH = 4.0
THIN_PIXELS = 20_000
# Variants that continue straight edges before anything else.
STRAIGHT_VARIANTS = (0, 2)


Window = tuple[slice, slice]


def erase(
    image: Image,
    mask: Mask,
    *,
    avoid: Mask | None = None,
    matched: int = pyramid.MOST_PIXELS,
    variant: int = 0,
    progress: Progress | None = None,
) -> Image:
    """Fill the True pixels of ``mask`` from the rest of the picture.

    ``image`` is RGB (rows, columns, 3) uint8, ``mask`` (rows, columns) bool, ``avoid`` like it: pixels that are never
    copied from, faces for example. A hole of more pixels than ``matched`` is matched in a smaller copy. Other values of
    ``variant`` than 0, up to ``completion.MOST_VARIANT``, give other fills of the same hole. Returns a new
    picture, byte-equal to ``image`` outside the mask; the same input gives the same bytes. ``progress`` is told the
    finished fraction, 0 to 1, and may raise to stop.

    Raises ValueError where shapes do not fit, the mask is empty, or it leaves nothing to copy from.
    """
    check_mask(image, mask, avoid)
    mask = np.ascontiguousarray(mask)
    tell = progress or ignore
    result = image.copy()
    done, total = 0, int(mask.sum())
    for window, hole, wanted in parts(mask):
        area = int(wanted.sum())
        banned = (mask if avoid is None else mask | avoid)[window] & ~hole
        filled = fill_hole(
            Level(image[window], hole, banned), matched, sub_progress(tell, done / total, area / total), variant
        )
        result[window][wanted] = filled[wanted]
        done += area
    tell(1.0)
    return result


def grow(mask: Mask, radius: int) -> Mask:
    """``mask`` dilated by a disc of ``radius`` pixels; 0 returns a copy."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(np.ascontiguousarray(mask).view(np.uint8), disc) > 0)


def check_mask(image: Image, mask: Mask, avoid: Mask | None) -> None:
    """Raise ValueError for masks of another shape than the picture's, and for one that is empty or covers it all."""
    for plane in (mask, mask if avoid is None else avoid):
        if plane.shape != image.shape[:2]:
            raise ValueError(f"The mask is {plane.shape}, the picture {image.shape[:2]} (rows, columns).")
    if not mask.any():
        raise ValueError("The mask is empty: nothing is to be erased.")
    if mask.all():
        raise ValueError("The mask covers the whole picture: nothing is left to copy from.")


def parts(mask: Mask) -> Iterator[tuple[Window, Mask, Mask]]:
    """What to fill one after the other: a window of the picture, what is unknown in it, and what of that is wanted."""
    labels, boxes = label_parts(mask)
    compact = np.array([False, *(is_compact(box, len(boxes)) for box in boxes)])
    for number in np.flatnonzero(compact):
        left, top, columns, rows, _ = boxes[number - 1]
        window = around(mask, top, left, rows, columns, round(CONTEXT * max(rows, columns)))
        hole = labels[window] == number
        yield window, hole, hole
    if not compact[1:].all():
        yield from grid_cells(mask & ~compact[labels])


def is_compact(box: list[int], count: int) -> bool:
    """Whether a part, given as OpenCV's box and area, is better filled in one go; ``count`` is that of all parts."""
    _, _, columns, rows, area = box
    if max(columns, rows) <= SPECK_SIDE:
        return count <= MANY_PARTS
    return max(columns, rows) <= CELL or area >= SPARSE * columns * rows


def grid_cells(mask: Mask) -> Iterator[tuple[Window, Mask, Mask]]:
    """``mask`` cut by a grid; all of it in a cell's window is unknown, what lies in the cell is wanted."""
    for row, column in itertools.product(*(range(0, side, CELL) for side in mask.shape)):
        left, top, columns, rows = cv2.boundingRect(mask[row : row + CELL, column : column + CELL].view(np.uint8))
        if rows == 0:
            continue
        window = around(mask, row + top, column + left, rows, columns, 0)
        first_row, first_column = row + top - window[0].start, column + left - window[1].start
        inner = slice(first_row, first_row + rows), slice(first_column, first_column + columns)
        wanted = np.zeros_like(mask[window])
        wanted[inner] = mask[window][inner]
        yield window, mask[window], wanted


def around(mask: Mask, row: int, column: int, rows: int, columns: int, margin: int) -> Window:
    """The window of a box in ``mask`` with ``margin`` pixels, at least MARGIN, around it, cut at the border."""
    margin = max(MARGIN, margin)
    return (
        slice(max(0, row - margin), min(mask.shape[0], row + rows + margin)),
        slice(max(0, column - margin), min(mask.shape[1], column + columns + margin)),
    )


def label_parts(mask: Mask) -> tuple[NDArray[np.int32], list[list[int]]]:
    """A map of the parts of ``mask``, counted from 1, 0 outside; OpenCV's (left, top, columns, rows, area) of each."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(grow(mask, PART_REACH).view(np.uint8))
    labels[~mask] = 0
    return np.asarray(labels, np.int32), boxes[1:].tolist()


def fill_hole(level: Level, matched: int, tell: Progress, variant: int) -> Image:
    """The picture of ``level`` with its hole filled by the method that suits the hole's width; later ones by patches.

    Straight edges are continued in STRAIGHT_VARIANTS only: where they cross all of a hole, they decide how it looks.
    """
    rows, columns = level.hole.shape
    depth = distance_transform(level.hole).max()
    if min(rows, columns) < SMALLEST_SIDE and depth <= THIN_DEPTH:
        return completion.diffuse(level)
    if min(rows, columns) < (THIN_SIDE if depth > THIN_SIDE else SMALLEST_SIDE):
        return strips.continue_along(level)
    if not variant and depth <= THIN_DEPTH and np.count_nonzero(level.hole) <= THIN_PIXELS:
        return continue_smoothly(level)
    tell(0.0)
    straightened = structure.continue_straight(level) if variant in STRAIGHT_VARIANTS else level
    if not straightened.hole.any():
        return straightened.picture
    chosen = ban_foreign_texture(straightened) if depth > completion.SHALLOW else straightened
    return completion.complete(chosen, matched, tell, variant)


def ban_foreign_texture(level: Level) -> Level:
    """``level`` with what does not belong in its hole banned."""
    return replace(level, banned=level.banned | foreign_texture_mask(level))


def continue_smoothly(level: Level) -> Image:
    """Fill a thin hole by frequency selective reconstruction (Seiler, Kaup, IEEE SPL 17(4), 2010)."""
    known = (~(level.hole | level.banned)).astype(np.uint8) * 255
    filled = np.zeros_like(level.picture)
    cv2.xphoto.inpaint(np.ascontiguousarray(level.picture), known, filled, cv2.xphoto.INPAINT_FSR_FAST)
    return filled
