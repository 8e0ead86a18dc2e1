"""Expand: a picture on a larger canvas, continued to its edges (outpainting)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.fill import outpainting
from engine.maths.fill.canvas import Canvas, resize_to
from engine.maths.fill.outpainting import Sides
from engine.maths.filters import parts_touching, variable_blur
from engine.maths.progress import Progress, ignore, sub_progress
from engine.operations.erase import erase
from engine.operations.erase_foreground import footprint

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# A side cuts the subject off where the subject takes more than this share of it; a foot at the lower border does not.
CUT_SHARE = 0.15
# Alpha from which on a pixel is taken for the subject when that is asked.
CERTAIN = 127
# A subject that covers more of the picture leaves too little to remove it with.
MOST_SUBJECT = 0.9
# A subject of more pixels is taken out of the mirror images by matches in a smaller copy, at the edges of which shapes
# have steps of a few pixels at 12 MP: nobody looks there first, and it saves a quarter of the time.
MATCHED = 500_000
# Depth of what counts as the border, over the shorter side.
BORDER = 0.01


def expand(
    image: Image,
    canvas: Canvas,
    *,
    subject: NDArray[np.uint8] | None = None,
    progress: Progress | None = None,
) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 on ``canvas``, what is new continued from the picture.

    ``subject`` (rows, columns) uint8 is an alpha map of what must not appear a second time. Returns RGB uint8 of the
    canvas's size; the placed picture keeps its pixels. ``progress`` is told the finished fraction and may raise.

    Raises ValueError where the shapes do not fit.
    """
    if subject is not None and subject.shape != image.shape[:2]:
        raise ValueError(f"The alpha map is {subject.shape}, the picture {image.shape[:2]} (rows, columns).")
    tell = progress or ignore
    whole = resize_to(image, canvas.original_size)
    alpha = np.zeros(whole.shape[:2], np.uint8) if subject is None else resize_to(subject, canvas.original_size)
    seen, mask = whole[canvas.crop], footprint(whole, alpha)[canvas.crop]
    cut = find_cut_sides(alpha[canvas.crop] > CERTAIN)
    rows, columns = canvas.window
    strip = extend_sideways(seen, mask, columns, canvas.size[1], cut, sub_progress(tell, 0.0, 0.4))
    banned = outpainting.mirror(mask, (slice(0, len(mask)), columns), strip.shape[:2])
    banned[:, : columns.start] |= cut[0]
    banned[:, columns.stop :] |= cut[1]
    result = outpainting.mirror(strip, (rows, slice(0, canvas.size[1])), canvas.size)
    if rows.start and not cut[2]:
        result[: rows.start] = extend_upwards(strip, banned, rows.start, sub_progress(tell, 0.4, 0.25))
    if rows.stop < canvas.size[0] and not cut[3]:
        below = extend_upwards(strip[::-1], banned[::-1], canvas.size[0] - rows.stop, sub_progress(tell, 0.65, 0.25))
        result[rows.stop :] = below[::-1]
    result = variable_blur(result, outpainting.blur_map(canvas.window, canvas.size, cut))
    result[canvas.window] = seen
    tell(1.0)
    return result


def extend_sideways(seen: Image, subject: Mask, columns: slice, width: int, cut: Sides, tell: Progress) -> Image:
    """``seen`` at ``columns`` of a strip of ``width``, between its mirror images.

    ``subject`` is in them only beyond a side that cuts it off.
    """
    window = slice(0, len(seen)), columns
    size = len(seen), width
    strip = outpainting.mirror(seen, window, size)
    twice = outpainting.mirror(subject, window, size)
    for part, is_cut in ((columns, True), (slice(0, columns.start), cut[0]), (slice(columns.stop, width), cut[1])):
        twice[:, part] &= not is_cut
    if twice.any() and subject.mean() < MOST_SUBJECT:
        shown = parts_touching(subject, find_mirrored_columns(columns, width, cut)[None])
        empty = erase(seen, shown, avoid=subject, matched=MATCHED, progress=tell)
        np.copyto(strip, outpainting.mirror(empty, window, size), where=twice[..., None])
    return strip


def find_mirrored_columns(columns: slice, width: int, cut: Sides) -> Mask:
    """Which columns of a picture at ``columns`` are seen in its mirror images beside it, but for sides that are cut."""
    count = columns.stop - columns.start
    places = np.pad(np.arange(count), (columns.start, width - columns.stop), mode="symmetric")
    shown = np.zeros(count, bool)
    shown[places[: 0 if cut[0] else columns.start]] = True
    shown[places[width if cut[1] else columns.stop :]] = True
    return shown


def extend_upwards(strip: Image, banned: Mask, count: int, tell: Progress) -> Image:
    """``count`` rows to go on top of ``strip``: its continuation, or its mirror image where it is too small for one."""
    strip, banned = np.ascontiguousarray(strip), np.ascontiguousarray(banned)
    above = outpainting.continue_upwards(strip, banned, count, tell)
    if above is not None:
        return above
    rows, columns = banned.shape
    window = slice(count, count + rows), slice(0, columns)
    return outpainting.mirror(strip, window, (count + rows, columns))[:count]


def find_cut_sides(subject: Mask) -> Sides:
    """Which sides of its picture (left, right, top, bottom) cut ``subject`` off."""
    depth = max(1, round(BORDER * min(subject.shape)))
    borders = subject[:, :depth].any(1), subject[:, -depth:].any(1), subject[:depth].any(0), subject[-depth:].any(0)
    left, right, top, bottom = (bool(border.mean() > CUT_SHARE) for border in borders)
    return left, right, top, bottom
