"""The spots of a picture as masks, and where they lie. Boxes are (x, y, width, height) in pixels of the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image

from editor.imaging import pixels

Box = Sequence[int]


def read_mask(mask: bytes, size: tuple[int, int]) -> bytes:
    """A mask that an engine answered with as 8-bit grey PNG of ``size`` (width, height).

    Raises:
        NotAPicture: it is none, or damaged.
    """
    grey = pixels.read_given_mask(mask).resize(size, Image.Resampling.NEAREST)
    return pixels.encode_mask(np.asarray(grey) > 127)


def draw_accepted(mask_png: bytes, boxes: Sequence[Box], accepted: Iterable[int]) -> bytes:
    """What of the mask of all spots belongs to those ``accepted``, by their places in ``boxes``, as 8-bit grey PNG.

    Where boxes overlap, as that of a slanting hair does with the dust beside it, the smaller one says whose it is.
    """
    mask = np.asarray(pixels.open_picture(mask_png)) > 127
    owner = np.zeros(mask.shape, np.uint16)
    for place in sorted(range(len(boxes)), key=lambda place: -boxes[place][2] * boxes[place][3]):
        left, top, width, height = boxes[place]
        owner[top : top + height, left : left + width] = place + 1
    return pixels.encode_mask(mask & np.isin(owner, [place + 1 for place in accepted]))


def scale_box(box: Box, scale: float, size: tuple[int, int]) -> list[int]:
    """A box of a picture that is ``scale`` times as large, within ``size`` (width, height) and of a pixel at least."""
    left, top = (min(int(start * scale), length - 1) for start, length in zip(box[:2], size, strict=True))
    right, bottom = (round((box[side] + box[side + 2]) * scale) for side in (0, 1))
    return [left, top, max(1, min(right, size[0]) - left), max(1, min(bottom, size[1]) - top)]
