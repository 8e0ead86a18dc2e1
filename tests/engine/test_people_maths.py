"""The geometry and the colours underneath: frames, patches, boxes, skin, dyes, warps, glasses."""

from __future__ import annotations

import numpy as np
import pytest

from engine.maths.colour_spaces import lab, lab_to_rgb
from engine.maths.people.dyes import DYES, dye_hair, grey_dye
from engine.maths.people.faces import Box, Face, box_overlap, drop_overlapping, face_of_points
from engine.maths.people.frames import Frame, Patch, blob
from engine.maths.people.glasses import add_glasses
from engine.maths.people.landmarks import find_frame
from engine.maths.people.mouth import find_mouth
from engine.maths.people.skin import SkinModel, fit_gaussians
from engine.maths.people.warps import Pull, warp

LEVEL = Frame(row=50.0, column=60.0, right=(0.0, 1.0), unit=20.0)


def test_a_point_right_and_down_of_the_eyes_is_more_columns_and_more_rows() -> None:
    assert LEVEL.point(1, 2) == (90, 80)


def test_down_stays_square_to_the_eyes_when_the_head_rolls() -> None:
    rolled = Frame(50.0, 60.0, right=(1.0, 0.0), unit=20.0)
    assert rolled.point(1, 0) == (70, 60)
    assert rolled.point(0, 1) == (50, 40)


def test_a_frame_moves_with_its_crop_and_shrinks_with_it() -> None:
    assert LEVEL.within(10, 20, 0.5) == Frame(20.0, 20.0, (0.0, 1.0), 10.0)


def test_a_patch_shows_the_picture_upright() -> None:
    picture = np.zeros((100, 120, 3), np.uint8)
    picture[50:, :] = 200
    sample = Patch(LEVEL, top=-1, bottom=1, half_width=1, density=10).sample(picture)
    assert sample.shape == (20, 20, 3)
    assert sample[8, 10, 0] == 0
    assert sample[12, 10, 0] == 200


def test_what_is_painted_in_a_patch_comes_back_where_it_belongs() -> None:
    patch = Patch(LEVEL, top=-1, bottom=1, half_width=1, density=20)
    painted = patch.paint_back(blob(patch, 0.5, 0.25, 0.1, 0.1), (100, 120))
    assert np.unravel_index(painted.argmax(), painted.shape) == (55, 70)
    assert painted[0, 0] == 0


def test_places_survive_the_way_into_a_patch_and_back() -> None:
    patch = Patch(LEVEL, top=-1.5, bottom=1, half_width=1.2, density=32)
    assert patch.to_frame(*patch.to_patch(0.3, -0.7)) == pytest.approx((0.3, -0.7))


def test_the_bounds_of_a_patch_are_cut_at_the_picture() -> None:
    rows, columns = Patch(LEVEL, top=-9, bottom=1, half_width=1, density=10).bounds((100, 120))
    assert (rows.start, rows.stop, columns.start, columns.stop) == (0, 72, 40, 82)


def test_an_unseen_eye_is_put_level_with_the_other() -> None:
    face = Face(Box(0, 0, 100, 100), left_eye=None, right_eye=(42.0, 70.0))
    frame = find_frame(np.full((100, 100, 3), 128, np.uint8), face)
    assert (frame.row, frame.column, frame.right) == (42, 50, (0, 1))


def test_a_box_hangs_on_the_eyes() -> None:
    face = face_of_points(Box(0, 0, 0, 0), (40.0, 40.0), (40.0, 60.0), (60.0, 50.0))
    assert (face.left_eye, face.right_eye) == ((40.0, 40.0), (40.0, 60.0))
    assert face.box.width == face.box.height == pytest.approx(48)
    assert face.box.row == pytest.approx(40 + 0.26 * 20 - 24)


def test_a_turned_head_is_as_large_as_its_face_is_long() -> None:
    face = face_of_points(Box(0, 0, 100, 100), (40.0, 45.0), (40.0, 55.0), (60.0, 50.0))
    assert face.box.width == pytest.approx(48)


@pytest.mark.parametrize("mouth", [(20.0, 50.0), (42.0, 50.0), (40.0, 90.0)])
def test_points_that_are_no_face_s_are_no_eyes(mouth: tuple[float, float]) -> None:
    box = Box(1, 2, 3, 4)
    assert face_of_points(box, (40.0, 40.0), (40.0, 60.0), mouth) == Face(box, None, None)


