"""What alpha hides, and how a hole in it is continued."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.images import Picture
from engine.maths.filters import (
    AT_ONCE,
    BLOCK,
    MARGIN,
    STRIP,
    count_values,
    find_nearest,
    look_up,
    nearest_in_strips,
)
from engine.maths.transparency import (
    WHITE,
    bleed_colours,
    choose_backdrop,
    clear_hidden,
    continue_alpha,
    over_plain,
    scale,
    shown_share,
)
from engine.operations.objects import ObjectMap

RED, GREEN = (200, 30, 30), (0, 255, 0)


def window(top: int, left: int, bottom: int, right: int) -> NDArray[np.bool_]:
    mask = np.zeros((60, 80), bool)
    mask[top:bottom, left:right] = True
    return mask


def on_green(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.where(mask[..., None], RED, GREEN).astype(np.uint8)


def test_hidden_colours_become_those_of_what_shows() -> None:
    shown = window(20, 20, 40, 50)
    assert (bleed_colours(on_green(shown), shown * np.uint8(255)) == RED).all()


def test_faint_pixels_give_none_of_their_colour() -> None:
    shown = window(20, 20, 40, 50)
    alpha = np.where(shown, np.uint8(255), np.uint8(0))
    alpha[20:40, 50] = 2  # green
    assert (bleed_colours(on_green(shown), alpha)[30, 51:] == RED).all()


def test_a_picture_that_hides_nothing_stays_as_it_is() -> None:
    colours = on_green(window(20, 20, 40, 50))
    assert bleed_colours(colours, np.full((60, 80), 1, np.uint8)) is colours


def test_where_nothing_shows_all_is_black() -> None:
    assert not bleed_colours(on_green(window(0, 0, 9, 9)), np.zeros((60, 80), np.uint8)).any()


def test_what_is_unknown_gives_no_colour() -> None:
    gone = window(20, 50, 40, 60)
    colours = on_green(~gone)
    assert (bleed_colours(colours, np.full((60, 80), 255, np.uint8), gone) == RED).all()


def test_hidden_colours_are_cleared_and_others_are_not() -> None:
    alpha = window(20, 20, 40, 50).astype(np.uint8)
    cleared = clear_hidden(on_green(alpha == 9), alpha)
    assert (cleared[alpha > 0] == GREEN).all() and not cleared[alpha == 0].any()


@pytest.mark.parametrize(("colour", "backdrop"), [(30, 255), (250, 128), (128, 255)])
def test_a_picture_is_looked_at_over_what_it_stands_out_on(colour: int, backdrop: int) -> None:
    pixels = np.full((60, 80, 3), colour, np.uint8)
    assert choose_backdrop(pixels, np.full((60, 80), 255, np.uint8)) == (backdrop,) * 3


def test_a_hole_in_nothing_is_nothing() -> None:
    thing = window(20, 20, 40, 50) * np.uint8(255)
    assert not continue_alpha(thing, window(15, 15, 45, 55)).any()


def test_a_hole_in_a_pane_is_as_clear_as_the_pane() -> None:
    pane = np.where(window(20, 20, 40, 50), np.uint8(255), np.uint8(128))
    assert (continue_alpha(pane, window(15, 15, 45, 55)) == 128).all()


def test_a_gap_that_is_erased_as_a_whole_is_closed() -> None:
    torn = np.where(window(20, 20, 30, 30), np.uint8(0), np.uint8(255))
    assert (continue_alpha(torn, window(15, 15, 35, 35)) == 255).all()


def test_an_edge_goes_on_straight_through_a_hole() -> None:
    ground = window(30, 0, 60, 80) * np.uint8(255)
    with_thing = np.maximum(ground, window(15, 30, 45, 50) * np.uint8(255))
    continued = continue_alpha(with_thing, window(12, 25, 50, 55))
    assert np.abs(continued.astype(int) - ground)[np.r_[:28, 32:60]].max() <= 2


def test_alpha_outside_of_the_hole_stays() -> None:
    alpha = np.random.default_rng(0).integers(0, 256, (60, 80), dtype=np.uint8)
    hole = window(10, 10, 30, 30)
    assert np.array_equal(continue_alpha(alpha, hole)[~hole], alpha[~hole])


def test_what_is_soft_because_the_picture_is_belongs_to_the_subject() -> None:
    found, alpha = np.array([[128, 64, 255, 9]], np.uint8), np.array([[128, 128, 128, 0]], np.uint8)
    assert shown_share(found, alpha).tolist() == [[255, 127, 255, 0]]
    assert shown_share(found, None) is found


def test_a_picture_made_smaller_keeps_its_colours_at_its_edge() -> None:
    shown = window(20, 20, 41, 51)
    small = Picture(on_green(shown), shown * np.uint8(255)).scale_to((30, 40))
    assert small.alpha is not None and (np.abs(small.pixels[small.alpha > 0].astype(int) - RED) <= 2).all()


def test_a_region_of_what_is_hidden_is_none() -> None:
    parts = np.array([[1, 1, 1, 1], [1, 1, 2, 3]], np.uint8).repeat(10, 0).repeat(10, 1)
    layers = ObjectMap(parts, np.array([0, 1, 2, 2], np.uint8), (None, 0.9))
    visible = np.zeros((20, 40), bool)
    visible[10:, 20:] = True
    visible[10, 19] = True  # a rim, which goes to what it touches
    shown = layers.show_only(visible)
    assert shown.scores == (0.9,)
    assert np.array_equal(shown.labels, visible.astype(np.uint8))
    assert shown.parts.max() == 2


@pytest.fixture(scope="module")
def giant() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A picture that is too large to be looked at as a whole, of which a frame shows."""
    rows, columns = np.mgrid[:2900, :2850]
    colours = np.dstack((rows % 251, columns % 241, rows * 7 % 239)).astype(np.uint8)
    alpha = np.zeros(rows.shape, np.uint8)
    alpha[700:2100, 600:2200], alpha[900:1900, 800:2000] = 255, 0
    return colours, alpha


