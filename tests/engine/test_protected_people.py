"""People who stay are not copied into the hole that another one leaves."""

from __future__ import annotations

import numpy as np
import skimage
from numpy.typing import NDArray

from engine.maths.people.faces import Box, find_faces
from engine.operations.erase import erase
from engine.operations.protected_people import protected_people_mask

Mask = NDArray[np.bool_]

SHAPE = (200, 300)
FACE = Box(40, 60, 40, 40)


def hole_at(rows: slice, columns: slice, shape: tuple[int, int] = SHAPE) -> Mask:
    hole = np.zeros(shape, bool)
    hole[rows, columns] = True
    return hole


def test_a_person_beside_the_hole_is_avoided_from_head_to_trunk() -> None:
    found = protected_people_mask(hole_at(np.s_[60:180], np.s_[200:280]), [FACE])
    assert found[60, 80] and found[180, 80] and not found[60, 180]


def test_a_person_in_the_hole_is_not() -> None:
    hole = hole_at(np.s_[20:100], np.s_[40:120])
    assert not protected_people_mask(hole, [FACE]).any()


def test_a_badge_is_filled_with_the_coat_it_is_on() -> None:
    assert not protected_people_mask(hole_at(np.s_[120:130], np.s_[75:85]), [FACE]).any()


def test_regions_that_lie_in_a_person_are_part_of_them() -> None:
    labels = np.ones(SHAPE, np.uint8)
    labels[110:, 5:90] = 2
    hole = hole_at(np.s_[60:180], np.s_[200:280])
    assert protected_people_mask(hole, [FACE], labels)[150, 8] and not protected_people_mask(hole, [FACE])[150, 8]


def test_regions_around_a_person_are_not() -> None:
    hole = hole_at(np.s_[60:180], np.s_[200:280])
    assert np.array_equal(
        protected_people_mask(hole, [FACE], np.ones(SHAPE, np.uint8)), protected_people_mask(hole, [FACE])
    )


def test_of_two_people_the_one_who_is_erased_does_not_turn_into_the_other() -> None:
    half = skimage.data.astronaut()[::2, ::2]
    picture = np.ascontiguousarray(np.hstack([half[:, ::-1], half]))
    hole = hole_at(np.s_[20:256], np.s_[0:250], (256, 512))
    boxes = [face.box for face in find_faces(picture)]
    filled, alone = (erase(picture, hole, avoid=avoid)[hole] for avoid in (protected_people_mask(hole, boxes), None))
    assert len(boxes) == 2 and orange(filled) < 0.1 < orange(alone)


def orange(colours: NDArray[np.uint8]) -> float:
    """The share of ``colours`` (n, 3) that is the astronaut's suit."""
    red, _, blue = colours.astype(int).T
    return float((red - blue > 110).mean())
