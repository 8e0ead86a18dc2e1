"""People found and changed with the installation's weights, on NASA's portrait that scikit-image carries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data
from numpy.typing import NDArray

from engine import models_or_builtin
from engine.maths.people.face_mesh import FaceMesh
from engine.maths.people.faces import Box, Face
from engine.operations.create import Change, change
from engine.operations.face_crops import cut_portrait
from engine.operations.people import Person, find_people

Picture = NDArray[np.uint8]

# Rows and columns of the astronaut's picture, by eye.
PUPILS = np.array([(101.5, 203.5), (103.5, 246.5)])
CORNERS = np.array([(139.5, 202.5), (140.5, 246.0)])
FOREHEAD = np.s_[84:92, 212:232]
HAIR = np.s_[20:55, 190:260]
MOUTH = np.s_[134:154, 205:250]


@pytest.fixture
def astronaut() -> Picture:
    return np.asarray(skimage.data.astronaut(), np.uint8)


def look(picture: Picture) -> tuple[Person, ...]:
    """The people, found as the engine's runner finds them."""
    faces = models_or_builtin.place_landmarks(picture, models_or_builtin.find_faces(picture))
    return find_people(picture, faces, models_or_builtin.find_figure)


@pytest.fixture
def person(astronaut: Picture, installed_weights: Path) -> Person:
    (found,) = look(astronaut)
    return found


def mesh_of(person: Person) -> FaceMesh:
    assert person.face.mesh
    return person.face.mesh


def difference(one: Picture, other: Picture) -> float:
    """Mean change in grey levels."""
    return float(np.abs(one.astype(np.int16) - other).mean())


