"""What may distract: on label maps and pictures drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest

from masks.distractions import find_distractions
from masks.regions import FoundObject, LabelMap

GROUND, SPOT, OTHER = 1, 2, 3
SKY, RED, DARK = (200, 215, 230), (200, 30, 30), (20, 30, 20)
Place = tuple[slice, slice]
CORNER, MIDDLE = np.s_[10:22, 12:24], np.s_[94:106, 144:156]


def scene(**places: Place) -> np.ndarray:
    """A label map of plain ground, with a rectangle for each further label: spot, other, or a number after "r"."""
    labels = np.full((200, 300), GROUND, np.uint8)
    for name, place in places.items():
        labels[place] = {"spot": SPOT, "other": OTHER}.get(name) or int(name[1:])
    return labels


def found(labels: np.ndarray, **options: object) -> list[tuple[int, ...]]:
    """What distracts where the spot and all further regions are red and the others are dark."""
    colours = np.array([SKY, SKY, RED, DARK, *[RED] * 20], np.uint8)
    return [thing.ids for thing in find_distractions(LabelMap(labels), colours[labels], **options)]  # type: ignore[arg-type]


def test_a_small_spot_far_from_the_middle_distracts() -> None:
    assert found(scene(spot=CORNER)) == [(SPOT,)]


def test_what_lies_in_the_middle_is_what_the_picture_is_of() -> None:
    assert found(scene(spot=MIDDLE)) == []


@pytest.mark.parametrize("place", [np.s_[10:90, 10:90], np.s_[10:12, 12:14]], ids=["large", "tiny"])
def test_what_is_too_large_or_too_small_is_left_alone(place: Place) -> None:
    assert found(scene(spot=place)) == []


def test_what_looks_like_its_surroundings_does_not_distract() -> None:
    labels = scene(spot=CORNER)
    plain = np.full((*labels.shape, 3), 200, np.uint8)
    plain[labels == SPOT] = 208
    assert find_distractions(LabelMap(labels), plain) == []


def test_a_part_of_something_large_is_left_to_it() -> None:
    assert found(scene(other=np.s_[20:180, 100:200], spot=np.s_[24:36, 200:212])) == []


def test_a_light_on_a_car_as_pale_as_the_road_is_left_to_the_car() -> None:
    labels = scene(other=np.s_[60:150, 60:240], spot=np.s_[90:110, 66:78])
    colours = np.array([SKY, SKY, RED, (205, 215, 225)], np.uint8)
    assert find_distractions(LabelMap(labels), colours[labels]) == []


def test_things_that_touch_are_suggested_together() -> None:
    pole_and_sign = scene(spot=np.s_[10:20, 10:26], r4=np.s_[20:36, 16:20])
    assert found(pole_and_sign) == [(SPOT, 4)]


def test_an_object_is_suggested_as_a_whole_and_never_a_fragment_of_one() -> None:
    labels = scene(
        spot=np.s_[10:20, 10:26], r4=np.s_[20:36, 16:20], other=np.s_[160:180, 20:40], r5=np.s_[36:120, 8:50]
    )
    colours = np.array([SKY, SKY, RED, DARK, (190, 200, 60), (60, 90, 200)], np.uint8)

    def with_objects(*objects: FoundObject) -> list[tuple[int, ...]]:
        return sorted(
            tuple(sorted(thing.ids)) for thing in find_distractions(LabelMap(labels, objects), colours[labels])
        )

    ground, other = FoundObject(9, None, (GROUND, 5)), FoundObject(8, 0.8, (OTHER,))
    assert with_objects(ground, FoundObject(7, 0.9, (SPOT, 4)), other) == [(SPOT, 4), (OTHER,)]
    assert with_objects(FoundObject(9, None, (GROUND,)), FoundObject(7, 0.9, (SPOT, 4, 5)), other) == [(OTHER,)]


@pytest.mark.parametrize(("known", "order"), [(SPOT, [(SPOT,), (OTHER,)]), (OTHER, [(OTHER,), (SPOT,)])])
def test_known_objects_come_first(known: int, order: list[tuple[int, ...]]) -> None:
    labels = scene(spot=CORNER, other=np.s_[170:184, 270:284])
    colours = np.array([SKY, SKY, RED, DARK], np.uint8)
    rest = tuple(label for label in (GROUND, SPOT, OTHER) if label != known)
    assert found_by(LabelMap(labels, (FoundObject(1, 0.9, (known,)), FoundObject(2, None, rest))), colours) == order


def test_an_object_at_the_frame_as_pale_as_the_ground_is_no_ground() -> None:
    labels = scene(other=np.s_[0:120, 0:60], spot=np.s_[12:24, 60:72])
    colours = np.array([SKY, SKY, RED, (203, 217, 232)], np.uint8)
    assert found_by(LabelMap(labels), colours) == [(SPOT,)]
    things = (FoundObject(1, None, (GROUND,)), FoundObject(2, 0.9, (OTHER,)), FoundObject(3, 0.8, (SPOT,)))
    assert found_by(LabelMap(labels, things), colours) == []


def found_by(label_map: LabelMap, colours: np.ndarray) -> list[tuple[int, ...]]:
    return [thing.ids for thing in find_distractions(label_map, colours[label_map.array])]


def test_one_of_many_alike_is_texture() -> None:
    leaves = {f"r{4 + n}": np.s_[8:18, 10 + 30 * n : 20 + 30 * n] for n in range(8)}
    assert found(scene(spot=np.s_[180:190, 10:20], **leaves)) == []


def test_nothing_at_a_person_distracts() -> None:
    labels, face = scene(spot=CORNER), {"x": 10, "y": 5, "w": 12, "h": 14}
    assert found(labels, faces=[face]) == []
    assert found(labels, faces=[{**face, "x": 200}]) == [(SPOT,)]


def test_the_surest_comes_first_and_there_are_only_a_few() -> None:
    pale = np.array([SKY, SKY, (150, 160, 190), RED], np.uint8)
    labels = scene(spot=CORNER, other=np.s_[180:192, 270:282])
    assert [thing.ids for thing in find_distractions(LabelMap(labels), pale[labels])] == [
        (OTHER,),
        (SPOT,),
    ]


def test_a_picture_of_one_region_or_none_has_no_distraction() -> None:
    assert found(np.ones((40, 40), np.uint8)) == []
    assert found(np.zeros((40, 40), np.uint8)) == []


def test_the_scene_at_another_scale_has_the_same_distractions() -> None:
    labels = scene(spot=CORNER)
    colours = np.array([SKY, SKY, RED], np.uint8)
    assert [thing.ids for thing in find_distractions(LabelMap(labels), colours[labels][::2, ::2])] == [(SPOT,)]
