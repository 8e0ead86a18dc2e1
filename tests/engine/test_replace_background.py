"""Replacing the background."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.maths.paints import Paint
from engine.operations.replace_background import cover, replace_background

Image = NDArray[np.uint8]
RED = (255, 0, 0)


def ramp_of_alpha() -> Image:
    return np.array([[0, 64, 128, 255]], np.uint8)


def grey(level: int) -> Image:
    return np.full((1, 4, 3), level, np.uint8)


def test_alpha_mixes_the_foreground_with_the_colour() -> None:
    result = replace_background(grey(100), ramp_of_alpha(), grey(200), Paint(((0, 0, 0),)))
    assert result[0, :, 0].tolist() == [0, 50, 100, 100]


def test_what_is_all_subject_is_kept_to_the_byte() -> None:
    picture, alpha = data.coffee(), np.zeros((400, 600), np.uint8)
    alpha[100:200, 100:200] = 255
    result = replace_background(picture, alpha, np.zeros_like(picture), Paint((RED,)))
    assert (result[alpha == 255] == picture[alpha == 255]).all() and (result[alpha == 0] == RED).all()


def test_a_gradient_goes_behind() -> None:
    result = replace_background(grey(9), np.zeros((1, 4), np.uint8), grey(9), Paint(((0, 0, 0), RED), "horizontal"))
    assert result[0, 0].tolist() == [0, 0, 0] and result[0, 3].tolist() == list(RED)


def test_a_picture_goes_behind_in_any_size() -> None:
    backdrop = np.full((7, 3, 3), 80, np.uint8)
    assert (replace_background(grey(9), np.zeros((1, 4), np.uint8), grey(9), backdrop) == 80).all()


def test_a_picture_is_cut_around_its_middle_to_cover() -> None:
    wide = np.zeros((10, 40, 3), np.uint8)
    wide[:, 15:25] = 255
    assert cover(wide, (20, 20)).min() == 255


@pytest.mark.parametrize("size", [(1, 1), (1, 90), (90, 1), (33, 57)])
def test_any_picture_covers_any_size(size: tuple[int, int]) -> None:
    for shape in ((1, 1), (1, 200), (200, 1), (64, 48)):
        assert cover(np.full((*shape, 3), 7, np.uint8), size).shape == (*size, 3)


def test_shapes_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in size"):
        replace_background(grey(1), np.zeros((2, 4), np.uint8), grey(1), Paint((RED,)))
