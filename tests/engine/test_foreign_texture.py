"""Things that look like nothing on a hole's rim are not copied into it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.fill.foreign_texture import foreign_texture_mask
from engine.maths.fill.pyramid import Level
from engine.operations.erase import ban_foreign_texture

SHAPE = (360, 600)
GREEN, RED = (90, 140, 60), (180, 40, 40)
THING = np.s_[120:240, 60:180]


def scene(*, wide: bool = False) -> Level:
    """A meadow with a red thing on the left, and a hole on the right; a wide one leaves little of the meadow."""
    picture = np.random.default_rng(1).integers(-4, 5, (*SHAPE, 3)) + np.array(GREEN)
    picture[THING] += np.array(RED) - np.array(GREEN)
    hole = np.zeros(SHAPE, bool)
    hole[np.s_[15:345, 210:585] if wide else np.s_[120:270, 360:510]] = True
    return Level(picture.astype(np.uint8), hole, np.zeros(SHAPE, bool))


def share(mask: NDArray[np.bool_]) -> float:
    return float(mask.mean())


def test_a_thing_of_a_colour_that_the_rim_has_not_is_one() -> None:
    assert share(foreign_texture_mask(scene())[THING]) > 0.9


def test_what_looks_like_the_rim_is_none() -> None:
    found = foreign_texture_mask(scene())
    found[THING] = False
    assert share(found) < 0.02


def test_a_thing_that_the_hole_borders_on_is_none() -> None:
    level = scene()
    level.hole[135:225, 120:370] = True
    assert share(foreign_texture_mask(level)[THING]) < 0.1


def test_nothing_is_where_too_little_would_be_left() -> None:
    assert not foreign_texture_mask(scene(wide=True)).any()


def test_a_picture_that_is_all_hole_but_its_corner_has_none() -> None:
    level = scene()
    level.hole[:] = True
    level.hole[0, 0] = False
    assert not foreign_texture_mask(level).any()


def test_a_small_hole_does_not_tell() -> None:
    level = scene()
    level.hole[:] = False
    level.hole[150:190, 400:440] = True
    assert not foreign_texture_mask(level).any()


def test_the_hole_itself_is_none() -> None:
    level = scene()
    assert not (foreign_texture_mask(level) & level.hole).any()


def test_a_fill_copies_nothing_from_them() -> None:
    level = scene()
    level.banned[0, 0] = True
    banned = ban_foreign_texture(level).banned
    assert banned[0, 0] and share(banned[THING]) > 0.9 and not level.banned[THING].any()
