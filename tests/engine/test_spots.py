"""Spots: what lies on a picture is found, and what it shows is left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.operations.spots import Spots, find_spots
from harness.images import Pixels

SIDE = 200
MIDDLE = 100


def sky(rows: int = SIDE, columns: int = SIDE) -> Pixels:
    """A gradient with the noise of a camera."""
    draw = np.random.default_rng(1)
    light = np.linspace(120, 170, rows)[:, None, None] + np.array([-20, 0, 40])
    return np.asarray((light + draw.normal(0, 2, (rows, columns, 1))).clip(0, 255), np.uint8)


def lay(picture: Pixels, mask: NDArray[np.uint8], light: float) -> Pixels:
    """``picture`` with its light times ``light`` where the mask, softened, is."""
    share = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.7)[..., None]
    return np.asarray((picture * (1 + share * (light - 1))).clip(0, 255), np.uint8)


def disc(across: int, row: int = MIDDLE, column: int = MIDDLE) -> NDArray[np.uint8]:
    return np.asarray(cv2.circle(np.zeros((SIDE, SIDE), np.uint8), (column, row), across // 2, 1, -1), np.uint8)


def covered(spots: Spots, mask: NDArray[np.uint8]) -> float:
    """Share of ``mask`` that is among the spots."""
    return float(spots.mask[mask > 0].mean())


@pytest.mark.parametrize("across", [4, 8, 16, 30])
@pytest.mark.parametrize("light", [0.8, 1.2])
def test_dust_of_several_sizes_is_found_and_nothing_else(across: int, light: float) -> None:
    spots = find_spots(lay(sky(), disc(across), light))
    assert len(spots.spots) == 1
    assert covered(spots, disc(across)) > 0.9
    assert not spots.mask[disc(across + 10) == 0].any()


@pytest.mark.parametrize("light", [0.8, 1.2])
def test_a_large_speck_is_found_beside_an_edge(light: float) -> None:
    picture = sky()
    picture[:, : MIDDLE - 22] //= 2
    spots = find_spots(lay(picture, disc(28), light))
    assert covered(spots, disc(28)) > 0.9
    assert not spots.mask[disc(40) == 0].any()


def test_the_mask_of_a_speck_in_a_large_picture_is_the_speck_with_its_soft_edge() -> None:
    picture = sky(2400, 3000)
    cv2.circle(picture, (1500, 1200), 3, (90, 110, 150), -1, cv2.LINE_AA)
    [spot] = find_spots(picture).spots
    assert max(spot.box[2:]) <= 7 + 2 * 4
    assert spot.mask.sum() >= 37


def test_a_hair_is_found() -> None:
    hair = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(hair, (MIDDLE, MIDDLE), (40, 25), 0, 20, 150, 1, 2)
    assert covered(find_spots(lay(sky(), hair, 0.75)), hair) > 0.9


def test_a_scratch_is_found() -> None:
    scratch = cv2.line(np.zeros((SIDE, SIDE), np.uint8), (40, 50), (150, 140), 1, 1)
    assert covered(find_spots(lay(sky(), np.asarray(scratch, np.uint8), 1.4)), np.asarray(scratch, np.uint8)) > 0.9


def test_a_clean_picture_has_none() -> None:
    spots = find_spots(sky())
    assert spots.spots == ()
    assert not spots.mask.any()


@pytest.mark.parametrize("name", ["chelsea", "grass", "gravel", "camera", "page"])
def test_eyes_leaves_stones_and_letters_are_none(name: str) -> None:
    assert find_spots(photo(name)).spots == ()


@pytest.mark.parametrize("name", ["brick", "astronaut"])
def test_bright_grains_of_a_wall_and_glints_of_a_suit_are_few(name: str) -> None:
    assert len(find_spots(photo(name)).spots) <= 3


def photo(name: str) -> Pixels:
    """One of scikit-image's, RGB."""
    picture = np.asarray(getattr(data, name)(), np.uint8)
    return picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)


def test_one_of_many_alike_is_a_pattern_and_no_spot() -> None:
    freckled = sky()
    for row in range(60, 140, 14):
        for column in range(60, 140, 14):
            freckled = lay(freckled, disc(5, row, column), 0.8)
    assert find_spots(freckled).spots == ()


def test_what_has_a_colour_of_its_own_is_a_thing() -> None:
    picture = sky()
    picture[disc(9) > 0] = [200, 60, 60]
    assert find_spots(picture).spots == ()


def test_what_touches_the_frame_is_none() -> None:
    assert find_spots(lay(sky(), disc(8, row=2), 0.7)).spots == ()


def test_a_spot_tells_where_it_is_and_how_surely() -> None:
    [spot] = find_spots(lay(sky(), disc(8), 0.7)).spots
    row, column, height, width = spot.box
    assert row < MIDDLE < row + height
    assert column < MIDDLE < column + width
    assert spot.mask.shape == (height, width)
    assert 0 < spot.score <= 1


def test_the_same_picture_has_the_same_spots_and_is_not_written_into() -> None:
    picture = lay(sky(), disc(8), 0.7)
    before = picture.copy()
    first, second = find_spots(picture), find_spots(picture)
    assert [spot.box for spot in first.spots] == [spot.box for spot in second.spots]
    assert (first.mask == second.mask).all()
    assert (picture == before).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 2), (20, 20), (50, 49)])
def test_small_and_narrow_pictures_are_taken(shape: tuple[int, int]) -> None:
    assert find_spots(sky(*shape)).mask.shape == shape


def test_it_tells_how_far_it_is_and_can_be_stopped() -> None:
    told: list[float] = []
    find_spots(sky(), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_spots(sky(), progress=stop)
