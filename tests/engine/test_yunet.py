"""YuNet, which comes with the installation: faces, and none where there is none."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data
from numpy.typing import NDArray
from pytest_django import Settings

from engine import models_or_builtin
from engine.maths.people.faces import Box, box_overlap
from engine.maths.people.faces import find_faces as find_by_cascades
from engine.weights.errors import WeightsError
from engine.weights.yunet import YuNet

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def astronaut() -> Picture:
    return np.asarray(skimage.data.astronaut(), np.uint8)


def test_it_finds_the_face_with_its_eyes_and_its_mouth(astronaut: Picture, installed_weights: Path) -> None:
    (face,) = YuNet(installed_weights)(astronaut)
    assert face.score > 0.9
    assert np.allclose(face.points, [(102, 200), (103, 247), (125, 220), (143, 199), (144, 240)], atol=4)


def test_its_box_is_drawn_as_the_cascades_draw_theirs(astronaut: Picture, installed_weights: Path) -> None:
    (found,), (cascades,) = models_or_builtin.find_faces(astronaut), find_by_cascades(astronaut)
    assert box_overlap(found.box, cascades.box) > 0.6


@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_faces_come_in_pixels_of_the_picture(scale: float, astronaut: Picture, installed_weights: Path) -> None:
    resized = np.asarray(cv2.resize(astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    (one,), (other,) = models_or_builtin.find_faces(astronaut), models_or_builtin.find_faces(resized)
    scaled = Box(*(scale * side for side in (one.box.row, one.box.column, one.box.height, one.box.width)))
    assert box_overlap(scaled, other.box) > 0.7


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket", "brick"])
def test_it_finds_nobody_where_nobody_is(name: str, installed_weights: Path) -> None:
    picture = np.asarray(getattr(skimage.data, name)(), np.uint8)
    assert models_or_builtin.find_faces(np.dstack([picture] * 3) if picture.ndim == 2 else picture) == ()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (500, 3, 3), (30, 30, 3), (20, 12000, 3)])
def test_it_finds_nobody_in_a_tiny_picture(shape: tuple[int, ...], installed_weights: Path) -> None:
    assert models_or_builtin.find_faces(np.zeros(shape, np.uint8)) == ()


def test_what_was_looked_at_before_is_not_seen_again(astronaut: Picture, installed_weights: Path) -> None:
    for side in (16, 30, 32, 33, 64):
        models_or_builtin.find_faces(astronaut)
        assert models_or_builtin.find_faces(np.zeros((side, side, 3), np.uint8)) == ()


def test_it_finds_nobody_in_noise(installed_weights: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (400, 600, 3), np.uint8)
    assert models_or_builtin.find_faces(noise) == ()


def test_many_faces_are_listed_from_left_to_right(astronaut: Picture, installed_weights: Path) -> None:
    crowd = np.tile(astronaut[20:220, 110:330], (3, 5, 1))
    columns = [face.box.column for face in models_or_builtin.find_faces(crowd)]
    assert len(columns) == 15
    assert columns == sorted(columns)


def test_it_finds_a_small_face_in_a_large_picture(astronaut: Picture, installed_weights: Path) -> None:
    large = np.full((3000, 4000, 3), 200, np.uint8)
    large[1200:1712, 2000:2512] = astronaut
    (found,) = models_or_builtin.find_faces(large)
    assert (found.box.row, found.box.column) == (pytest.approx(1262, abs=15), pytest.approx(2170, abs=15))


def test_it_finds_everyone_in_a_crowd(astronaut: Picture, installed_weights: Path) -> None:
    crowd = np.tile(astronaut[20:220, 110:330], (6, 10, 1))
    assert len(models_or_builtin.find_faces(crowd)) == 60


def test_without_its_weights_the_cascades_find_faces(astronaut: Picture, settings: Settings) -> None:
    settings.STUDIO_WEIGHTS = Path("/nowhere")
    assert models_or_builtin.find_faces(astronaut) == find_by_cascades(astronaut)


def test_damaged_weights_are_an_error_and_never_a_silent_fallback(
    astronaut: Picture, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "face_detection_yunet_2023mar.onnx").write_bytes(b"truncated")
    settings.STUDIO_WEIGHTS = tmp_path
    with pytest.raises(WeightsError, match="damaged"):
        models_or_builtin.find_faces(astronaut)
