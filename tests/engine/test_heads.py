"""What the hair of a face says of where its person is."""

from __future__ import annotations

import numpy as np
import skimage

from engine.maths.people.bodies import estimate_bodies
from engine.maths.people.faces import Box, find_faces
from engine.maths.people.frames import Frame
from engine.maths.people.hair import hair_patch
from engine.operations.heads import BESIDE, HAIR, Head, add_heads, find_heads

SHAPE = (200, 300)
EYES = Frame(60.0, 80.0, (0.0, 1.0), 20.0)


def head(frame: Frame = EYES) -> Head:
    """A head whose hair is all that lies higher than a unit above the eyes, and less than one to the side."""
    patch = hair_patch(frame)
    amount = np.zeros(patch.shape, np.float32)
    left, right = (round(patch.to_patch(side, 0.0)[1]) for side in (-1.0, 1.0))
    amount[round(patch.to_patch(0, -2.0)[0]) : round(patch.to_patch(0, -1.0)[0]), left:right] = 1
    return Head(Box(frame.row - 17, frame.column - 22, 44, 44), (patch, amount))


def test_hair_is_subject_for_certain() -> None:
    found = add_heads(estimate_bodies([head().box], SHAPE), [head()])
    assert found.certain[30, 80] and found.odds[30, 80] == HAIR
    assert not estimate_bodies([head().box], SHAPE).certain[30, 80]


def test_beside_a_head_there_is_none() -> None:
    found = add_heads(estimate_bodies([head().box], SHAPE), [head()])
    assert found.odds[60, 120] == found.odds[60, 40] == BESIDE


def test_ears_and_shoulders_are_not_beside_it() -> None:
    found = add_heads(estimate_bodies([head().box], SHAPE), [head()])
    assert found.odds[60, 105] > 0 and found.odds[95, 120] > BESIDE


def test_a_second_person_beside_a_head_stays() -> None:
    both = [head(), Head(Box(50, 105, 44, 44))]
    assert add_heads(estimate_bodies([one.box for one in both], SHAPE), both).odds[60, 120] > 0


def test_without_hair_nothing_is_said() -> None:
    plain = estimate_bodies([head().box], SHAPE)
    found = add_heads(plain, [Head(head().box)])
    assert np.array_equal(found.odds, plain.odds) and np.array_equal(found.certain, plain.certain)


def test_the_hair_of_a_photo_lies_where_it_is_in_a_smaller_copy_too() -> None:
    picture = skimage.data.astronaut()
    (found,) = find_heads(picture, find_faces(picture))
    small = found.at(0.5)
    certain = add_heads(estimate_bodies([small.box], (256, 256)), [small]).certain
    assert certain[18, 110] and certain[30, 130] and not certain[18, 60]
