"""Increasing resolution: what must hold for every picture."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.operations.increase_resolution import BACK_PROJECTION, TILE, Method, increase_resolution

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]


def psnr(result: Image, truth: Image) -> float:
    return float(10 * np.log10(255**2 / np.square(result.astype(float) - truth).mean()))


def small(picture: Image, factor: int) -> Image:
    rows, columns = (side // factor for side in picture.shape[:2])
    return np.asarray(cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def lanczos(picture: Image, factor: int) -> Image:
    size = picture.shape[1] * factor, picture.shape[0] * factor
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_LANCZOS4), np.uint8)


def disc(inside: tuple[int, ...], outside: tuple[int, ...]) -> Image:
    rows, columns = np.mgrid[:60, :60]
    is_inside = (rows - 30) ** 2 + (columns - 30) ** 2 < 20**2
    return np.where(is_inside[..., None], inside, outside).astype(np.uint8)


@pytest.mark.parametrize("factor", [2, 4])
@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 7, 4), (33, 20, 3), (17, 40, 4)])
def test_sides_grow_by_the_factor(shape: tuple[int, int, int], factor: int) -> None:
    rows, columns, channels = shape
    assert increase_resolution(np.zeros(shape, np.uint8), factor).shape == (factor * rows, factor * columns, channels)


@pytest.mark.parametrize(("factor", "gain"), [(2, 0.6), (4, 0.4)])
def test_it_is_nearer_to_the_truth_than_lanczos(factor: int, gain: float) -> None:
    truth = data.astronaut()
    given = small(truth, factor)
    assert psnr(increase_resolution(given, factor), truth) >= psnr(lanczos(given, factor), truth) + gain


def test_made_small_again_it_is_the_picture_it_was_made_from() -> None:
    picture = data.coffee()[:100, :120]
    again = small(increase_resolution(picture, 2), 2)
    assert np.abs(again.astype(int) - picture).mean() < 1


def test_no_tile_shows() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (TILE + 40, TILE + 90, 3), dtype=np.uint8)
    whole = increase_resolution(picture, 2, methods=[replace(BACK_PROJECTION, tile=2 * TILE)])
    assert np.abs(increase_resolution(picture, 2).astype(int) - whole).max() <= 1


def test_a_plain_picture_stays_plain() -> None:
    assert (increase_resolution(np.full((30, 40, 3), 77, np.uint8), 4) == 77).all()


def test_an_edge_gets_no_halo() -> None:
    result = increase_resolution(disc((200, 200, 200), (50, 50, 50)), 2)
    assert result.min() >= 45 and result.max() <= 205


def test_a_slanted_edge_has_fewer_steps_than_lanczos_leaves() -> None:
    rows, columns = np.mgrid[:512, :512]
    truth = np.repeat(np.where(columns > 100 + 0.4 * rows, 220, 30).astype(np.uint8)[..., None], 3, axis=2)
    given = small(truth, 4)
    assert psnr(increase_resolution(given, 4), truth) >= psnr(lanczos(given, 4), truth) + 1


def test_opaque_stays_opaque_and_transparent_stays_transparent() -> None:
    alpha = increase_resolution(disc((200, 0, 0, 255), (200, 0, 0, 0)), 2)[..., 3]
    assert (alpha[50:70, 50:70] == 255).all() and (alpha[:15] == 0).all()
    assert ((alpha > 0) & (alpha < 255)).any()


def test_colours_that_are_hidden_do_not_show_at_the_edge() -> None:
    red_on_hidden_green = increase_resolution(disc((200, 0, 0, 255), (0, 255, 0, 0)), 2)
    visible = red_on_hidden_green[red_on_hidden_green[..., 3] > 0]
    assert (visible[:, 0] >= 190).all() and (visible[:, 1] <= 10).all()


def test_it_does_not_write_into_its_argument() -> None:
    picture = data.chelsea()[:50, :60].copy()
    picture.setflags(write=False)
    increase_resolution(picture, 2)


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture = data.chelsea()[:80, :90]
    assert (increase_resolution(picture, 2) == increase_resolution(picture.copy(), 2)).all()


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    increase_resolution(np.zeros((TILE + 1, 20, 3), np.uint8), 4, progress=told.append)
    assert told == sorted(told) and told[-1] == 1 and len(told) > 2


@pytest.mark.parametrize("factor", [0, 1, 3, 8])
def test_other_factors_are_refused(factor: int) -> None:
    with pytest.raises(ValueError, match="2 or 4"):
        increase_resolution(np.zeros((5, 5, 3), np.uint8), factor)


@pytest.mark.parametrize("shape", [(5, 5), (5, 5, 2), (0, 5, 3)])
def test_what_is_no_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="3 or 4"):
        increase_resolution(np.zeros(shape, np.uint8), 2)


def repeated(tile: Floats) -> Floats:
    """The inner part of a tile with a margin of 3, each pixel as four."""
    return np.asarray(tile[3:-3, 3:-3].repeat(2, axis=0).repeat(2, axis=1), np.float32)


REPEATING = Method("repeating", repeated, tile=5, margin=3)


def test_a_method_is_given_tiles_with_its_margin() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (13, 8, 3), dtype=np.uint8)
    result = increase_resolution(picture, 4, methods=[REPEATING, REPEATING])
    assert (result == picture.repeat(4, axis=0).repeat(4, axis=1)).all()


def test_a_method_sees_the_border_go_on_beyond_the_picture() -> None:
    seen: list[Floats] = []

    def look(tile: Floats) -> Floats:
        seen.append(tile)
        return repeated(tile)

    method = replace(REPEATING, double=look, tile=9)
    increase_resolution(np.arange(6, dtype=np.uint8).reshape(1, 2, 3), 2, methods=[method])
    assert seen[0].shape == (7, 8, 3)
    assert (seen[0][:, :4] == [0, 1, 2]).all() and (seen[0][:, 4:] == [3, 4, 5]).all()


def test_where_methods_are_missing_the_engines_own_does_the_rest() -> None:
    picture = data.chelsea()[:40, :50]
    first = increase_resolution(picture, 2, methods=[REPEATING])
    assert (increase_resolution(picture, 4, methods=[REPEATING]) == increase_resolution(first, 2)).all()


def test_progress_is_shared_by_what_each_doubling_costs() -> None:
    told: list[float] = []
    dear = replace(REPEATING, tile=100, cost=12.0)
    increase_resolution(np.zeros((20, 20, 3), np.uint8), 4, methods=[dear], progress=told.append)
    assert told == [12 / 16, 1]
