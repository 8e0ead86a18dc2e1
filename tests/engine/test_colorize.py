"""Black and white, and sepia."""

from __future__ import annotations

import numpy as np
import pytest

from engine.operations.colorize import colorize

COLOURS = np.array([[(255, 255, 255), (0, 0, 0), (128, 128, 128), (255, 0, 0), (0, 255, 0)]], np.uint8)


def test_black_and_white_keeps_how_light_each_pixel_is() -> None:
    greys = colorize(COLOURS, "black_and_white")
    assert greys[0, :, 0].tolist() == [255, 0, 128, 127, 220]
    assert (greys == greys[..., :1]).all()


def test_sepia_is_brown_between_black_and_white() -> None:
    toned = colorize(COLOURS, "sepia_vintage").astype(int)
    assert toned[0, 0].tolist() == [255, 255, 255] and toned[0, 1].tolist() == [0, 0, 0]
    red, green, blue = toned[0, 2]
    assert red > green > blue + 20


def test_more_rows_than_a_strip_are_all_changed() -> None:
    red = np.full((600, 2, 3), (255, 0, 0), np.uint8)
    assert (colorize(red, "black_and_white") == 127).all()
    assert (red == (255, 0, 0)).all()


def test_other_looks_are_refused() -> None:
    with pytest.raises(ValueError, match="must be one of"):
        colorize(COLOURS, "color_vivid")
