"""What the reader hands on: pixels without further copies, and what is asked of a picture without its pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from harness.images import png
from imagefiles import reader
from imagefiles.reader import STRIP, Extent

FORMATS = ("PNG",)
MOST = 1_000_000


@pytest.mark.parametrize("shape", [(1, 1, 3), (STRIP, 5, 4), (STRIP + 1, 5, 3), (2 * STRIP + 7, 3, 4)])
def test_pixels_are_copied_strip_by_strip_and_not_to_be_written_into(shape: tuple[int, int, int]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    copied = reader.copy_pixels(Image.fromarray(pixels))
    assert np.array_equal(copied, pixels)
    assert not copied.flags.writeable


@pytest.mark.parametrize(("clear", "has_clear_side"), [(np.s_[0], True), (np.s_[:, -1], True), (np.s_[0, :2], False)])
def test_an_extent_says_whether_a_side_is_fully_transparent(
    clear: tuple[slice | int, ...], has_clear_side: bool
) -> None:
    pixels = np.full((4, 3, 4), 255, np.uint8)
    pixels[..., 3][clear] = 0
    assert reader.read_extent(png(pixels), FORMATS, MOST) == Extent((4, 3), has_clear_side)


def test_an_opaque_picture_has_no_clear_side() -> None:
    assert reader.read_extent(png(np.zeros((4, 3, 3), np.uint8)), FORMATS, MOST) == Extent((4, 3), False)
