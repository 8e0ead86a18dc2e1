"""The compiled kernels against plain numpy, and what the modules around them promise."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.maths.fill import cloning, matching, membrane, patchmatch, pyramid
from engine.maths.fill.matching import Effort, Matching
from engine.maths.fill.onionpeel import peel_hole
from engine.maths.fill.patchmatch import RADIUS
from engine.maths.fill.pyramid import Level
from engine.maths.filters import distance_transform

Picture = NDArray[np.uint8]


def noise(rows: int, columns: int, seed: int = 0) -> Picture:
    return np.random.default_rng(seed).integers(0, 256, (rows, columns, 3), dtype=np.uint8)


def level(picture: Picture, top: int = 12, left: int = 14, side: int = 5) -> Level:
    """``picture`` with a square hole."""
    hole = np.zeros(picture.shape[:2], bool)
    hole[top : top + side, left : left + side] = True
    return Level(picture, hole, np.zeros_like(hole))


def begun(size: Level) -> Matching:
    m = matching.match_at_random(size, matching.usable_centres(size, 0), 0)
    measure(m)
    return m


def measure(m: Matching, row_penalty: float = 0.0) -> None:
    patchmatch.measure(m.source, m.canvas, m.targets, m.matches, row_penalty, m.costs)


def search(m: Matching, sweeps: int = 8, row_penalty: float = 0.0, crowding: float = 0.0) -> NDArray[np.int32]:
    """Search in place; the counts of uses."""
    used = matching.count_uses(m)
    matching.search(m, used, Effort(1, sweeps, max(m.usable.shape), varied=True), row_penalty, crowding, 1)
    return used


def patch(picture: Picture, place: NDArray[np.int32]) -> NDArray[np.float64]:
    """The patch around ``place``."""
    row, column = place
    return picture[row - RADIUS : row + RADIUS + 1, column - RADIUS : column + RADIUS + 1].astype(float)


def cost(picture: Picture, first: NDArray[np.int32], second: NDArray[np.int32]) -> float:
    return float(((patch(picture, first) - patch(picture, second)) ** 2).sum())


def test_a_search_may_be_done_in_several_goes() -> None:
    whole, halves = (begun(level(noise(30, 34))) for _ in range(2))
    count, seed = len(whole.targets), np.uint64(7)
    step(whole, (0, count, 1), seed)
    between = step(halves, (0, count // 2, 1), seed)
    step(halves, (count // 2, count, 1), between)
    assert (whole.matches == halves.matches).all() and (whole.costs == halves.costs).all()


def step(m: Matching, turns: tuple[int, int, int], state: np.uint64) -> np.uint64:
    """Search in place for some of the targets."""
    arrays = m.source, m.usable, m.canvas, m.targets, m.index, m.matches, m.costs, matching.count_uses(m)
    return np.uint64(patchmatch.search(*arrays, 0.0, 0.0, turns, 30, state))


def test_costs_are_sums_of_squared_differences() -> None:
    size = level(noise(30, 34))
    m = begun(size)
    expected = [cost(size.picture, target, match) for target, match in zip(m.targets, m.matches, strict=True)]
    assert m.costs.tolist() == expected


def test_a_distance_in_rows_costs_its_square() -> None:
    m = begun(level(noise(30, 34)))
    plain = m.costs.copy()
    measure(m, row_penalty=3.0)
    assert np.allclose(m.costs - plain, 3 * (m.targets[:, 0] - m.matches[:, 0]) ** 2)


def test_a_search_comes_close_to_trying_every_place() -> None:
    size = level(noise(30, 34))
    m = begun(size)
    search(m, sweeps=30)
    centres = np.argwhere(m.usable)
    best = [
        min(cost(size.picture, target, centre.astype(np.int32)) for centre in centres) for target in m.targets[::10]
    ]
    assert m.costs[::10].mean() <= 1.05 * np.mean(best)


def test_a_search_never_makes_a_match_worse_and_keeps_costs_true() -> None:
    m = begun(level(noise(30, 34)))
    before = m.costs.copy()
    search(m)
    found = m.costs.copy()
    measure(m)
    assert (found <= before).all() and (found == m.costs).all()


def test_a_search_only_uses_usable_places() -> None:
    m = begun(level(noise(30, 34)))
    search(m)
    assert m.usable[m.matches[:, 0], m.matches[:, 1]].all()


def test_a_search_counts_the_uses_of_each_place() -> None:
    m = begun(level(noise(30, 34)))
    assert (search(m) == matching.count_uses(m)).all()


def test_crowding_spreads_the_uses() -> None:
    picture = noise(40, 44) // 64
    alone, crowded = begun(level(picture)), begun(level(picture))
    assert search(crowded, crowding=500.0).max() < search(alone).max()


def test_a_vote_is_the_weighted_mean_of_all_patches_over_a_pixel() -> None:
    size = level(noise(30, 34))
    m = begun(size)
    weights = np.linspace(0.1, 1, len(m.targets)).astype(np.float32)
    patchmatch.vote(m.source, m.canvas, m.pixels, m.index, m.matches, weights)
    pixel = m.pixels[7]
    near = np.abs(m.targets - pixel).max(axis=1) <= RADIUS
    places = m.matches[near] + pixel - m.targets[near]
    expected = np.average(size.picture[places[:, 0], places[:, 1]], axis=0, weights=weights[near])
    assert np.abs(m.canvas.reshape(30, 34, 3)[tuple(pixel)] - expected).max() <= 0.51


def test_a_pixel_is_copied_from_where_its_best_patch_says() -> None:
    m = begun(level(noise(30, 34)))
    weights = np.full(len(m.targets), 0.01, np.float32)
    pixel = m.pixels[7]
    chosen = m.index[tuple(pixel + 1)]
    weights[chosen] = 1.0
    origins = np.empty_like(m.pixels)
    patchmatch.elect(m.pixels, m.index, m.matches, weights, origins)
    assert (origins[7] == m.matches[chosen] - 1).all()


def test_peeling_continues_a_stripe() -> None:
    picture = np.full((30, 34, 3), 200, np.uint8)
    picture[13:16] = 20
    size = level(picture, side=6)
    canvas = picture.copy()
    canvas[size.hole] = (255, 0, 255)
    peel_hole(canvas.reshape(30, -1), size.hole, matching.usable_centres(size, 0), 0.0, 0)
    assert (canvas == picture).all()


def test_a_stripe_stays_through_search_and_vote() -> None:
    picture = np.full((30, 34, 3), 200, np.uint8)
    picture[13:16] = 20
    m = begun(level(picture, side=6))
    matching.improve(m, Effort(6, 4, 34, varied=True), 0.0, 0, 0.5)
    assert np.abs(m.canvas.reshape(30, 34, 3).astype(int) - picture).max() <= 2


def test_centres_keep_clear_of_the_hole_and_of_what_is_banned() -> None:
    size = level(noise(60, 60))
    size.banned[40:44, 40:44] = True
    usable = matching.usable_centres(size, 2)
    assert not usable[12 - RADIUS - 2, 14] and usable[12 - RADIUS - 3, 14]
    assert not usable[40 - RADIUS, 40] and usable[40 - RADIUS - 1, 40]
    assert not usable[:RADIUS].any() and not usable[:, -RADIUS:].any()


def test_centres_are_found_further_away_where_near_ones_are_too_few() -> None:
    assert np.count_nonzero(matching.usable_centres(level(noise(60, 60)), 0, margin=4)) > 500


def test_a_finer_size_doubles_the_matches() -> None:
    coarse = begun(level(noise(30, 30), 12, 14, 4))
    fine = level(noise(60, 60), 24, 28, 8)
    finer = matching.refine_matching(fine, matching.usable_centres(fine, 0), coarse)
    middle = coarse.index[14, 16]
    assert (finer.matches[finer.index[29, 33]] == coarse.matches[middle] * 2 + 1).all()


def test_halving_never_mixes_the_hole_into_known_pixels() -> None:
    picture = np.full((21, 25, 3), 100, np.uint8)
    size = level(picture, 5, 6, 7)
    picture[size.hole] = (255, 0, 255)
    half = size.halve()
    assert half.hole.shape == (11, 13) and half.hole.any()
    assert (half.picture[~half.hole] == 100).all()


def test_a_pyramid_ends_where_the_hole_is_shallow() -> None:
    levels = pyramid.build_pyramid(level(noise(300, 320), 100, 100, 80), deepest=3, smallest=16)
    assert distance_transform(levels[-1].hole).max() <= 4 and distance_transform(levels[-2].hole).max() > 4


def shifted(shape: tuple[int, int], down: int, right: int) -> NDArray[np.int32]:
    """For every pixel the place ``down`` rows and ``right`` columns away."""
    rows, columns = np.indices(shape, np.int32)
    return np.stack([rows + down, columns + right], axis=-1)


@pytest.mark.parametrize("factor", [1, 2, 4])
def test_a_pixel_is_pasted_from_its_place_at_full_size(factor: int) -> None:
    tile = noise(40, 48) // 4
    size = level(np.tile(tile, (2, 2, 1)), 20, 24, 12)
    truth = size.picture.copy()
    size.picture[size.hole] = 255
    smaller = -(-80 // factor), -(-96 // factor)
    assert (cloning.clone(size, shifted(smaller, 40 // factor, 0), factor) == truth).all()


def test_pasting_fits_the_brightness_to_the_rim() -> None:
    picture = np.full((60, 80, 3), 100, np.uint8)
    picture[:, 50:] = 110
    size = level(picture, 20, 20, 12)
    assert np.abs(cloning.clone(size, shifted((60, 80), 0, 40), 1)[size.hole].astype(int) - 100).max() <= 1


def test_a_fill_is_not_pulled_to_a_rim_that_does_not_fit_at_all() -> None:
    picture = np.full((60, 80, 3), 200, np.uint8)
    picture[:, 40:] = 100
    size = level(picture, 20, 20, 12)
    limit = 100 + cloning.MOST_CORRECTION
    assert cloning.clone(size, shifted((60, 80), 0, 40), 1)[size.hole].max() <= limit


@pytest.mark.parametrize("value", [-12.0, 7.0])
def test_a_sheet_over_an_even_rim_is_even(value: float) -> None:
    rim = np.zeros((40, 60), bool)
    rim[10:30, 10:50] = True
    rim[12:28, 12:48] = False
    places = np.argwhere(rim).astype(np.int32)
    sheet = membrane.interpolate(places, np.full((len(places), 3), value, np.float32), rim.shape)
    assert np.allclose(sheet, value, atol=0.01)


def test_a_sheet_lies_between_the_values_of_its_rim() -> None:
    rim = np.zeros((40, 60), bool)
    rim[10:30, [10, 11, 48, 49]] = True
    places = np.argwhere(rim).astype(np.int32)
    values = np.where(places[:, [1]] < 30, 0, 10).repeat(3, axis=1).astype(np.float32)
    sheet = membrane.interpolate(places, values, rim.shape)[20, 10:50, 0]
    assert (np.diff(sheet) > -0.3).all() and sheet[2] < 2 and sheet[-3] > 8