def test_beside_what_shows_of_a_giant_are_the_colours_of_the_nearest_pixel(
    giant: tuple[NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    colours, alpha = giant
    places, distance = find_nearest(alpha > 0)
    bled, nearest = bleed_colours(colours, alpha), colours.reshape(-1, 3)[places]
    assert alpha.size > AT_ONCE
    assert np.array_equal(bled[distance <= MARGIN], nearest[distance <= MARGIN])


def test_far_from_what_shows_of_a_giant_are_colours_of_a_pixel_about_as_near(
    giant: tuple[NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    known = giant[1] > 0
    distance = find_nearest(known)[1]
    for strip, places in nearest_in_strips(known):
        rows, columns = np.arange(strip.start, strip.start + len(places))[:, None], np.arange(known.shape[1])
        assert known.ravel()[places].all()
        found = np.hypot(rows - places // known.shape[1], columns - places % known.shape[1])
        assert (found - distance[strip]).max() <= 3 * BLOCK + 0.05 * distance.max()


def test_a_giant_takes_little_more_memory_than_itself(giant: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    colours, alpha = giant
    layers = ObjectMap(alpha // 255, np.array([0, 1], np.uint8), (None,))
    works: list[tuple[Callable[[], object], int]] = [
        (lambda: bleed_colours(colours, alpha), 10),
        (lambda: scale(colours, alpha, (290, 285)), 5),
        (lambda: over_plain(colours, alpha, WHITE), 5),
        (lambda: layers.show_only(alpha > 0), 9),
    ]
    for work, most in works:
        tracemalloc.start()
        work()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < most * alpha.size


def test_values_are_counted_and_looked_up_as_numpy_does() -> None:
    values = np.random.default_rng(0).integers(0, 9, (2 * STRIP + 3, 5), np.uint8)
    where = values % 2 == 0
    assert np.array_equal(count_values(values), np.bincount(values.ravel(), minlength=256))
    assert np.array_equal(count_values(values, where), np.bincount(values[where], minlength=256))
    numbers, flags = np.arange(9)[::-1].astype(np.uint8), np.arange(9) > 4
    assert np.array_equal(look_up(numbers, values), numbers[values])
    assert np.array_equal(look_up(flags, values), flags[values])
    assert look_up(flags, values).dtype == bool


def test_of_a_picture_of_several_strips_hidden_colours_come_from_the_nearest_pixel_that_shows() -> None:
    rows = 3 * STRIP
    colours, alpha = np.zeros((rows, 2, 3), np.uint8), np.zeros((rows, 2), np.uint8)
    colours[0], colours[-1], alpha[[0, -1]] = 10, 20, 255
    bled = bleed_colours(colours, alpha)
    assert (bled[: rows // 2] == 10).all()
    assert (bled[rows // 2 :] == 20).all()
