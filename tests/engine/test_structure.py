"""Straight edges continued across a hole."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.maths.fill.pyramid import Level
from engine.maths.fill.structure import continue_straight
from engine.operations.erase import erase

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def wall(level: int = 90) -> Image:
    noise = np.random.default_rng(0).normal(0, 2, (160, 200, 3))
    return np.asarray((level + noise).clip(0, 255), np.uint8)


def disc(picture: Image, radius: int = 30) -> Mask:
    rows, columns = np.ogrid[: picture.shape[0], : picture.shape[1]]
    return np.asarray(np.hypot(rows - 80, columns - 100) <= radius)


def level_of(truth: Image) -> Level:
    """``truth`` with something green over its middle, which is the hole."""
    hole = disc(truth)
    picture = truth.copy()
    picture[hole] = 0, 255, 0
    return Level(picture, hole, np.zeros_like(hole))


def horizon(tilt: float = 0.0) -> Image:
    rows, columns = np.ogrid[:160, :200]
    below = (rows - 83 - tilt * (columns - 100)) / np.hypot(1, tilt)
    step = np.asarray(70 * (below + 0.5).clip(0, 1), np.uint8)
    return np.asarray(wall() + step[..., None], np.uint8)


def pole(picture: Image) -> Image:
    copy = picture.copy()
    copy[:, 94:106] = wall(230)[:, 94:106]
    return copy


@pytest.mark.parametrize("tilt", [0.0, 0.1, -0.37, 2.0])
def test_an_edge_is_drawn_where_it_was(tilt: float) -> None:
    truth = horizon(tilt)
    level = level_of(truth)
    drawn = continue_straight(level)
    band = level.hole & ~drawn.hole
    errors = np.abs(drawn.picture.astype(int) - truth)[band].max(axis=-1)
    assert band.sum() > 55 * 7 and np.mean(errors > 12) < 0.05
    assert (drawn.banned == band).all()


def test_what_is_known_stays() -> None:
    level = level_of(horizon(0.2))
    drawn = continue_straight(level)
    assert (drawn.picture == level.picture)[~level.hole].all() and not (drawn.hole & ~level.hole).any()


@pytest.mark.parametrize("truth", [wall(), wall().transpose(1, 0, 2)[:160].copy()])
def test_without_edges_nothing_is_drawn(truth: Image) -> None:
    level = level_of(np.pad(truth, ((0, 0), (0, 200 - truth.shape[1]), (0, 0)), mode="reflect"))
    assert continue_straight(level) is level


def test_texture_has_no_edges() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (160, 200, 3), dtype=np.uint8)
    level = level_of(np.asarray(cv2.GaussianBlur(noise, (0, 0), 1.5) * 3, np.uint8))
    assert continue_straight(level) is level


def test_an_edge_that_ends_at_the_hole_is_not_continued() -> None:
    truth = horizon()
    truth[:, 100:] = wall()[:, 100:]
    level = level_of(truth)
    assert continue_straight(level) is level


def test_edges_that_are_not_in_line_are_not_joined() -> None:
    truth = horizon()
    truth[:, 100:] = horizon()[:, 100:][np.r_[12:160, 0:12]]
    level = level_of(truth)
    assert continue_straight(level) is level


def test_a_pole_goes_over_the_horizon() -> None:
    truth = pole(horizon())
    drawn = continue_straight(level_of(truth))
    inside = np.zeros_like(drawn.hole)
    inside[52:108, 96:104] = True
    errors = np.abs(drawn.picture.astype(int) - truth).max(axis=-1)
    assert not (inside & ~drawn.hole & (errors > 20)).any()


def test_what_must_not_be_copied_is_no_evidence() -> None:
    level = level_of(horizon())
    banned = np.zeros_like(level.hole)
    banned[:, 132:150] = True
    drawn = Level(level.picture, level.hole, banned)
    assert continue_straight(drawn) is drawn


def test_a_very_long_gap_is_bridged() -> None:
    picture = np.full((60, 4600, 3), 90, np.uint8)
    picture[30:] = 160
    hole = np.zeros((60, 4600), bool)
    hole[10:50, 200:4400] = True
    drawn = continue_straight(Level(np.where(hole[..., None], np.uint8(0), picture), hole, np.zeros_like(hole)))
    band = hole & ~drawn.hole
    assert band.sum() > 32_768 and np.abs(drawn.picture.astype(int) - picture)[band].max() < 40


def test_erasing_continues_an_edge() -> None:
    truth = horizon(0.15)
    level = level_of(truth)
    erased = erase(level.picture, level.hole)
    assert np.abs(erased.astype(int) - truth)[level.hole].mean() < 5
    assert (erased == erase(level.picture, level.hole)).all()
