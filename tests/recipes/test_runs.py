"""Masks survive their way through run lengths."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.errors import RecipeError
from recipes.model import Runs
from recipes.runs import decode, encode, format_counts, parse


@pytest.mark.parametrize(
    ("mask", "counts"),
    [
        ([[0, 1, 1], [0, 0, 0]], "1 2 3"),
        ([[1, 0, 0], [0, 0, 1]], "0 1 4 1"),
        ([[1, 1, 1], [1, 1, 1]], "0 6"),
    ],
)
def test_a_mask_is_the_lengths_of_its_runs_in_reading_order(mask: list[list[int]], counts: str) -> None:
    runs = encode(np.array(mask, bool).tobytes(), 3)
    assert (runs.width, runs.height, format_counts(runs)) == (3, 2, counts)
    assert (np.frombuffer(decode(runs), bool).reshape(2, 3) == np.array(mask, bool)).all()


@given(st.integers(1, 7), st.integers(1, 7), st.data())
def test_a_mask_is_the_same_after_it_was_written_and_read(width: int, height: int, data: st.DataObject) -> None:
    mask = bytes(data.draw(st.lists(st.integers(0, 1), min_size=width * height, max_size=width * height)))
    if any(mask):
        runs = encode(mask, width)
        assert decode(parse(width, height, format_counts(runs))) == mask
    else:
        with pytest.raises(RecipeError, match="empty"):
            encode(mask, width)


def test_noise_is_no_mask() -> None:
    with pytest.raises(RecipeError, match="more than 1000000 runs"):
        encode(bytes((0, 1)) * 600_000, 1000)


def test_a_frame_of_other_sides_is_another_mask() -> None:
    assert parse(3, 2, "1 5") == Runs(3, 2, (1, 5)) != parse(2, 3, "1 5")
