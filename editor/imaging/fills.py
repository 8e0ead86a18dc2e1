"""Other fills of the same hole, beside each other: whether one sees a difference, and what one needs to see of them."""

from __future__ import annotations

import numpy as np

from editor.imaging import pixels

MARGIN = 0.6  # of the hole's longer side, that is shown around it
LEAST_SIDE = 96  # pixels of the picture that are shown at least
CROP_SIDE = 320  # pixels: twice the largest size that a crop is shown at


def measure_difference(one: bytes, other: bytes, mask_png: bytes) -> float:
    """The mean difference of two pictures inside a mask, all of one size, in 8-bit levels of a channel."""
    inside = np.asarray(pixels.open_picture(mask_png)) > 0
    before, after = (np.asarray(pixels.open_picture(data).convert("RGB"), np.int16)[inside] for data in (one, other))
    return float(np.abs(before - after).mean())


def crop_around(image: bytes, mask_png: bytes) -> bytes:
    """A square of the picture around what a mask covers, as far as the frame lets it be one, as WEBP."""
    picture, box = pixels.open_picture(image), pixels.open_picture(mask_png).getbbox()
    assert box is not None
    left, top, right, bottom = box
    side = max((1 + 2 * MARGIN) * max(right - left, bottom - top), LEAST_SIDE)
    columns = find_span((left + right) / 2, side, picture.width)
    rows = find_span((top + bottom) / 2, side, picture.height)
    crop = picture.crop((columns[0], rows[0], columns[1], rows[1]))
    crop.info["icc_profile"] = picture.info.get("icc_profile")
    crop.thumbnail((CROP_SIDE, CROP_SIDE))
    return pixels.encode(crop, "WEBP", quality=85, method=2)


def find_span(middle: float, side: float, length: int) -> tuple[int, int]:
    """The first pixel, and the one after the last, of ``side`` pixels around ``middle`` within 0 to ``length``."""
    first = round(min(max(middle - side / 2, 0), max(length - side, 0)))
    return first, min(length, first + round(side))
