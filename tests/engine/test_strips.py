"""Long holes in thin pictures."""

from __future__ import annotations

import numpy as np
import pytest

from engine.maths.fill.pyramid import Level
from engine.maths.fill.strips import FADE, continue_along
from engine.operations.erase import erase
from tests.engine.test_erase import box, marked, noise


def strip(values: list[int], gap: slice, banned: slice = slice(0)) -> Level:
    """A picture of one line."""
    picture = np.repeat(np.array(values, np.uint8)[None, :, None], 3, axis=2)
    hole, never = np.zeros((1, len(values)), bool), np.zeros((1, len(values)), bool)
    hole[0, gap], never[0, banned] = True, True
    return Level(picture, hole, never)


def filled(level: Level) -> list[int]:
    return [int(value) for value in continue_along(level)[0, :, 0]]


def test_a_gap_at_the_end_mirrors_what_is_before_it() -> None:
    assert filled(strip([1, 2, 3, 0, 0, 0, 0, 0], slice(3, 8))) == [1, 2, 3, 3, 2, 1, 1, 2]


def test_a_gap_at_the_beginning_mirrors_what_is_behind_it() -> None:
    assert filled(strip([0, 0, 0, 7, 8, 9], slice(0, 3))) == [9, 8, 7, 7, 8, 9]


def test_a_gap_fades_from_one_end_to_the_other() -> None:
    length = int(4 * FADE)
    line = filled(strip([10] * 5 + [0] * length + [90] * 5, slice(5, 5 + length)))
    assert (line[5], line[-6]) == (10, 90)
    assert line == sorted(line)


def test_what_is_banned_is_not_mirrored() -> None:
    assert filled(strip([1, 2, 99, 0, 0], slice(3, 5), slice(2, 3))) == [1, 2, 99, 1, 1]


def test_a_line_of_which_nothing_is_known_takes_its_neighbours_colours() -> None:
    picture = np.full((2, 40, 3), 50, np.uint8)
    hole = np.zeros((2, 40), bool)
    hole[1] = True
    picture[1] = 255
    assert (continue_along(Level(picture, hole, np.zeros_like(hole)))[1] == 50).all()


@pytest.mark.parametrize("shape", [(3, 900), (900, 3), (1, 900), (20, 900), (900, 20)])
def test_nothing_of_what_is_erased_in_a_strip_is_left(shape: tuple[int, int]) -> None:
    rows, columns = shape
    mask = box(rows, columns, 0, 300, rows, 300) if rows < columns else box(rows, columns, 300, 0, 300, columns)
    made = erase(marked(noise(*shape), mask), mask)
    assert made[mask].min() >= 90 and made[mask].max() < 110
    assert (made[~mask] == noise(*shape)[~mask]).all()


def test_of_the_smallest_picture_a_row_is_filled_from_the_other() -> None:
    picture = np.full((2, 2, 3), 90, np.uint8)
    mask = np.array([[True, True], [False, False]])
    assert (erase(marked(picture, mask), mask) == 90).all()


def test_a_long_scratch_in_a_narrow_picture_is_spanned() -> None:
    mask = box(3, 2000, 1, 100, 1, 1800)
    made = erase(marked(noise(3, 2000), mask), mask)
    assert made[mask].min() >= 85 and made[mask].max() <= 115
