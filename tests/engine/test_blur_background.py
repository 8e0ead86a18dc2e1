"""Blurring the background."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.operations.blur_background import blur_background

Image = NDArray[np.uint8]


def subject(rows: int, columns: int) -> Image:
    """An alpha map with a subject in the middle and a soft edge of a few pixels."""
    down, right = np.ogrid[:rows, :columns]
    away = np.hypot(down - rows / 2, right - columns / 2) - min(rows, columns) / 4
    return (255 * (0.5 - away / 6).clip(0, 1)).astype(np.uint8)


def sharpness(picture: Image) -> float:
    return float(np.abs(np.diff(picture.astype(int), axis=1)).mean())


@pytest.mark.parametrize("scale", [1, 3, 5])
def test_the_subject_is_kept_to_the_byte(scale: int) -> None:
    picture, alpha = data.coffee(), subject(400, 600)
    assert (blur_background(picture, alpha, scale)[alpha == 255] == picture[alpha == 255]).all()


def test_every_step_of_the_scale_blurs_more() -> None:
    picture = data.coffee()
    blurs = [sharpness(blur_background(picture, np.zeros((400, 600), np.uint8), scale)) for scale in range(1, 6)]
    assert blurs == sorted(blurs, reverse=True) and blurs[0] < sharpness(picture) and blurs[4] < 0.5 * blurs[0]


@pytest.mark.parametrize(("inside", "outside"), [(255, 40), (0, 200)], ids=["bright on dark", "dark on bright"])
def test_the_subject_leaves_no_rim_on_the_background(inside: int, outside: int) -> None:
    alpha = subject(300, 300)
    share = alpha[..., None] / 255
    picture = np.rint(inside * share + outside * (1 - share)).astype(np.uint8).repeat(3, axis=2)
    result = blur_background(picture, alpha, 5)
    assert np.abs(result[alpha == 0].astype(int) - outside).max() <= 1
    assert np.abs(result.astype(int) - picture).max() <= 4


def test_a_lamp_becomes_a_disc_and_stays_bright() -> None:
    picture = np.full((301, 301, 3), 20, np.uint8)
    picture[146:155, 146:155] = 255
    result = blur_background(picture, np.zeros((301, 301), np.uint8), 5)[..., 0].astype(int)
    assert result[150, 150] > 150 and abs(result[150, 150] - result[150, 154]) < 25 and result[150, 170] < 30


def test_a_wide_bright_sky_does_not_grow_brighter() -> None:
    picture = np.full((200, 300, 3), 60, np.uint8)
    picture[:100] = 230
    result = blur_background(picture, np.zeros((200, 300), np.uint8), 5)
    assert result.max() <= 231


def test_a_picture_of_subject_only_comes_back() -> None:
    picture = data.coffee()
    assert (blur_background(picture, np.full((400, 600), 255, np.uint8), 5) == picture).all()


def test_a_strip_of_background_thinner_than_the_clearance_keeps_its_colour() -> None:
    picture, alpha = np.full((400, 400, 3), 200, np.uint8), np.full((400, 400), 255, np.uint8)
    alpha[:, 399] = 0
    assert (blur_background(picture, alpha, 5)[:, 399] == 200).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (50, 1), (7, 3), (37, 613)])
def test_any_shape_is_blurred(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 90, np.uint8)
    assert (blur_background(picture, np.zeros(shape, np.uint8), 5) == 90).all()


def test_it_does_not_write_into_its_arguments() -> None:
    picture, alpha = data.coffee().copy(), subject(400, 600)
    before = picture.copy(), alpha.copy()
    blur_background(picture, alpha, 4)
    assert (picture == before[0]).all() and (alpha == before[1]).all()


@pytest.mark.parametrize("scale", [0, 6, -1])
def test_another_scale_is_refused(scale: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        blur_background(data.coffee(), subject(400, 600), scale)


def test_an_alpha_map_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="alpha map"):
        blur_background(data.coffee(), subject(40, 60), 3)
