"""Shadows under cut-out products."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.operations.product_shadow import Shadow, product_shadow

Image = NDArray[np.uint8]


def product() -> Image:
    """A blue block of 40 by 60 pixels, and nothing around it."""
    return np.full((40, 60, 4), (20, 40, 200, 255), np.uint8)


def test_the_canvas_grows_by_what_the_shadow_needs() -> None:
    result = product_shadow(product(), Shadow(offset=(0, 10), blur=0))
    assert result.shape == (50, 60, 4)
    assert (result[:40] == product()).all()
    assert (result[40:] == (0, 0, 0, 153)).all()


def test_offsets_go_to_the_left_and_up_too() -> None:
    result = product_shadow(product(), Shadow(offset=(-7, -4), blur=0, intensity=100, colour=(9, 8, 7)))
    assert result.shape == (44, 67, 4)
    assert (result[4:, 7:] == product()).all()
    assert result[0, 0].tolist() == [9, 8, 7, 255] and result[-1, 0].tolist() == [0, 0, 0, 0]


def test_a_blur_fades_out_before_the_edge_of_the_canvas() -> None:
    result = product_shadow(product(), Shadow(blur=20))
    assert result[-1, :, 3].max() <= 2 and result[:, 0, 3].max() <= 2
    assert 0 < result[60, result.shape[1] // 2, 3] < 153


def test_a_floating_shadow_is_an_ellipse_below_the_product() -> None:
    result = product_shadow(product(), Shadow("float", offset=(0, 15), blur=0, width=30, height=20, intensity=100))
    shade = result[40:, :, 3] == 255
    rows, columns = np.flatnonzero(shade.any(axis=1)), np.flatnonzero(shade.any(axis=0))
    assert (rows[0], len(rows)) == (15, 20)
    assert (columns[0], len(columns)) == (15, 30)
    assert not shade[15, 15] and shade[25, 30]


def test_a_floating_shadow_is_as_wide_as_the_product_where_nothing_is_said() -> None:
    result = product_shadow(product(), Shadow("float", blur=0, height=20))
    assert np.count_nonzero((result[40:, :, 3] > 0).any(axis=0)) == 60


def test_sides_below_zero_count_as_those_above() -> None:
    one, other = (product_shadow(product(), Shadow("float", width=side, height=side)) for side in (24, -24))
    assert (one == other).all()


def test_on_a_background_it_is_opaque() -> None:
    result = product_shadow(product(), Shadow(blur=0), (255, 255, 255))
    assert result.shape == (55, 60, 3)
    assert (result[:40] == (20, 40, 200)).all() and (result[45:] == 102).all()


def test_no_intensity_is_no_shadow() -> None:
    result = product_shadow(product(), Shadow(intensity=0), (255, 255, 255))
    assert np.count_nonzero((result != 255).any(axis=2)) == 40 * 60


def test_too_large_a_result_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 1000 pixels"):
        product_shadow(product(), Shadow(), most_pixels=1000)


def test_nothing_throws_no_shadow() -> None:
    with pytest.raises(ValueError, match="no foreground"):
        product_shadow(np.zeros((5, 5, 4), np.uint8), Shadow())