def test_eyes_in_one_place_are_no_eyes() -> None:
    assert face_of_points(Box(1, 2, 3, 4), (40.0, 40.0), (40.0, 40.0), (60.0, 40.0)).eyes_seen == 0


def test_overlap_is_intersection_over_union() -> None:
    assert box_overlap(Box(0, 0, 10, 10), Box(0, 5, 10, 10)) == pytest.approx(1 / 3)
    assert box_overlap(Box(0, 0, 10, 10), Box(20, 20, 10, 10)) == 0


def test_of_two_boxes_on_one_face_the_first_is_kept() -> None:
    first, second = (Face(Box(0, column, 10, 10), None, None) for column in (0.0, 1.0))
    assert drop_overlapping([first, second]) == [first]


def test_skin_is_what_has_its_colour_in_light_and_shade() -> None:
    tones = np.array([[70, 15, 20], [60, 15, 20], [50, 15, 20]], np.float32)
    model = fit_gaussians(np.repeat(tones, 40, axis=0))
    likeness = model.likeness(np.array([[[60, 15, 20], [60, 0, -20], [20, 2, 2]]], np.float32))
    assert likeness[0, 0] > 0.9
    assert likeness[0, 1:].max() < 0.1


def test_grey_skin_has_no_chroma() -> None:
    grey = np.array([[60, 0, 0]], np.float32)
    assert SkinModel(grey, np.ones_like(grey)).chroma == 0


def test_a_dye_keeps_the_strands() -> None:
    strands = np.array([[[40, 5, 10], [60, 5, 10]]], np.float32)
    result = dye_hair(strands, np.ones((1, 2), np.float32), (50.0, 5.0, 10.0), DYES["brown"], 1.0)
    assert result[0, :, 0].tolist() == pytest.approx([24, 40])


def test_a_dye_leaves_what_is_no_hair() -> None:
    values = np.array([[[40, 5, 10]]], np.float32)
    assert np.array_equal(dye_hair(values, np.zeros((1, 1), np.float32), (50.0, 5.0, 10.0), DYES["red"], 1.0), values)


@pytest.mark.parametrize("name", ["black", "gray"])
def test_grey_and_black_hair_are_not_blue_where_its_strands_are_cooler(name: str) -> None:
    strands = np.array([[[40, 5, 9], [60, 5, 11]]], np.float32)
    result = dye_hair(strands, np.ones((1, 2), np.float32), (50.0, 5.0, 10.0), DYES[name], 1.0)
    assert result[..., 2].min() >= 0


def test_age_never_darkens_white_hair() -> None:
    assert grey_dye((85.0, 2.0, 4.0)).colour[0] == 85
    assert grey_dye((20.0, 2.0, 4.0)).colour == DYES["gray"].colour


def test_colours_survive_lab_and_back() -> None:
    colours = np.random.default_rng(1).integers(0, 256, (20, 20, 3), np.uint8)
    assert np.abs(lab_to_rgb(lab(colours)).astype(int) - colours).max() <= 1


def test_a_pull_moves_its_place_and_leaves_far_pixels() -> None:
    picture = np.zeros((100, 120, 3), np.uint8)
    picture[50:54, 58:62] = 255
    moved = warp(picture, LEVEL, [Pull((0, 0.1), (0, 0.4), 0.4, 0.4)], 1.0)
    assert np.nonzero(moved[..., 0] > 128)[0].mean() == pytest.approx(51.5 + 8, abs=1.5)
    assert np.array_equal(moved[:30], picture[:30])


def test_glasses_are_darker_the_heavier_they_are() -> None:
    picture = np.full((100, 120, 3), 200, np.uint8)
    means = [add_glasses(picture, LEVEL, style, (1.0, 1.0)).mean() for style in range(1, 7)]
    assert all(np.diff(means) < 0)


def test_a_plain_surface_has_no_mouth() -> None:
    assert find_mouth(np.full((100, 120, 3), 150, np.uint8), LEVEL) is None


def test_a_dark_line_where_mouths_are_is_one() -> None:
    picture = np.full((200, 240, 3), (200, 150, 130), np.uint8)
    frame = Frame(60.0, 120.0, (0.0, 1.0), 60.0)
    picture[125:129, 93:147] = (90, 40, 40)
    mouth = find_mouth(picture, frame)
    assert mouth is not None
    assert mouth.middle == pytest.approx((0, 67 / 60), abs=0.05)
    assert mouth.width == pytest.approx(54 / 60, abs=0.12)
    assert not mouth.is_open
