"""By which methods pictures are enlarged, and what the networks for photos make of them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_django import Settings
from skimage import data

from engine.models_or_builtin import enlarging_methods
from engine.operations.increase_resolution import BACK_PROJECTION, increase_resolution
from engine.weights import waifu2x
from engine.weights.errors import WeightsError

Image = NDArray[np.uint8]


def photo(side: int = 96) -> Image:
    """A photo without traces of JPEG."""
    return np.asarray(cv2.resize(data.astronaut(), (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def saved_as_jpeg(picture: Image) -> Image:
    _, content = cv2.imencode(".jpg", picture)
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), np.uint8)


def networks(image: Image, factor: int) -> list[str]:
    """The networks that double ``image``, "" for the engine's own method."""
    methods = enlarging_methods(image, factor, fast=False)
    return [method.double.network.name if isinstance(method.double, waifu2x.Doubler) else "" for method in methods]


def psnr(result: Image, truth: Image) -> float:
    return float(10 * np.log10(255**2 / np.square(result.astype(float) - truth).mean()))


def test_without_weights_it_is_the_engines_own() -> None:
    assert enlarging_methods(photo(), 4, fast=False) == (BACK_PROJECTION, BACK_PROJECTION)


def test_with_one_of_two_weights_it_is_the_engines_own(tmp_path: Path, settings: Settings) -> None:
    settings.STUDIO_WEIGHTS = tmp_path
    (tmp_path / "WAIFU2X_PHOTO_UP2X.bin").touch()
    assert enlarging_methods(photo(), 2, fast=False) == (BACK_PROJECTION,)


def test_weights_that_are_damaged_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "WAIFU2X_PHOTO_UP2X.bin").write_bytes(b"none")
    with pytest.raises(WeightsError, match="damaged"):
        waifu2x.Doubler(tmp_path, waifu2x.CLEAN)(np.zeros((20, 20, 3), np.float32))


@pytest.mark.usefixtures("installed_weights")
class TestWithWeights:
    """With the networks of the installation."""

    def test_a_clean_photo_and_a_jpeg_have_networks_of_their_own(self) -> None:
        assert networks(photo(), 2) == ["waifu2x"]
        assert networks(saved_as_jpeg(photo()), 2) == ["waifu2x_jpeg"]

    def test_the_second_doubling_keeps_traces_down(self) -> None:
        assert networks(photo(), 4) == ["waifu2x", "waifu2x_jpeg"]

    def test_what_is_too_large_by_then_is_doubled_by_the_engines_own(self) -> None:
        assert networks(np.zeros((1024, 1025, 3), np.uint8), 4) == ["waifu2x", ""]
        assert networks(np.zeros((2048, 2049, 3), np.uint8), 4) == ["", ""]

    def test_it_is_the_engines_own_where_it_is_to_be_fast(self) -> None:
        assert enlarging_methods(photo(), 4, fast=True) == (BACK_PROJECTION, BACK_PROJECTION)

    def test_it_is_nearer_to_the_truth_than_the_engines_own(self) -> None:
        truth = photo(256)
        given = np.asarray(cv2.resize(truth, (128, 128), interpolation=cv2.INTER_AREA), np.uint8)
        result = increase_resolution(given, 2, methods=enlarging_methods(given, 2, fast=False))
        assert psnr(result, truth) >= psnr(increase_resolution(given, 2), truth) + 1

    def test_no_tile_shows(self) -> None:
        picture = photo(waifu2x.TILE + 30)
        [method] = enlarging_methods(picture, 2, fast=False)
        around = (waifu2x.MARGIN, waifu2x.MARGIN)
        tile = np.pad(picture.astype(np.float32), (around, around, (0, 0)), mode="edge")
        whole = method.double(tile).clip(0, 255)
        assert np.abs(increase_resolution(picture, 2, methods=[method]) - whole).max() <= 1

    def test_a_plain_picture_stays_plain(self) -> None:
        picture = np.full((20, 30, 3), 77, np.uint8)
        result = increase_resolution(picture, 4, methods=enlarging_methods(picture, 4, fast=False))
        assert np.abs(result.astype(int) - 77).max() <= 2

    def test_the_same_picture_gives_the_same_bytes(self) -> None:
        first, second = (
            increase_resolution(photo(), 2, methods=enlarging_methods(photo(), 2, fast=False)) for _ in range(2)
        )
        assert (first == second).all()
