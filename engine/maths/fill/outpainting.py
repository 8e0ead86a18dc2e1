"""Continuing a picture beyond its borders (outpainting).

To the sides a picture is mirrored: horizons, hedges and walls go on at their height without a seam. Upwards and
downwards a mirror would look like water, so sky is continued with sky and ground with ground: bands are filled patch by
patch from the rows next to them. Far out, and wherever the subject itself is cut off by the border and nobody can know
how it goes on, the picture fades into a blur.
"""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.fill import completion, matching, patchmatch, pyramid
from engine.maths.fill.canvas import Window
from engine.maths.fill.completion import Plan, Stage
from engine.maths.fill.pyramid import Level
from engine.maths.progress import Progress
from engine.maths.working_copy import working_copy

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]
Plane = TypeVar("Plane", Image, Mask)

# Rows a band is continued from: as many as it has itself, but not more than this share of the picture's, lest the
# horizon appear in the sky.
REACH = 0.25
# Cost of copying from the whole height away, over the variance of the picture's colours; and its decay from size to
# size. Compared on ten photos: 12 repeats the last row, none lets roofs grow over the sky.
ROW_PENALTY, ROW_PENALTY_DECAY = 2.0, 1.5
# Most pixels of the smallest size that has patches to copy: a strip of a picture is too narrow for the rest of a tower.
MOST_FIRST_PIXELS = 40_000
# Bands of more pixels are matched at a smaller size, and copied at full size.
MOST_PIXELS = 400_000
# A gradient that leads to the border, a sky's, has its continuation only in the mirror. What may be copied from there
# changes by at most this many grey levels a pixel, in a copy of about LEVEL_PIXELS, and so does all within LEVEL_REACH.
LEVEL_STEP, LEVEL_PIXELS, LEVEL_REACH = 2.0, 300_000, 7

# Blur, as a standard deviation, per pixel of distance: beyond a border that cuts the subject, and beyond the FAR share
# of the picture's side from any other; at most MOST_BLUR of the canvas's shorter side.
CUT_BLUR, FAR_BLUR, FAR, MOST_BLUR = 0.25, 0.04, 0.4, 0.12
# Left, right, top, bottom.
Sides = tuple[bool, bool, bool, bool]


def mirror(part: Plane, window: Window, size: tuple[int, int]) -> Plane:
    """``part`` (rows, columns, …), which lies at ``window`` of a canvas of ``size``, mirrored into the rest of it."""
    rows, columns = window
    margins = [(rows.start, size[0] - rows.stop), (columns.start, size[1] - columns.stop)]
    return np.pad(part, margins + [(0, 0)] * (part.ndim - 2), mode="symmetric")


def continue_upwards(picture: Image, banned: Mask, count: int, tell: Progress) -> Image | None:
    """The ``count`` rows above ``picture`` (rows, columns, 3) uint8, none of them copied from ``banned``.

    None where there is too little to copy from. ``tell`` is given the finished fraction and may raise to stop.
    """
    if len(picture) < patchmatch.SIDE:
        return None
    tell(0.0)
    reach = min(len(picture), max(completion.SMALLEST_SIDE, min(count, round(REACH * len(picture)))))
    near = picture[:reach]
    variance = float(near.reshape(-1, 3).var(axis=0).mean())
    stage = fill_coarsest(
        join_mirror_image(near, banned[:reach], count), Plan(None, ROW_PENALTY * variance, ROW_PENALTY_DECAY)
    )
    if stage is None:
        return None
    stage = completion.refine_to_finest(stage, MOST_PIXELS, tell)
    origins = completion.elect_origins(stage)
    return completion.clone_at_full_size(stage.levels[0], origins, stage.number, tell)[:count, : picture.shape[1]]


def fill_coarsest(level: Level, plan: Plan) -> Stage | None:
    """The coarsest size of ``level`` with patches to copy, filled; None where there is none that is small enough."""
    levels = pyramid.build_pyramid(level, completion.DEEPEST, completion.SMALLEST_SIDE)
    levels = [size for size in levels if matching.usable_centres(size, 0).any()]
    if not levels or np.count_nonzero(levels[-1].hole) > MOST_FIRST_PIXELS:
        return None
    return completion.start_coarsest(levels, plan)


def join_mirror_image(near: Image, banned: Mask, count: int) -> Level:
    """The rows ``near`` the border with ``count`` unknown ones above; to the right of them, the same in the mirror.

    The mirror is turned, lest the continuation be its own reflection, and only level parts of it may be copied. It
    stands a little off, by a share of the band's height: the smaller the size, the more they may touch.
    """
    rows, columns = banned.shape
    gap = max(count // 4, patchmatch.SIDE)
    above = min(rows, count)
    picture = np.zeros((count + rows, 2 * columns + gap, 3), np.uint8)
    hole = np.zeros(picture.shape[:2], bool)
    refused = hole.copy()
    picture[count:, :columns], refused[count:, :columns] = near, banned
    hole[:count, :columns] = hole[:, columns : columns + gap] = True
    window = slice(count, count + rows), slice(0, columns)
    picture[:, columns + gap :] = mirror(near, window, (count + rows, columns))[:, ::-1]
    refused[:, columns + gap :] = True
    refused[count - above : count, columns + gap :] = (banned | ~smooth_mask(near))[:above][::-1, ::-1]
    return Level(picture, hole, refused)


def smooth_mask(picture: Image) -> Mask:
    """Where ``picture`` and what is near are as smooth as a sky."""
    rows, columns = picture.shape[:2]
    grey = cv2.cvtColor(working_copy(picture, LEVEL_PIXELS), cv2.COLOR_RGB2GRAY)
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.5)
    steps = np.hypot(*(cv2.Sobel(smooth, -1, 1 - axis, axis) / 8 for axis in (0, 1)))
    uneven = cv2.dilate((steps > LEVEL_STEP).astype(np.uint8), np.ones((2 * LEVEL_REACH + 1,) * 2, np.uint8))
    return np.asarray(cv2.resize(uneven, (columns, rows), interpolation=cv2.INTER_NEAREST) == 0)


def blur_map(window: Window, size: tuple[int, int], cut: Sides) -> Floats:
    """How far each pixel of a canvas of ``size`` is to be blurred: a standard deviation in pixels.

    The picture is at ``window``; ``cut`` says which of its sides cut the subject off.
    """
    down = axis_blur(size[0], window[0], cut[2], cut[3])
    right = axis_blur(size[1], window[1], cut[0], cut[1])
    return np.minimum(np.maximum(down[:, None], right[None, :]), np.float32(MOST_BLUR * min(size)))


def axis_blur(length: int, inner: slice, first_cut: bool, last_cut: bool) -> Floats:
    """``blur_map`` along one axis of ``length`` pixels."""
    places = np.arange(length, dtype=np.float32)
    blur = np.zeros(length, np.float32)
    for distance, is_cut in ((inner.start - places, first_cut), (places - inner.stop + 1, last_cut)):
        far = distance - FAR * (inner.stop - inner.start)
        blur = np.maximum(blur, CUT_BLUR * distance if is_cut else FAR_BLUR * far)
    return blur
