"""Hiding faces: what is covered, what is left of it, and what stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.maths.people.faces import Box, find_faces
from engine.operations.hide_faces import METHODS, STRONGEST, WEAKEST, hide_faces

Image = NDArray[np.uint8]
FACE = Box(60, 80, 50, 40)
EYES_TO_CHIN = np.s_[62:108, 82:118]  # of FACE


def noise(rows: int = 200, columns: int = 220) -> Image:
    return np.random.default_rng(0).integers(0, 256, (rows, columns, 3), dtype=np.uint8)


def changed(before: Image, after: Image) -> NDArray[np.bool_]:
    return np.asarray((before != after).any(axis=2))


@pytest.mark.parametrize("method", METHODS)
def test_a_face_is_covered_from_hair_to_chin_and_the_rest_is_byte_equal(method: str) -> None:
    picture = noise()
    touched = changed(picture, hide_faces(picture, [FACE], method, 3))
    assert touched[EYES_TO_CHIN].mean() > 0.95
    rows, columns = np.nonzero(touched)
    assert rows.min() >= 40 and rows.max() <= 125 and columns.min() >= 70 and columns.max() <= 130


@pytest.mark.parametrize("strength", [WEAKEST, STRONGEST])
@pytest.mark.parametrize("method", METHODS)
def test_what_is_finer_than_a_few_cells_leaves_no_trace(method: str, strength: int) -> None:
    """Two faces whose cells have the same means look the same, though every pixel of them differs."""
    one = np.full((400, 440, 3), 100, np.uint8)
    other = one.copy()
    other[::2] += 40
    other[1::2] -= 40
    face = Box(120, 160, 100, 80)
    hidden = [hide_faces(picture, [face], method, strength)[140:200, 185:215].astype(int) for picture in (one, other)]
    assert np.abs(hidden[0] - hidden[1]).max() <= 4


@pytest.mark.parametrize("method", METHODS)
def test_pixels_outside_of_the_ellipse_are_not_looked_at(method: str) -> None:
    dark, light = np.zeros((200, 220, 3), np.uint8), np.full((200, 220, 3), 255, np.uint8)
    rows, columns = np.mgrid[:200, :220]
    near = (np.abs(rows - 83) < 45) & (np.abs(columns - 100) < 30)
    dark[near] = light[near] = 120
    first, second = (hide_faces(picture, [FACE], method, 3) for picture in (dark, light))
    assert (first[70:100, 90:110] == second[70:100, 90:110]).all()


def test_a_mosaic_has_cells_and_fewer_of_them_the_stronger_it_is() -> None:
    ramp = np.repeat(np.arange(220, dtype=np.uint8)[None, :, None], 200, axis=0).repeat(3, axis=2)
    weak, strong = (hide_faces(ramp, [FACE], "pixelate", each)[83, 85:116, 0] for each in (WEAKEST, STRONGEST))
    assert len(set(weak.tolist())) > len(set(strong.tolist())) >= 2


def test_a_blur_has_no_steps() -> None:
    ramp = np.repeat(np.arange(220, dtype=np.uint8)[None, :, None], 200, axis=0).repeat(3, axis=2)
    line = hide_faces(ramp, [FACE], "blur", 3)[83, 82:118, 0].astype(int)
    assert np.abs(np.diff(line)).max() <= 3


def test_a_fill_is_one_colour() -> None:
    assert len(np.unique(hide_faces(noise(), [FACE], "fill", 3)[EYES_TO_CHIN].reshape(-1, 3)[100:-100], axis=0)) < 30
    middle = hide_faces(noise(), [FACE], "fill", 3)[75:95, 95:105].reshape(-1, 3)
    assert len(np.unique(middle, axis=0)) == 1


def test_the_edge_is_soft() -> None:
    picture = np.zeros((200, 220, 3), np.uint8)
    picture[:, 100:] = 200
    line = hide_faces(picture, [FACE], "fill", 3)[83, :100, 0]
    assert len({int(value) for value in line}) > 3


@pytest.mark.parametrize(
    "box", [Box(-20, -20, 50, 40), Box(190, 200, 50, 40), Box(0, 0, 1, 1), Box(-900, 0, 2000, 2000)]
)
def test_a_face_at_the_border_or_of_any_size_is_hidden(box: Box) -> None:
    picture = noise()
    assert hide_faces(picture, [box], "blur", 3).shape == picture.shape


@pytest.mark.parametrize("column", [-20, 200])
def test_a_face_cut_by_the_border_has_no_finer_cells(column: int) -> None:
    hidden = hide_faces(noise(), [Box(60, column, 50, 40)], "pixelate", STRONGEST)
    line = hidden[80, :18] if column < 0 else hidden[80, -18:]
    assert len(np.unique(line, axis=0)) <= 2


def test_a_tiny_face_is_hidden_by_cells_of_some_size() -> None:
    picture = noise(40, 40)
    before, after = picture[16:24, 16:24], hide_faces(picture, [Box(14, 14, 12, 12)], "pixelate", WEAKEST)[16:24, 16:24]
    assert len(np.unique(after.reshape(-1, 3), axis=0)) <= len(before.reshape(-1, 3)) / 4


@pytest.mark.parametrize("method", METHODS)
def test_colours_that_nobody_sees_are_not_looked_at(method: str) -> None:
    picture, visible = np.full((200, 220, 3), 120, np.uint8), np.ones((200, 220), bool)
    visible[:, :100] = False
    picture[~visible] = (0, 255, 0)
    hidden = hide_faces(picture, [FACE], method, 3, visible)
    assert (hidden[70:95, 101:115] == 120).all()


def test_a_face_that_nobody_sees_stays_as_it_is() -> None:
    nothing = np.zeros((200, 220), bool)
    assert not changed(noise(), hide_faces(noise(), [FACE], "fill", 3, nothing)).any()


def test_a_face_outside_of_the_picture_changes_nothing() -> None:
    assert not changed(noise(), hide_faces(noise(), [Box(500, 500, 40, 40)], "fill", 3)).any()


def test_several_faces_are_hidden_also_where_they_overlap() -> None:
    picture, second = noise(), Box(60, 105, 50, 40)
    touched = changed(picture, hide_faces(picture, [FACE, second], "pixelate", 3))
    assert touched[62:108, 82:143].mean() > 0.95


@pytest.mark.parametrize("method", METHODS)
def test_nobody_finds_a_face_any_more(method: str) -> None:
    photo = data.astronaut()
    faces = find_faces(photo)
    assert faces
    hidden = hide_faces(photo, [face.box for face in faces], method, WEAKEST)
    assert find_faces(hidden) == ()


def test_it_does_not_write_into_its_argument() -> None:
    picture = noise()
    picture.setflags(write=False)
    hide_faces(picture, [FACE], "blur", 3)


@pytest.mark.parametrize(("method", "strength"), [("smudge", 3), ("blur", 0), ("blur", 6)])
def test_other_ways_are_refused(method: str, strength: int) -> None:
    with pytest.raises(ValueError, match="Faces are hidden by"):
        hide_faces(noise(), [FACE], method, strength)


def test_a_shrunk_mosaic_is_no_likeness() -> None:
    """Made small, so that the eye joins its cells, it is far from the face made as small."""
    photo = data.astronaut()
    [face] = find_faces(photo)
    box = face.box
    window = np.s_[int(box.row) : int(box.row + box.height), int(box.column) : int(box.column + box.width)]
    before, after = (
        cv2.resize(picture[window], (24, 24), interpolation=cv2.INTER_AREA).astype(float)
        for picture in (photo, hide_faces(photo, [box], "pixelate", WEAKEST))
    )
    assert np.abs(before - after).mean() > 12
