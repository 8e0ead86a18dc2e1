"""Erasing the foreground, and its shadow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.operations.erase import erase
from engine.operations.erase_foreground import footprint

Image = NDArray[np.uint8]
FLOOR = 150


def standing() -> tuple[Image, Image]:
    """A red box on a grey floor, its shadow at its foot, and dark things elsewhere; and its alpha map."""
    picture = np.random.default_rng(2).integers(FLOOR - 6, FLOOR + 6, (160, 200, 3), dtype=np.uint8)
    picture[60:120, 60:120] = (200, 20, 20)
    picture[120:126, 70:135] = 60
    picture[20:40, 20:40] = 60
    picture[150:, 180:] = 60
    alpha = np.zeros((160, 200), np.uint8)
    alpha[60:120, 60:120] = 255
    return picture, alpha


def test_the_subject_and_its_shadow_are_gone() -> None:
    picture, alpha = standing()
    result = erase(picture, footprint(picture, alpha))
    assert result[55:130, 55:140].min() > 100


def test_dark_things_that_do_not_touch_the_subject_are_not_its_shadow() -> None:
    mask = footprint(*standing())
    assert not mask[20:40, 20:40].any() and not mask[150:, 180:].any()


def test_haze_is_no_subject() -> None:
    picture, alpha = standing()
    alpha[0, 0] = 10
    assert not footprint(picture, alpha)[:10].any()


def test_without_a_subject_nothing_goes() -> None:
    picture, alpha = standing()
    assert not footprint(picture, np.zeros_like(alpha)).any()
