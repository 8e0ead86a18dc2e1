"""Searching for objects, with a look that sees what is colourful: what is found, what is left, and when it stops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.maths.progress import ignore
from engine.maths.segment.label_upsampling import gradient
from engine.maths.segment.object_layers import tell_apart
from engine.maths.segment.object_search import (
    BUDGET,
    FoundObject,
    ObjectSearch,
    fill_in,
    search_objects,
    touch_inner_borders,
)
from engine.maths.segment.people_apart import Person, tell_people_apart
from engine.operations.objects import ObjectMap, find_object_inside, find_objects, plain_map
from engine.operations.other_objects import other_objects_mask
from engine.weights.salience import Salience

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Look = Callable[[Picture, int], NDArray[np.float32]]
SHAPE = (240, 360)
RED, BLUE, GREEN = (200, 30, 30), (30, 30, 200), (30, 200, 30)
LEFT, RIGHT, INNER = np.s_[80:160, 40:120], np.s_[80:160, 240:320], np.s_[95:145, 55:105]


def picture(boxes: dict[tuple[int, int, int], tuple[slice, slice]]) -> Picture:
    """Grey, with boxes of these colours."""
    made = np.full((*SHAPE, 3), 128, np.uint8)
    for colour, box in boxes.items():
        made[box] = colour
    return made


def area(box: tuple[slice, slice]) -> Mask:
    mask = np.zeros(SHAPE, bool)
    mask[box] = True
    return mask


def see_colour(image: Picture, side: int) -> NDArray[np.float32]:
    return np.asarray(np.ptp(image.astype(int), axis=-1) > 100, np.float32)


def see_most(image: Picture, side: int) -> NDArray[np.float32]:
    """Of several colourful things the one of the commonest colour alone, as a network that is taken by one thing."""
    colourful = see_colour(image, side) > 0
    if not colourful.any():
        return np.zeros(image.shape[:2], np.float32)
    colours, counts = np.unique(image[colourful], axis=0, return_counts=True)
    same = np.abs(image.astype(int) - colours[counts.argmax()]).max(axis=-1) < 40
    return np.asarray(same & colourful, np.float32)


def see_nothing(image: Picture, side: int) -> NDArray[np.float32]:
    return np.zeros(image.shape[:2], np.float32)


def masks_of(found: ObjectMap) -> list[Mask]:
    """The masks of objects."""
    return [found.labels == number for number, score in enumerate(found.scores, start=1) if score is not None]


def iou(one: Mask, other: Mask) -> float:
    return float((one & other).sum() / (one | other).sum())


@pytest.mark.parametrize("look", [see_colour, see_most])
def test_each_thing_is_found_once(look: Look) -> None:
    found = search_objects(picture({RED: LEFT, BLUE: RIGHT}), look, ignore)
    assert len(found) == 2
    for box in (LEFT, RIGHT):
        assert max(iou(thing.mask, area(box)) for thing in found) == 1


def test_what_one_thing_outshines_is_found_once_that_is_filled_in() -> None:
    small = np.s_[100:125, 270:300]
    image = picture({RED: LEFT, BLUE: small})
    search = ObjectSearch(image, see_most, ignore)
    search.run()
    assert see_most(image, 256)[small].max() == 0
    assert any(iou(thing.mask, area(small)) == 1 for thing in search.found)


def test_a_picture_of_nothing_has_no_object_and_large_regions() -> None:
    found = find_objects(picture({}), see_nothing)
    assert found.scores == (None,)
    assert (found.labels == 1).all()


def test_every_pixel_is_in_one_part_of_one_mask() -> None:
    found = find_objects(picture({RED: LEFT, BLUE: RIGHT, GREEN: INNER}), see_colour)
    assert found.parts.min() == 1
    assert found.masks[0] == 0
    assert set(found.masks[1:].tolist()) == set(range(1, len(found.scores) + 1))
    assert [score is not None for score in found.scores].count(True) == 2


def test_a_thing_is_one_mask_and_what_lies_in_it_is_its_part() -> None:
    found = find_objects(picture({RED: LEFT, GREEN: INNER}), see_colour)
    [mask] = masks_of(found)
    assert iou(mask, area(LEFT)) > 0.98
    inner = found.parts == found.parts[120, 80]
    assert iou(inner, area(INNER)) > 0.95


def test_masks_are_numbered_from_the_largest() -> None:
    found = find_objects(picture({RED: LEFT, BLUE: np.s_[80:130, 240:280]}), see_colour)
    areas = np.bincount(found.labels.ravel())[1:]
    assert list(areas) == sorted(areas, reverse=True)


def test_the_rest_is_large_regions() -> None:
    image = picture({RED: LEFT})
    image[120:, :] = np.where((image[120:, :] == 128).all(axis=-1, keepdims=True), 40, image[120:, :])
    found = find_objects(image, see_colour)
    assert sum(score is None for score in found.scores) == 2


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.full((50, 2000, 3), 200, np.uint8),
        np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8),
    ],
    ids=["one pixel", "a strip", "noise"],
)
def test_odd_pictures_have_a_map(image: Picture) -> None:
    found = find_objects(image, see_colour)
    assert found.parts.shape == image.shape[:2]
    assert found.parts.min() >= 1


def test_looking_stays_within_its_budget() -> None:
    rng = np.random.default_rng(1)
    image = picture({})
    for row in range(10, 230, 24):
        for column in range(10, 350, 24):
            image[row : row + 16, column : column + 16] = rng.permutation((220, 30, 40))
    search = ObjectSearch(image, see_colour, ignore)
    search.run()
    assert search.found
    assert search.spent < BUDGET + 1


def test_looking_can_be_stopped_between_looks() -> None:
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        if len(shares) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        find_objects(picture({RED: LEFT}), see_colour, progress=stop)
    assert len(shares) == 3


def test_a_window_that_cuts_a_thing_off_is_told() -> None:
    assert touch_inner_borders(area(LEFT), (slice(0, 240), slice(0, 80))) == pytest.approx(80 / 240)
    assert touch_inner_borders(area(LEFT), (slice(0, 240), slice(0, 360))) == 0
    edge = area(np.s_[0:10, 0:360])
    assert touch_inner_borders(edge, (slice(0, 240), slice(0, 360))) == 0


def test_filling_in_leaves_nothing_of_a_thing() -> None:
    filled = fill_in(picture({RED: LEFT}), area(LEFT))
    assert np.abs(filled[LEFT].astype(int) - 128).max() < 12


def test_a_circled_thing_is_found_and_what_lies_outside_is_not() -> None:
    image = picture({RED: LEFT, BLUE: RIGHT})
    found = find_object_inside(image, area(np.s_[60:180, 20:140]), see_colour)
    assert iou(found.mask, area(LEFT)) == 1
    assert found.score == 1


@pytest.mark.parametrize("box", [np.s_[0:60, 0:360], np.s_[0:0, 0:0]], ids=["nothing in it", "empty"])
def test_a_circle_around_nothing_is_told(box: tuple[slice, slice]) -> None:
    with pytest.raises(ValueError, match="Nothing stands out there"):
        find_object_inside(picture({RED: LEFT}), area(box), see_colour)


def test_objects_beside_a_hole_are_kept_out_of_it_and_those_under_it_are_not() -> None:
    labels = np.ones(SHAPE, np.uint8)
    labels[LEFT], labels[RIGHT] = 2, 3
    layers = ObjectMap(labels, np.arange(4, dtype=np.uint8), (None, 0.9, 0.8))
    assert np.array_equal(other_objects_mask(area(LEFT), layers), area(RIGHT))
    before = area(np.s_[110:130, 60:80])  # a badge on the left thing
    assert np.array_equal(other_objects_mask(before, layers), area(RIGHT))
    assert not other_objects_mask(area(LEFT), plain_map(labels)).any()


def test_the_network_tells_a_cup_from_the_table(installed_weights: Path) -> None:
    coffee = data.coffee()
    look = Salience(installed_weights)
    found, again = find_objects(coffee, look), find_objects(coffee, look)
    assert np.array_equal(found.parts, again.parts)
    assert found.scores == again.scores
    number = int(found.labels[203, 278])
    assert (found.scores[number - 1] or 0) > 0.8
    assert 0.4 < (found.labels == number).mean() < 0.55
    assert len(set(found.parts[found.labels == number].tolist())) > 3


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (3, 1), (2, 2)])
def test_a_picture_of_a_few_pixels_is_looked_at(installed_weights: Path, shape: tuple[int, int]) -> None:
    found = find_objects(np.full((*shape, 3), RED, np.uint8), Salience(installed_weights))
    assert found.labels.shape == shape
    assert found.labels.min() >= 1


def test_people_who_are_one_thing_are_told_apart_by_their_faces() -> None:
    image = picture({RED: np.s_[60:200, 100:180], BLUE: np.s_[60:200, 180:260], GREEN: np.s_[200:235, 40:320]})
    mask = np.asarray(see_colour(image, 0) > 0)
    faces = [(70.0, 120.0, 40.0, 40.0), (70.0, 200.0, 40.0, 40.0)]
    apart = tell_people_apart([FoundObject(mask, 0.9)], faces, gradient(image))
    one, other = (thing.mask for thing in apart if isinstance(thing, Person))
    assert iou(one, area(np.s_[60:200, 100:180])) > 0.95
    assert iou(other, area(np.s_[60:200, 180:260])) > 0.95
    found = find_objects(image, see_colour, faces)
    assert found.labels[100, 140] != found.labels[100, 220]


def test_one_face_leaves_a_thing_whole_and_what_a_person_wears_is_a_part() -> None:
    face = (85.0, 60.0, 20.0, 20.0)
    [person] = tell_people_apart([FoundObject(area(LEFT), 0.8)], [face], gradient(picture({RED: LEFT})))
    assert isinstance(person, Person)
    assert np.array_equal(person.mask, area(LEFT))
    badge = FoundObject(area(np.s_[120:146, 60:86]), 0.95)
    assert tell_apart([person, badge])[0] == [person]
    assert len(tell_apart([FoundObject(person.mask, 0.8), badge])[0]) == 2


@pytest.mark.parametrize("face", [(-40.0, -40.0, 30.0, 30.0), (230.0, 350.0, 60.0, 60.0), (0.0, 0.0, 0.0, 0.0)])
def test_faces_beside_the_picture_change_nothing(face: tuple[float, float, float, float]) -> None:
    thing = FoundObject(area(LEFT), 0.8)
    assert tell_people_apart([thing], [face, face], gradient(picture({RED: LEFT}))) == [thing]
