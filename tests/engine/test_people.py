"""People in a picture and what can be changed in them, on NASA's portrait that scikit-image carries."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable

import cv2
import numpy as np
import pytest
import skimage.data
from numpy.typing import NDArray

from engine.operations.attributes import RANGES
from engine.operations.create import Change, change
from engine.operations.people import ATTRIBUTES, Person, find_people

Picture = NDArray[np.uint8]

# Rows and columns of the astronaut's picture, by eye.
MOUTH = np.s_[134:154, 205:250]
FOREHEAD = np.s_[84:92, 212:232]
HAIR = np.s_[20:55, 190:260]


@pytest.fixture(scope="module")
def astronaut() -> Picture:
    return np.asarray(skimage.data.astronaut(), np.uint8)


@pytest.fixture(scope="module")
def person(astronaut: Picture) -> Person:
    (found,) = find_people(astronaut)
    return found


def difference(one: Picture, other: Picture) -> float:
    """Mean change in grey levels."""
    return float(np.abs(one.astype(np.int16) - other).mean())


def rotated(image: Picture, degrees: float) -> Picture:
    rows, columns = image.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(image, turn, (columns, rows), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def resized(image: Picture, rows: int) -> Picture:
    interpolation = cv2.INTER_AREA if rows < image.shape[0] else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(image, (rows, rows), interpolation=interpolation), np.uint8)


def grey(image: Picture) -> Picture:
    return np.asarray(np.repeat(image.mean(2, keepdims=True), 3, axis=2), np.uint8)


def test_it_finds_the_face_and_not_the_helmet(person: Person) -> None:
    row, column, height, width = person.rect
    assert (row, column) == (pytest.approx(65, abs=5), pytest.approx(176, abs=5))
    assert height == width == pytest.approx(98, abs=8)


@pytest.mark.parametrize(
    "altered",
    [
        pytest.param(lambda image: image[:, ::-1], id="mirrored"),
        pytest.param(lambda image: rotated(image, 15), id="rolled left"),
        pytest.param(lambda image: rotated(image, -15), id="rolled right"),
        pytest.param(lambda image: (image * 0.4).astype(np.uint8), id="darkened"),
        pytest.param(lambda image: np.clip(image * 1.4, 0, 255).astype(np.uint8), id="brightened"),
        pytest.param(lambda image: resized(image, 256), id="halved"),
        pytest.param(lambda image: resized(image, 2000), id="enlarged"),
        pytest.param(grey, id="grey"),
    ],
)
def test_it_finds_the_same_one_face_when_the_picture_is(
    altered: Callable[[Picture], Picture], astronaut: Picture
) -> None:
    picture = np.ascontiguousarray(altered(astronaut))
    assert [found.labels[0] for found in find_people(picture)] == ["frontal face"]


def test_it_finds_a_small_face_in_a_large_picture(astronaut: Picture) -> None:
    large = np.full((2400, 3200, 3), 200, np.uint8)
    large[1200:1712, 2000:2512] = astronaut
    (found,) = find_people(large)
    assert found.rect[:2] == (pytest.approx(1265, abs=10), pytest.approx(2176, abs=10))


@pytest.mark.parametrize("name", ["coffee", "cat", "rocket", "brick"])
def test_it_finds_nobody_where_nobody_is(name: str) -> None:
    picture = np.asarray(getattr(skimage.data, name)(), np.uint8)
    assert find_people(np.dstack([picture] * 3) if picture.ndim == 2 else picture) == ()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (500, 3, 3), (30, 30, 3)])
def test_it_finds_nobody_in_a_tiny_picture(shape: tuple[int, ...]) -> None:
    assert find_people(np.zeros(shape, np.uint8)) == ()


def test_people_are_listed_from_left_to_right(astronaut: Picture) -> None:
    two = find_people(np.hstack([astronaut, astronaut[:, ::-1]]))
    assert [round(found.rect[1], -2) for found in two] == [200, 700]


def test_an_id_is_64_hex_digits_of_picture_and_place(astronaut: Picture, person: Person) -> None:
    two = find_people(np.hstack([astronaut, astronaut]))
    ids = {person.id, *(found.id for found in two)}
    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", identity) for identity in ids)
    assert find_people(astronaut)[0].id == person.id


def test_a_clear_face_is_offered_everything_this_engine_can(person: Person) -> None:
    assert set(person.actions) == {"age", "expression", "glasses", "haircolor", "makeup"}
    assert person.actions["haircolor"] == ("black", "brown", "red", "blond", "gray")
    assert set(person.actions["expression"]) == {"smile", "happy", "sad", "angry"}


def test_nothing_is_guessed_about_who_a_person_is(person: Person) -> None:
    assert person.labels == ("frontal face", "smiling")


def test_the_oracle_covers_what_is_offered_in_brias_shape(person: Person) -> None:
    assert set(person.oracle) == set(person.actions)
    assert person.oracle["age"] == {"age": "high"}
    assert person.oracle["expression"] == {"happy": "high", "angry": "high", "sad": "high", "smile": "high"}


def test_a_hidden_mouth_is_neither_made_up_nor_moved(astronaut: Picture) -> None:
    hidden = astronaut.copy()
    hidden[125:175, 190:265] = cv2.GaussianBlur(astronaut, (0, 0), 12)[125:175, 190:265]
    (found,) = find_people(hidden)
    assert not {"expression", "makeup"} & set(found.actions)


def test_a_head_without_hair_gets_no_hair_colour(astronaut: Picture) -> None:
    bald = astronaut.copy()
    skin = astronaut[FOREHEAD].reshape(-1, 3).mean(0)
    bald[0:85, 120:330] = skin
    (found,) = find_people(bald)
    assert "haircolor" not in found.actions


def test_a_grey_picture_gets_no_colour(astronaut: Picture) -> None:
    (found,) = find_people(grey(astronaut))
    assert not {"haircolor", "makeup"} & set(found.actions)


def test_who_wears_glasses_gets_no_second_pair(astronaut: Picture, person: Person) -> None:
    (found,) = find_people(change(astronaut, person, {"glasses": Change("light")}))
    assert "glasses" in found.labels
    assert "glasses" not in found.actions


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("age", Change(number=0)),
        ("makeup", Change(number=0)),
        ("glasses", Change(number=0)),
        ("expression", Change("smile", 0)),
    ],
)
def test_no_strength_changes_no_byte(key: str, value: Change, astronaut: Picture, person: Person) -> None:
    assert np.array_equal(change(astronaut, person, {key: value}), astronaut)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("age", [Change(number=number) for number in (2.5, 5, 7.5, 10)]),
        ("age", [Change(number=-number) for number in (2.5, 5, 7.5, 10)]),
        ("makeup", [Change(number=number) for number in (2.5, 5, 7.5, 10)]),
        ("makeup", [Change(number=-number) for number in (2.5, 5, 7.5, 10)]),
        ("glasses", [Change(number=number) for number in (1, 2, 3, 4, 5, 6)]),
        ("expression", [Change("smile", number) for number in (0.4, 0.8, 1.2, 1.5)]),
        ("expression", [Change("angry", number) for number in (0.4, 0.8, 1.2, 1.5)]),
        ("expression", [Change("sad", number) for number in (0.4, 0.8, 1.2, 1.5)]),
    ],
)
def test_more_slider_is_more_change(key: str, values: list[Change], astronaut: Picture, person: Person) -> None:
    changes = [0.0, *(difference(change(astronaut, person, {key: value}), astronaut) for value in values)]
    assert all(np.diff(changes) > 0), changes


ALL = {
    "age": Change("mid-60"),
    "expression": Change("happy", 0.8),
    "glasses": Change("heavy"),
    "haircolor": Change("red"),
    "makeup": Change("light"),
}


def test_a_change_leaves_the_rest_of_the_picture_byte_equal(astronaut: Picture, person: Person) -> None:
    changed = change(astronaut, person, ALL)
    row, column, height, width = person.rect
    changed_rows, changed_columns = np.nonzero((changed != astronaut).any(2))
    assert abs(changed_rows - (row + height / 2)).max() <= 1.25 * height + 1
    assert abs(changed_columns - (column + width / 2)).max() <= 1.25 * width + 1


def test_the_same_change_gives_the_same_bytes_and_spares_its_input(astronaut: Picture, person: Person) -> None:
    before = astronaut.copy()
    assert np.array_equal(change(astronaut, person, ALL), change(astronaut, person, ALL))
    assert np.array_equal(astronaut, before)


@pytest.mark.parametrize("name", ["black", "red", "blond", "gray"])
def test_a_hair_colour_spares_the_forehead(name: str, astronaut: Picture, person: Person) -> None:
    changed = change(astronaut, person, {"haircolor": Change(name)})
    assert difference(changed[FOREHEAD], astronaut[FOREHEAD]) < 5
    assert difference(changed[HAIR], astronaut[HAIR]) > 20


def test_dyed_hair_does_not_grey_with_age(astronaut: Picture, person: Person) -> None:
    young = change(astronaut, person, {"haircolor": Change("brown")})
    old = change(astronaut, person, {"haircolor": Change("brown"), "age": Change(number=10)})
    assert difference(old[HAIR], young[HAIR]) < 1


def test_a_hair_colour_is_a_name_or_its_place_in_the_list(astronaut: Picture, person: Person) -> None:
    named = change(astronaut, person, {"haircolor": Change("red")})
    assert np.array_equal(change(astronaut, person, {"haircolor": Change(number=2)}), named)


def test_lipstick_reddens_lips_and_leaves_teeth_white(astronaut: Picture, person: Person) -> None:
    changed = change(astronaut, person, {"makeup": Change(number=10)})
    redness = [picture[MOUTH][..., 0].astype(int) - picture[MOUTH][..., 1] for picture in (astronaut, changed)]
    is_tooth = astronaut[MOUTH].min(2) > 170
    assert (redness[1] - redness[0]).max() > 25
    assert is_tooth.sum() > 80
    assert np.median(np.abs(changed[MOUTH][is_tooth].astype(int) - astronaut[MOUTH][is_tooth])) < 5


def test_an_expression_without_a_strength_has_its_full_one(astronaut: Picture, person: Person) -> None:
    full = change(astronaut, person, {"expression": Change("smile", 1.0)})
    assert np.array_equal(change(astronaut, person, {"expression": Change("smile")}), full)


def test_a_large_face_keeps_its_detail(astronaut: Picture) -> None:
    large = resized(astronaut, 3000)
    (found,) = find_people(large)
    changed = change(large, found, {"haircolor": Change("black"), "expression": Change("smile")})
    assert changed.shape == large.shape
    crown = np.s_[200:300, 1200:1400]
    assert cv2.Laplacian(changed[crown], cv2.CV_64F).std() > 0.4 * cv2.Laplacian(large[crown], cv2.CV_64F).std()


def test_a_small_face_in_a_large_picture_costs_little_memory(astronaut: Picture) -> None:
    large = np.full((3000, 4000, 3), 200, np.uint8)
    large[1200:1712, 2000:2512] = astronaut
    (found,) = find_people(large)
    tracemalloc.start()
    change(large, found, ALL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * large.nbytes


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("gender", Change("femininity"), "gender cannot be changed for this person"),
        ("haircolor", Change("green"), "haircolor has no choice green"),
        ("haircolor", Change(number=1.5), "haircolor takes a whole number from 0 to 4, not 1.5"),
        ("age", Change(number=10.5), "age takes a number from -10 to 10, not 10.5"),
        ("age", Change(number=float("nan")), "age takes a number from -10 to 10, not nan"),
        ("age", Change(), "age takes a number"),
        ("expression", Change(number=1.0), "expression needs one of"),
        ("expression", Change("smile", 1.6), "expression takes a number from 0 to 1.5"),
        ("expression", Change("surprised", 1.0), "expression has no choice surprised"),
    ],
)
def test_it_refuses_with_a_sentence(key: str, value: Change, sentence: str, astronaut: Picture, person: Person) -> None:
    with pytest.raises(ValueError, match=sentence):
        change(astronaut, person, {key: value})


def test_every_name_stands_for_a_number_in_range() -> None:
    for attribute, names in ATTRIBUTES.items():
        assert all(RANGES[attribute].low <= number <= RANGES[attribute].high for number in names.values())
