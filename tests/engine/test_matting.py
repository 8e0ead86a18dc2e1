"""Mattes: soft edges, hair, clean colours, and the way to full size."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.maths.filters import distance_transform
from engine.maths.matting.closed_form import BAND, closed_form_matte
from engine.maths.matting.foreground_colours import WORKING_PIXELS, remove_background_colours
from engine.maths.matting.guided_upsampling import upsample_alpha
from engine.maths.matting.hair_strands import find_strands

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
RED, GREEN = np.array([200.0, 50, 40]), np.array([40.0, 150, 60])


def disc(side: int, radius: float, blur: float = 0.0) -> NDArray[np.float32]:
    rows, columns = np.mgrid[:side, :side] - (side - 1) / 2
    alpha = (np.hypot(rows, columns) < radius).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), blur), np.float32) if blur else alpha


def red_on_green(alpha: NDArray[np.float32]) -> Picture:
    mixed = alpha[..., None] * RED + (1 - alpha[..., None]) * GREEN
    noise = np.random.default_rng(0).normal(0, 1, mixed.shape)
    return np.asarray(np.clip(mixed + noise, 0, 255), np.uint8)


def with_hairs(alpha: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """The disc with a hair of 1.5 pixels every 15 degrees, 14 pixels long."""
    drawn, scale = cv2.resize(np.rint(alpha * 255).astype(np.uint8), None, fx=4, fy=4), 4
    middle = drawn.shape[0] / 2
    for angle in np.arange(0, 2 * np.pi, np.pi / 12):
        ends = [
            (middle + scale * r * np.cos(angle), middle + scale * r * np.sin(angle)) for r in (radius - 2, radius + 14)
        ]
        start, end = (tuple(int(value) for value in point) for point in ends)
        cv2.line(drawn, start, end, 255, 6)
    return np.asarray(cv2.resize(drawn, alpha.shape[::-1], interpolation=cv2.INTER_AREA) / 255, np.float32)


def error(found: NDArray[np.generic], truth: NDArray[np.float32]) -> float:
    return float(np.abs(found.astype(np.float64) - truth).sum())


def test_a_blurred_edge_gets_its_alpha_back() -> None:
    truth = disc(120, 35, blur=1.2)
    mask = truth > 0.5
    assert error(closed_form_matte(red_on_green(truth), mask), truth) < 0.5 * error(mask, truth)


def test_an_outline_that_is_a_pixel_out_is_corrected() -> None:
    truth = disc(120, 35, blur=0.7)
    mask = disc(120, 36.5) > 0
    assert error(closed_form_matte(red_on_green(truth), mask), truth) < 0.5 * error(mask, truth)


def test_far_from_the_outline_alpha_is_the_mask() -> None:
    mask = disc(120, 35) > 0
    far = np.where(mask, distance_transform(mask, 5), distance_transform(~mask, 5)) > BAND
    assert np.array_equal(closed_form_matte(red_on_green(disc(120, 35)), mask)[far], mask[far])


def test_a_thin_part_is_not_lost() -> None:
    mask = np.zeros((60, 80), bool)
    mask[28:33, 10:70] = True
    assert closed_form_matte(np.full((60, 80, 3), 90, np.uint8), mask)[30, 15:65].min() > 0.9


def test_hair_outside_the_mask_is_found() -> None:
    bare = disc(160, 45)
    truth = with_hairs(bare, 45)
    found = closed_form_matte(red_on_green(truth), bare > 0.5)
    assert error(found, truth) < 0.5 * error(bare, truth)


def test_strands_hang_on_the_subject_and_are_thin() -> None:
    alpha = disc(160, 40)
    mask = alpha > 0
    alpha[78:81, 100:135] = 1  # a strand to the right
    alpha[20:23, 60:100] = 1  # one that hangs on nothing
    alpha[112:130, 70:90] = 1  # a block below
    found = find_strands(
        red_on_green(alpha), mask, np.where(mask, distance_transform(mask, 5), distance_transform(~mask, 5))
    )
    assert found[79, 124:132].all() and not found[20:23].any() and not found[120:128, 72:88].any()


@pytest.mark.parametrize("mask", [np.zeros((30, 40), bool), np.ones((30, 40), bool), np.eye(2, dtype=bool)], ids=str)
def test_without_an_outline_or_room_for_one_the_mask_is_the_matte(mask: Mask) -> None:
    assert np.array_equal(closed_form_matte(np.full((*mask.shape, 3), 90, np.uint8), mask), mask)


def test_a_picture_of_its_own_size_is_not_enlarged() -> None:
    picture, alpha = red_on_green(disc(60, 20)), disc(60, 20, blur=1)
    assert np.abs(upsample_alpha(alpha, picture, picture) / 255.0 - alpha).max() < 0.02


def test_an_enlarged_edge_is_as_sharp_as_the_picture() -> None:
    truth = disc(480, 150, blur=0.7)
    picture = red_on_green(truth)
    small = np.asarray(cv2.resize(picture, (120, 120), interpolation=cv2.INTER_AREA), np.uint8)
    coarse = np.asarray(cv2.resize(truth, (120, 120), interpolation=cv2.INTER_AREA), np.float32)
    stretched = cv2.resize(coarse, (480, 480), interpolation=cv2.INTER_LINEAR)
    assert error(upsample_alpha(coarse, small, picture) / 255.0, truth) < 0.35 * error(stretched, truth)


def test_the_background_is_taken_out_of_the_colours() -> None:
    truth = disc(120, 35, blur=2)
    picture = red_on_green(truth)
    alpha = np.rint(truth * 255).astype(np.uint8)
    soft = (alpha > 40) & (alpha < 215)
    before, after = (
        np.abs(colours[soft] - RED).mean() for colours in (picture, remove_background_colours(picture, alpha))
    )
    assert after < 0.2 * before


def test_colours_of_a_large_picture_are_cleaned_at_a_smaller_size() -> None:
    side = round(1.5 * WORKING_PIXELS**0.5)
    truth = disc(side, 0.45 * side, blur=2)
    picture = red_on_green(truth)
    alpha = np.rint(truth * 255).astype(np.uint8)
    soft = (alpha > 40) & (alpha < 215)
    assert np.abs(remove_background_colours(picture, alpha)[soft] - RED).mean() < 8


def test_a_soft_part_keeps_its_texture() -> None:
    stripes = np.where(np.arange(120) % 4 < 2, 40.0, -40.0)[None, :, None]
    alpha = np.where(disc(120, 40) > 0, 230, 0).astype(np.uint8)
    share = alpha[..., None] / 255
    picture = np.rint(share * (RED + stripes).clip(0, 255) + (1 - share) * GREEN).astype(np.uint8)
    middle = remove_background_colours(picture, alpha)[50:70, 50:70, 1].astype(float)
    assert middle.std() > 0.85 * (RED[1] + stripes).clip(0, 255).std()


def test_where_alpha_is_not_soft_colours_stay() -> None:
    picture = red_on_green(disc(60, 20))
    alpha = np.where(disc(60, 20) > 0, 255, 0).astype(np.uint8)
    assert np.array_equal(remove_background_colours(picture, alpha), picture)