def turned(image: Picture, degrees: float) -> Picture:
    rows, columns = image.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(image, turn, (columns, rows), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def test_pupils_and_corners_of_the_mouth_are_where_one_sees_them(person: Person) -> None:
    mesh = mesh_of(person)
    unit = np.hypot(*(PUPILS[1] - PUPILS[0]))
    assert np.hypot(*(mesh.pupils - PUPILS).T).max() < 0.05 * unit
    assert np.hypot(*(mesh.lips[[0, 10]] - CORNERS).T).max() < 0.05 * unit


@pytest.mark.parametrize("degrees", [-30, 30])
def test_landmarks_roll_with_the_head(degrees: float, astronaut: Picture, installed_weights: Path) -> None:
    (found,) = look(turned(astronaut, degrees))
    along_row, along_column = mesh_of(found).frame.right
    assert np.degrees(np.arctan2(-along_row, along_column)) == pytest.approx(degrees - 2, abs=4)


def test_landmarks_of_a_clear_face_are_sure_and_those_of_a_wall_are_not(
    person: Person, astronaut: Picture, installed_weights: Path
) -> None:
    assert mesh_of(person).is_sure
    wall = Face(Box(20, 20, 120, 120), None, None)
    (placed,) = models_or_builtin.place_landmarks(np.ascontiguousarray(astronaut[300:500, 100:300]), (wall,))
    assert placed.mesh
    assert not placed.mesh.is_sure


def test_a_clear_face_is_offered_everything_and_its_quality_is_high(person: Person) -> None:
    assert set(person.actions) == {"age", "expression", "glasses", "haircolor", "makeup"}
    assert person.labels == ("frontal face", "smiling")
    assert len(person.actions["expression"]) == 9
    assert set(person.oracle["expression"]) == set(person.actions["expression"])
    assert {level for levels in person.oracle.values() for level in levels.values()} == {"high"}


def test_a_face_cut_by_the_border_keeps_its_rectangle_in_the_picture(
    astronaut: Picture, installed_weights: Path
) -> None:
    cut = np.ascontiguousarray(astronaut[:, 212:])
    for found in look(cut):
        row, column, height, width = found.rect
        assert row >= 0
        assert column >= 0
        assert row + height <= cut.shape[0]
        assert column + width <= cut.shape[1]
        assert "expression" not in found.actions
        for key, names in found.actions.items():
            assert change(cut, found, {key: Change(names[0])}).shape == cut.shape


@pytest.mark.parametrize(
    "altered",
    [
        pytest.param(lambda image: image[::-1], id="upside down"),
        pytest.param(lambda image: turned(image, 90), id="lying"),
        pytest.param(lambda image: cv2.stylization(image, sigma_s=60, sigma_r=0.45), id="painted"),
        pytest.param(lambda image: image[60:180, 170:290], id="nothing but the face"),
        pytest.param(lambda image: cv2.resize(image, (64, 64), interpolation=cv2.INTER_AREA), id="tiny"),
        pytest.param(lambda image: np.repeat(image.mean(2, keepdims=True), 3, 2).astype(np.uint8), id="grey"),
    ],
)
def test_whatever_is_offered_for_an_odd_face_can_be_done(
    altered: Callable[[Picture], Picture], astronaut: Picture, installed_weights: Path
) -> None:
    picture = np.ascontiguousarray(altered(astronaut))
    for found in look(picture):
        for key, names in found.actions.items():
            for name in names:
                assert change(picture, found, {key: Change(name)}).shape == picture.shape


@pytest.mark.parametrize("box", [Box(-300, 20, 100, 100), Box(20, 900, 80, 80), Box(-40, -40, 41, 41)])
def test_a_face_that_a_model_puts_beside_the_picture_is_no_person_or_can_be_changed(
    box: Box, astronaut: Picture, installed_weights: Path
) -> None:
    eye = (box.row + box.height / 2, box.column + box.width / 2)
    faces = models_or_builtin.place_landmarks(astronaut, (Face(box, eye, (eye[0], eye[1] + 10)),))
    for found in find_people(astronaut, faces, models_or_builtin.find_figure):
        for key, names in found.actions.items():
            assert change(astronaut, found, {key: Change(names[0])}).shape == astronaut.shape


def test_a_hidden_mouth_is_neither_made_up_nor_moved(astronaut: Picture, installed_weights: Path) -> None:
    hidden = astronaut.copy()
    hidden[125:175, 190:265] = cv2.GaussianBlur(astronaut, (0, 0), 12)[125:175, 190:265]
    for found in look(hidden):
        assert not {"expression", "makeup"} & set(found.actions)


def test_dark_glasses_are_no_place_for_others(astronaut: Picture, person: Person, installed_weights: Path) -> None:
    dark = astronaut.copy()
    for lids in mesh_of(person).lids:
        row, column = np.rint(lids.mean(0)).astype(int)
        cv2.ellipse(dark, (int(column), int(row)), (19, 15), 0, 0, 360, (15, 15, 18), cv2.FILLED)
    for found in look(dark):
        assert "glasses" not in found.actions


@pytest.mark.parametrize(("name", "sign"), [("smile", -1), ("happy", -1), ("sad", 1)])
def test_the_corners_of_the_mouth_go_where_the_expression_wants_them(
    name: str, sign: int, astronaut: Picture, person: Person
) -> None:
    changed = change(astronaut, person, {"expression": Change(name)})
    (after,) = look(changed)
    unit = mesh_of(person).frame.unit
    moved = (mesh_of(after).lips[[0, 10], 0] - mesh_of(person).lips[[0, 10], 0]) / unit
    assert (sign * moved > 0.02).all(), moved


def test_lipstick_reddens_lips_and_leaves_teeth_white(astronaut: Picture, person: Person) -> None:
    changed = change(astronaut, person, {"makeup": Change(number=10)})
    redness = [picture[MOUTH][..., 0].astype(int) - picture[MOUTH][..., 1] for picture in (astronaut, changed)]
    is_tooth = astronaut[MOUTH].min(2) > 180
    assert (redness[1] - redness[0]).max() > 25
    assert np.median(np.abs(changed[MOUTH][is_tooth].astype(int) - astronaut[MOUTH][is_tooth])) < 5


@pytest.mark.parametrize("name", ["black", "red", "blond", "gray"])
def test_a_hair_colour_spares_the_forehead(name: str, astronaut: Picture, person: Person) -> None:
    changed = change(astronaut, person, {"haircolor": Change(name)})
    assert difference(changed[FOREHEAD], astronaut[FOREHEAD]) < 3
    assert difference(changed[HAIR], astronaut[HAIR]) > 20


def test_who_wears_glasses_gets_no_second_pair(astronaut: Picture, person: Person) -> None:
    (found,) = look(change(astronaut, person, {"glasses": Change("heavy")}))
    assert "glasses" in found.labels
    assert "glasses" not in found.actions
    assert not {"angry", "surprised", "dreaming"} & set(found.actions["expression"])


ALL = {
    "age": Change("mid-60"),
    "expression": Change("happy", 0.8),
    "glasses": Change("heavy"),
    "haircolor": Change("red"),
    "makeup": Change("light"),
}


def test_the_same_change_gives_the_same_bytes_and_spares_its_input(astronaut: Picture, person: Person) -> None:
    before = astronaut.copy()
    assert np.array_equal(change(astronaut, person, ALL), change(astronaut, person, ALL))
    assert np.array_equal(astronaut, before)


@pytest.mark.parametrize("key", ["age", "makeup", "glasses"])
def test_no_strength_changes_no_byte(key: str, astronaut: Picture, person: Person) -> None:
    assert np.array_equal(change(astronaut, person, {key: Change(number=0)}), astronaut)


def test_a_large_face_is_changed_as_a_small_one_is(astronaut: Picture, person: Person, installed_weights: Path) -> None:
    large = np.asarray(cv2.resize(astronaut, (2048, 2048), interpolation=cv2.INTER_CUBIC), np.uint8)
    (found,) = look(large)
    changed = cv2.resize(change(large, found, {"haircolor": Change("black")}), (512, 512), interpolation=cv2.INTER_AREA)
    assert difference(np.asarray(changed, np.uint8), change(astronaut, person, {"haircolor": Change("black")})) < 4


def test_a_person_keeps_a_small_copy_of_the_figure(person: Person) -> None:
    assert person.figure is not None
    assert max(person.figure.shape) == 256
    assert person.figure.dtype == np.uint8


def test_a_portrait_hangs_on_the_landmarks(astronaut: Picture, person: Person) -> None:
    portrait = cut_portrait(astronaut, person.face)
    assert portrait.mesh
    assert portrait.frame.unit == pytest.approx(mesh_of(person).frame.unit)
