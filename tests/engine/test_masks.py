"""Regions: what mask_generator answers."""

from __future__ import annotations

import numpy as np
import pytest
import skimage
from numpy.typing import NDArray

from engine.operations.masks import segment

Picture = NDArray[np.uint8]
GREY, RED = (128, 128, 128), (200, 40, 40)


def plain(rows: int, columns: int, colour: tuple[int, int, int] = GREY) -> Picture:
    return np.full((rows, columns, 3), colour, np.uint8)


def with_square(side: int) -> tuple[Picture, NDArray[np.bool_]]:
    picture, mask = plain(side, side), np.zeros((side, side), bool)
    mask[side // 4 : side // 2, side // 4 : side // 2] = True
    picture[mask] = RED
    return picture, mask


def picked(regions: Picture, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """All regions that lie more than half inside ``wanted``."""
    names = [name for name in np.unique(regions) if wanted[regions == name].mean() > 0.5]
    return np.isin(regions, names)


@pytest.mark.parametrize(
    "shape",
    [(1, 1), (1, 2), (3, 1), (1, 300), (5, 7), (64, 64), (200, 12_000)],
    ids=lambda shape: "x".join(map(str, shape)),
)
def test_it_names_regions_from_one_without_a_gap(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    regions = segment(noise)
    assert regions.shape == shape
    assert regions.dtype == np.uint8
    assert np.array_equal(np.unique(regions), np.arange(1, regions.max() + 1))


def test_a_plain_picture_is_one_region() -> None:
    assert segment(plain(300, 400)).max() == 1


def test_sensor_noise_makes_no_regions() -> None:
    noise = np.random.default_rng(1).normal(0, 4, (300, 400, 3))
    assert segment((plain(300, 400) + noise).astype(np.uint8)).max() == 1


def test_a_sky_that_fades_is_one_region() -> None:
    fade = np.linspace(60, 220, 300)[:, None, None]
    assert segment((plain(300, 400, (0, 0, 0)) + fade).astype(np.uint8)).max() == 1


def test_it_finds_the_outline_of_an_object_to_the_pixel() -> None:
    picture, square = with_square(320)
    but_the_corners = 4
    assert np.count_nonzero(picked(segment(picture), square) != square) <= but_the_corners


def test_it_finds_an_object_in_the_dark() -> None:
    picture, square = with_square(320)
    assert np.count_nonzero(picked(segment(picture // 8), square) != square) < 0.01 * square.sum()


def test_it_follows_outlines_at_full_size_beyond_the_working_size() -> None:
    rows, columns = np.mgrid[:1500, :1500]
    disc = (rows - 700) ** 2 + (columns - 800) ** 2 < 400**2
    picture = plain(1500, 1500)
    picture[disc] = RED
    assert np.count_nonzero(picked(segment(picture), disc) != disc) < 0.0005 * disc.sum()


def test_the_first_region_is_the_largest() -> None:
    areas = np.bincount(segment(skimage.data.coffee()).ravel())[1:]
    assert np.array_equal(areas, np.sort(areas)[::-1])


def test_a_photo_has_enough_regions_to_choose_from_and_not_too_many() -> None:
    assert 25 <= segment(skimage.data.chelsea()).max() <= 150


def test_a_grey_photo_has_regions_too() -> None:
    grey = np.repeat(skimage.data.camera()[..., None], 3, axis=2)
    assert 25 <= segment(grey).max() <= 150


def test_the_same_picture_has_the_same_regions() -> None:
    photo = skimage.data.chelsea()
    assert np.array_equal(segment(photo), segment(photo.copy()))


def test_it_leaves_the_picture_alone() -> None:
    photo = skimage.data.chelsea().copy()
    photo.setflags(write=False)
    segment(photo)
