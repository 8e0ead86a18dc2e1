"""Masks and boxes of spots, and the crops by which fills are compared."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from editor.imaging import fills, pixels, spots
from harness.images import png


def test_overlapping_boxes_leave_each_spot_its_own_pixels() -> None:
    mask = np.zeros((4, 6), bool)
    mask[0, 0] = mask[1, 1] = mask[3, 5] = True
    boxes = [[0, 0, 6, 4], [1, 1, 1, 1]]
    drawn = [np.asarray(pixels.open_picture(spots.draw_accepted(pixels.encode_mask(mask), boxes, [n]))) for n in (0, 1)]
    assert [list(zip(*np.nonzero(one), strict=True)) for one in drawn] == [[(0, 0), (3, 5)], [(1, 1)]]


@pytest.mark.parametrize(
    ("box", "scale", "scaled"),
    [([2, 3, 4, 5], 1.0, [2, 3, 4, 5]), ([2, 3, 4, 5], 2.0, [4, 6, 8, 4]), ([9, 9, 1, 1], 2.0, [18, 9, 2, 1])],
)
def test_a_box_of_a_smaller_picture_is_scaled_into_the_frame(box: list[int], scale: float, scaled: list[int]) -> None:
    assert spots.scale_box(box, scale, (20, 10)) == scaled


def test_a_mask_of_another_size_is_scaled_to_the_picture() -> None:
    mask = np.zeros((2, 2), np.uint8)
    mask[0, 1] = 255
    read = np.asarray(pixels.open_picture(spots.read_mask(png(mask), (4, 4))))
    assert (read == np.kron(mask, np.ones((2, 2), np.uint8))).all()


def test_the_difference_is_the_mean_inside_the_mask_alone() -> None:
    one, other, mask = np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4), bool)
    mask[0, :2] = True
    other[0, 0], other[3] = 30, 255
    assert fills.measure_difference(png(one), png(other), pixels.encode_mask(mask)) == 15


@pytest.mark.parametrize(
    ("hole", "size"),
    [(np.s_[100:140, 200:220], (96, 96)), (np.s_[0:100, 0:100], (220, 200)), (np.s_[:, :], (300, 200))],
)
def test_a_crop_shows_the_hole_with_what_is_around_it(hole: tuple[slice, slice], size: tuple[int, int]) -> None:
    picture, mask = np.zeros((200, 300, 3), np.uint8), np.zeros((200, 300), bool)
    mask[hole] = True
    crop = Image.open(io.BytesIO(fills.crop_around(png(picture), pixels.encode_mask(mask))))
    assert crop.size == size
