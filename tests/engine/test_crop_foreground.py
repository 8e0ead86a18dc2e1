"""Cropping to the foreground."""

from __future__ import annotations

import numpy as np
import pytest

from engine.operations.crop_foreground import Box, crop_around, crop_foreground


def cutout() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Ten by twelve transparent pixels with an opaque block of 3 x 4 at (2, 5), and haze elsewhere."""
    picture = np.full((10, 12, 4), (9, 8, 7, 10), np.uint8)
    picture[2:5, 5:9, 3] = 255
    return picture


def test_it_crops_to_what_shows() -> None:
    result, box = crop_foreground(cutout())
    assert box == Box(2, 5, 3, 4) and result.shape == (3, 4, 4) and (result == (9, 8, 7, 255)).all()


def test_padding_is_even_and_transparent_beyond_the_edge() -> None:
    result, box = crop_foreground(cutout(), 4)
    assert box == Box(-2, 1, 11, 12) and result.shape == (11, 12, 4)
    assert (result[:2] == 0).all() and (result[4:7, 4:8, 3] == 255).all()


def test_an_alpha_map_is_cropped_alone() -> None:
    result, _ = crop_foreground(cutout()[..., 3], 1)
    assert result.shape == (5, 6) and (result[1:4, 1:5] == 255).all()


@pytest.mark.parametrize(("padding", "box"), [(0, Box(2, 5, 3, 4)), (1, Box(1, 4, 5, 6)), (4, Box(0, 1, 9, 11))])
def test_a_crop_of_the_picture_itself_ends_at_its_edges(padding: int, box: Box) -> None:
    assert crop_around(cutout()[..., 3], padding) == box


def test_it_does_not_write_into_its_argument() -> None:
    picture = cutout()
    crop_foreground(picture)[0][:] = 0
    assert (picture == cutout()).all()


def test_a_picture_without_foreground_is_refused() -> None:
    with pytest.raises(ValueError, match="no foreground"):
        crop_foreground(np.full((5, 5, 4), 10, np.uint8))


def test_negative_padding_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        crop_foreground(cutout(), -1)
