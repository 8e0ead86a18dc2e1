"""Packshots: a product centred in a plain frame."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.operations.packshot import Frame, packshot

Image = NDArray[np.uint8]
ORANGE = (255, 136, 0)


def cutout(rows: int = 40, columns: int = 20) -> Image:
    """A red block of ``rows`` by ``columns`` off the middle of nothing."""
    picture = np.zeros((100, 120, 4), np.uint8)
    picture[10 : 10 + rows, 70 : 70 + columns] = (200, 30, 30, 255)
    return picture


def box_of(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return int(rows[0]), int(rows[-1]), int(columns[0]), int(columns[-1])


def test_the_product_is_centred_and_takes_up_its_share() -> None:
    result, scale = packshot(cutout(), Frame(200, 300, 0.85))
    top, bottom, left, right = box_of((result != 255).any(axis=2))
    assert result.shape == (200, 300, 3)
    assert bottom - top + 1 == 170 and right - left + 1 == 85
    assert abs(top - (199 - bottom)) <= 1 and abs(left - (299 - right)) <= 1
    assert scale == 4.25


def test_a_wide_product_takes_up_its_share_of_the_width() -> None:
    result, _ = packshot(cutout(20, 40), Frame(200, 200, 0.5))
    top, bottom, left, right = box_of((result != 255).any(axis=2))
    assert right - left + 1 == 100 and bottom - top + 1 == 50


@pytest.mark.parametrize("colour", [(255, 255, 255), ORANGE])
def test_the_background_is_exactly_the_colour_up_to_the_edge(colour: tuple[int, int, int]) -> None:
    result, _ = packshot(cutout(), Frame(200, 200, 0.5, colour))
    top, bottom, left, right = box_of((result != colour).any(axis=2))
    assert (bottom - top + 1, right - left + 1) == (100, 50)
    assert (result[top + 3 : bottom - 2, left + 3 : right - 2] == (200, 30, 30)).all()


def test_without_a_background_the_rest_is_transparent() -> None:
    result, _ = packshot(cutout(), Frame(200, 200, 0.5, None))
    assert result.shape == (200, 200, 4)
    assert result[..., 3].max() == 255 and result[0, 0].tolist() == [0, 0, 0, 0]


def test_haze_beside_the_product_leaves_nothing() -> None:
    hazy = cutout()
    hazy[..., 3] = np.maximum(hazy[..., 3], 9)
    result, _ = packshot(hazy, Frame(200, 200, 0.5))
    clean, _ = packshot(cutout(), Frame(200, 200, 0.5))
    assert (result == clean).all()


def test_a_product_of_the_right_size_keeps_its_pixels() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (50, 50, 4), dtype=np.uint8)
    noise[..., 3] = 255
    result, scale = packshot(noise, Frame(100, 100, 0.5, None))
    assert scale == 1 and (result[25:75, 25:75] == noise).all()


def test_fine_stripes_become_the_grey_of_their_light() -> None:
    stripes = np.zeros((64, 64, 4), np.uint8)
    stripes[..., 3] = 255
    stripes[::2, :, :3] = 255
    result, _ = packshot(stripes, Frame(8, 8, 1.0))
    assert abs(int(result[4, 4, 0]) - 188) <= 3  # half the light, where half the level is 128


def test_the_colour_under_what_is_hidden_does_not_bleed_in() -> None:
    picture = cutout()
    picture[picture[..., 3] == 0] = (0, 255, 0, 0)
    result, _ = packshot(picture, Frame(60, 60, 0.5))
    assert (result[..., 1] <= result[..., 0]).all()


@pytest.mark.parametrize("shadow", ["regular", "float"])
def test_a_shadow_lies_below_and_leaves_the_product_alone(shadow: str) -> None:
    plain, _ = packshot(cutout(), Frame(400, 400, 0.6))
    result, _ = packshot(cutout(), Frame(400, 400, 0.6, shadow=shadow))  # type: ignore[arg-type]
    changed = (result != plain).any(axis=2)
    product = (plain == (200, 30, 30)).all(axis=2)
    bottom = box_of(product)[1]
    assert not changed[product].any()
    assert changed[bottom + 1 :].any() and not changed[: bottom - 60].any()
    assert (result[:75] == 255).all()


def test_a_shadow_shows_on_nothing_too() -> None:
    result, _ = packshot(cutout(), Frame(400, 400, 0.6, None, "regular"))
    faint = (result[..., 3] > 0) & (result[..., 3] < 200) & (result[..., 0] < 100)
    assert faint.any()


def test_a_product_that_stands_on_two_legs_has_its_shadow_between_them() -> None:
    table = np.zeros((60, 100, 4), np.uint8)
    table[10:20, 10:90] = table[20:50, 10:14] = table[20:50, 86:90] = (90, 60, 30, 255)
    result, _ = packshot(table, Frame(200, 200, 0.8, shadow="regular"))
    rows = np.flatnonzero((result == (90, 60, 30)).all(axis=2).any(axis=1))
    assert result[rows[-1] - 1, 100].max() < 200


def test_a_ball_throws_its_shadow_where_it_touches_the_ground() -> None:
    rows, columns = np.ogrid[:100, :100]
    ball = np.zeros((100, 100, 4), np.uint8)
    ball[np.hypot(rows - 50, columns - 50) < 40] = (200, 30, 30, 255)
    result, _ = packshot(ball, Frame(200, 200, 0.6, shadow="regular"))
    dark = 255 - result[158:170, :, 1].astype(int)
    assert dark[:, 90:110].max() > 20 and dark[:, :60].max() < 6


def test_nothing_to_show_is_refused() -> None:
    with pytest.raises(ValueError, match="no foreground"):
        packshot(np.zeros((5, 5, 4), np.uint8), Frame(10, 10, 0.5))


@pytest.mark.parametrize("size", [(1, 1), (1, 90), (90, 1)])
def test_the_smallest_products_are_placed(size: tuple[int, int]) -> None:
    result, _ = packshot(np.full((*size, 4), 255, np.uint8), Frame(64, 64, 0.85, (0, 0, 0), "regular"))
    assert result.shape == (64, 64, 3) and result.any()
