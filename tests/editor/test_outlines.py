"""Masks as closed lines: what a line goes around is what the mask held."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from editor.imaging import pixels, shapes
from editor.imaging.outlines import MOST_POINTS, trace_outline


def drawn(points: list[float], size: tuple[int, int]) -> NDArray[np.bool_]:
    """What a lasso along these points selects."""
    mask = np.zeros(size, bool)
    patch = shapes.draw_lasso(np.array(points).reshape(-1, 2)[:, ::-1], size)
    mask[patch.window] = patch.inside
    return mask


def mask_of(*rows: str) -> NDArray[np.bool_]:
    return np.array([[pixel == "#" for pixel in row] for row in rows])


def again(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return drawn(trace_outline(pixels.encode_mask(mask), mask.shape), mask.shape)


@pytest.mark.parametrize(
    "rows",
    [
        ("....", ".##.", ".##.", "...."),
        ("####", "####"),
        ("######", "#....#", "#....#", "######"),
        ("########", "#......#", "#.####.#", "#.####.#", "#......#", "########"),
        ("###....", "###....", "....###", "....###"),
        ("##..", "##..", "..##", "..##"),
        ("..##", "..##", "##..", "##.."),
        ("#####", "##.##", "#.#.#", "##.##", "#####"),
    ],
    ids=["square", "whole", "ring", "island", "two", "corner", "other corner", "diamond"],
)
def test_a_small_mask_comes_back_as_it_was(rows: tuple[str, ...]) -> None:
    mask = np.kron(mask_of(*rows), np.ones((5, 5), bool))
    assert np.array_equal(again(mask), mask)


def test_a_disc_with_a_hole_comes_back_within_a_pixel_of_its_edge_by_few_points() -> None:
    row, column = np.mgrid[:400, :500]
    distance = np.hypot(row - 190, column - 260)
    mask = (distance < 150) & (distance > 60)
    points = trace_outline(pixels.encode_mask(mask), mask.shape)
    wrong = drawn(points, mask.shape) != mask
    assert len(points) < 500
    assert np.minimum(abs(distance - 150), abs(distance - 60))[wrong].max() < 1.5


def test_specks_and_pinholes_are_left_out() -> None:
    mask = np.zeros((100, 100), bool)
    mask[10:90, 10:90] = True
    mask[50, 50] = False
    mask[2, 2] = True
    assert again(mask).sum() == 80 * 80


def test_noise_is_told_roughly_rather_than_at_length() -> None:
    mask = np.random.default_rng(0).random((600, 600)) < 0.6
    assert len(trace_outline(pixels.encode_mask(mask), mask.shape)) <= 3 * MOST_POINTS


def test_a_mask_of_another_size_is_scaled() -> None:
    mask = np.zeros((20, 30), bool)
    mask[5:15, 10:20] = True
    large = drawn(trace_outline(pixels.encode_mask(mask), (40, 60)), (40, 60))
    assert np.array_equal(large, np.kron(mask, np.ones((2, 2), bool)))


def test_nothing_has_no_outline() -> None:
    assert trace_outline(pixels.encode_mask(np.zeros((4, 4), bool)), (4, 4)) == []
