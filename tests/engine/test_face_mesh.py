"""What stands on a face's landmarks: lips, lids, folds, glasses, expressions and hair, on a face drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.people.ageing import change_age
from engine.maths.people.expressions import EXPRESSIONS, pose_face
from engine.maths.people.face_masks import paint_cheeks, paint_eyes, paint_lash_lines, paint_lids
from engine.maths.people.figure_hair import find_hair_of_figure
from engine.maths.people.frames import Patch
from engine.maths.people.glasses import add_glasses_of_mesh, turned_spectacles
from engine.maths.people.lips import lip_relief, mouth_of_mesh, paint_lips
from engine.maths.people.makeup import apply_makeup
from engine.maths.people.outlines import fill_outline, smooth_outline
from engine.maths.people.portraits import Portrait
from tests.engine.synthetic_faces import EYES, SIDE, SKIN, UNIT, draw_face, draw_figure, make_mesh

Picture = NDArray[np.uint8]


def portrait_of(opening: float = 0.0, turn: float = 0.0, doubt: float = 0.01) -> Portrait:
    mesh = make_mesh(opening, turn, doubt)
    return Portrait(draw_face(mesh), mesh.frame, mesh, draw_figure())


def changed_rows(one: Picture, other: Picture) -> NDArray[np.intp]:
    return np.nonzero((one != other).any((1, 2)))[0]


def at(down: float, right: float) -> tuple[int, int]:
    row, column = np.rint(EYES + UNIT * np.array([down, right])).astype(int)
    return int(row), int(column)


def test_the_frame_stands_between_the_eyes() -> None:
    frame = make_mesh().frame
    assert (frame.row, frame.column, frame.unit) == pytest.approx((*EYES, UNIT))
    assert frame.right == pytest.approx((0, 1))


@pytest.mark.parametrize("turn", [-50.0, -20.0, 0.0, 35.0])
def test_a_turned_head_keeps_its_unit_and_tells_its_turn(turn: float) -> None:
    mesh = make_mesh(turn=turn)
    assert mesh.frame.unit == pytest.approx(UNIT)
    assert mesh.turn == pytest.approx(turn, abs=1)
    assert mesh.is_turned == (abs(turn) > 30)


def test_landmarks_move_with_their_crop_and_shrink_with_it() -> None:
    mesh = make_mesh()
    near = mesh.within(20, 30, 0.5)
    assert near.points == pytest.approx((mesh.points - (20, 30)) / 2)
    assert near.pupils == pytest.approx((mesh.pupils - (20, 30)) / 2)
    assert near.frame.unit == pytest.approx(UNIT / 2)


def test_the_head_s_axes_turn_with_it() -> None:
    right, down, away = make_mesh(turn=30).axes
    assert right == pytest.approx((np.cos(np.pi / 6), 0, 0.5), abs=0.01)
    assert down == pytest.approx((0, 1, 0), abs=0.01)
    assert away == pytest.approx((-0.5, 0, np.cos(np.pi / 6)), abs=0.01)


def test_units_and_points_are_one_place() -> None:
    frame = make_mesh().frame
    assert frame.units(np.array([frame.point(0.3, -0.7)])) == pytest.approx(np.array([[0.3, -0.7]]))


def test_a_smooth_outline_passes_through_its_points() -> None:
    square = np.array([(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)])
    smooth = smooth_outline(square)
    assert len(smooth) == 24
    assert smooth[::6] == pytest.approx(square)
    assert smooth_outline(square, closed=False)[[0, -1]] == pytest.approx(square[[0, -1]])


def test_an_outline_is_filled() -> None:
    patch = Patch(make_mesh().frame, -1, 1, 1, 20.0)
    filled = fill_outline(patch, np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]), 0.0)
    assert filled[20, 20] == pytest.approx(1)
    assert filled[3, 3] == 0
    assert filled.mean() == pytest.approx(0.25, abs=0.04)


def test_a_mouth_is_measured_between_its_landmarks() -> None:
    mouth = mouth_of_mesh(make_mesh(opening=0.2))
    assert mouth.left == pytest.approx((-0.45, 1.1))
    assert mouth.right == pytest.approx((0.45, 1.1))
    assert mouth.opening == pytest.approx((-0.1, 0.1))
    assert mouth.is_open
    assert not mouth_of_mesh(make_mesh()).is_open


def test_lips_are_painted_and_teeth_are_not() -> None:
    mesh = make_mesh(opening=0.25)
    patch, amount = paint_lips(draw_face(mesh), mesh)
    painted = patch.paint_back(amount, (SIDE, SIDE))
    assert painted[at(1.1 + 0.19, 0)] > 0.8
    assert painted[at(1.1, 0)] < 0.05
    assert painted[at(1.5, 0)] < 1e-6


def test_a_hidden_mouth_has_no_relief() -> None:
    mesh = make_mesh(opening=0.2)
    assert lip_relief(draw_face(mesh), mesh) > 4
    assert lip_relief(np.full((SIDE, SIDE, 3), SKIN, np.uint8), mesh) < 0.5


def test_a_mouth_is_known_only_where_landmarks_are_sure_and_in_the_picture() -> None:
    assert portrait_of().mouth
    assert portrait_of(doubt=0.03).mouth is None
    cut = portrait_of()
    assert cut.mesh
    assert Portrait(cut.image[:, :200], cut.frame, cut.mesh).mouth is None


def test_lids_are_painted_over_the_eyes_and_not_on_them() -> None:
    mesh = make_mesh()
    patch = Patch(mesh.frame, -1.5, 2, 2, 64.0)
    lids, eyes, lashes = (
        patch.paint_back(paint(mesh, patch), (SIDE, SIDE)) for paint in (paint_lids, paint_eyes, paint_lash_lines)
    )
    assert lids[at(-0.13, -0.5)] > 0.7
    assert lids[at(0, -0.5)] < 0.1
    assert eyes[at(0, 0.5)] > 0.9
    assert lashes[at(-0.07, 0.5)] > 0.5
    assert lashes[at(0.07, 0.5)] < 0.1


def test_blush_is_on_both_cheekbones() -> None:
    mesh = make_mesh()
    patch = Patch(mesh.frame, -1.5, 2, 2, 64.0)
    cheeks = patch.paint_back(paint_cheeks(mesh, patch), (SIDE, SIDE))
    assert min(cheeks[at(0.5, -0.65)], cheeks[at(0.5, 0.65)]) > 0.5
    assert cheeks[at(0.5, 0)] < 0.05


def test_make_up_stays_on_the_face() -> None:
    portrait = portrait_of(opening=0.2)
    before = lab(portrait.image)
    moved = np.abs(apply_makeup(before, portrait, 1.0) - before).max(-1)
    assert moved[at(1.1 + 0.15, 0)] > 8
    assert moved[at(-2, 0)] == 0
    assert moved[:, :60].max() == 0


def test_dark_glasses_get_no_eye_shadow() -> None:
    portrait = portrait_of()
    assert portrait.mesh
    image = portrait.image.copy()
    image[140:200, 140:260] = 12
    worn = Portrait(image, portrait.frame, portrait.mesh)
    assert worn.hides_eyes
    assert not portrait.hides_eyes
    before = lab(image)
    assert np.abs(apply_makeup(before, worn, 1.0) - before)[150:165, 150:250].max() < 0.1


def test_age_draws_folds_on_the_forehead_and_none_in_the_eyes() -> None:
    portrait = portrait_of()
    before = lab(portrait.image)
    drawn = np.abs(change_age(before, portrait, 1.0, greys=False) - before)[..., 0]
    top, bottom = at(-0.8, 0)[0], at(-0.4, 0)[0]
    assert drawn[top:bottom, 195:205].max() > 3
    assert drawn[at(0, -0.5)] < 1


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_moves_the_face_and_nothing_around_it(name: str) -> None:
    mesh = make_mesh(opening=0.1)
    picture = draw_face(mesh)
    posed = pose_face(picture, mesh, name, 1.0)
    assert not np.array_equal(posed, picture)
    assert np.array_equal(posed[:, :90], picture[:, :90])
    assert changed_rows(posed, picture).max() < at(1.75 + 0.6, 0)[0]


@pytest.mark.parametrize(("name", "sign"), [("smile", -1), ("happy", -1), ("sad", 1)])
def test_the_corners_of_the_mouth_go_up_or_down_by_a_tenth_of_the_eyes_distance(name: str, sign: int) -> None:
    mesh = make_mesh()
    places = mesh.frame.units(mesh.points)
    moves = EXPRESSIONS[name](places)
    for corner in (61, 291):
        assert sign * moves[corner, 1] > 0.1
    assert np.abs(moves[1]).max() < 0.02  # the tip of the nose stays


def test_contempt_is_on_one_side() -> None:
    mesh = make_mesh()
    moves = EXPRESSIONS["contempt"](mesh.frame.units(mesh.points))
    assert np.abs(moves[61]).max() == 0
    assert moves[291, 1] < -0.1


def test_glasses_are_not_bent_by_an_expression() -> None:
    mesh = make_mesh()
    picture = draw_face(mesh)
    bare, worn = (pose_face(picture, mesh, "happy", 1.0, has_glasses=worn) for worn in (False, True))
    around_eyes = np.s_[at(-0.3, 0)[0] : at(0.3, 0)[0]]
    assert np.array_equal(worn[around_eyes], picture[around_eyes])
    assert not np.array_equal(bare[around_eyes], picture[around_eyes])


def test_who_laughs_smiles_less_on_top() -> None:
    closed, laughing = (
        EXPRESSIONS["smile"](mesh.frame.units(mesh.points)) for mesh in (make_mesh(), make_mesh(opening=0.4))
    )
    assert np.abs(laughing[61]).max() < 0.7 * np.abs(closed[61]).max()


def test_the_far_lens_of_a_turned_head_is_narrower_and_its_temple_hidden() -> None:
    straight, turned = turned_spectacles(make_mesh()), turned_spectacles(make_mesh(turn=35))
    left, right = (np.ptp(lens[:, 0]) for lens in straight.lenses)
    assert left == pytest.approx(right, abs=0.01)
    near, far = (np.ptp(lens[:, 0]) for lens in turned.lenses)
    assert far < near < left
    assert len(turned.lines) <= len(straight.lines)


def test_glasses_of_landmarks_are_darker_the_heavier_they_are() -> None:
    mesh = make_mesh()
    picture = draw_face(mesh)
    means = [add_glasses_of_mesh(picture, mesh, style).mean() for style in range(1, 7)]
    assert all(np.diff(means) < 0)


def test_hair_is_all_of_it_and_neither_face_nor_shirt_nor_wall() -> None:
    portrait = portrait_of()
    amount = portrait.hair_amount
    assert min(amount[at(-1.5, 0)], amount[at(0.5, -1.5)], amount[at(0.5, 1.5)], amount[at(1.5, 1.45)]) > 0.8
    assert max(amount[at(0.5, 0)], amount[at(3.2, 0)], amount[at(3.2, 1.5)], amount[at(-2.7, -2.5)]) < 0.05


def test_a_bald_head_has_no_hair() -> None:
    mesh = make_mesh()
    picture = draw_face(mesh)
    picture[draw_figure() > 0] = SKIN
    assert Portrait(picture, mesh.frame, mesh, draw_figure()).hair is None


def test_a_blue_hat_is_no_hair() -> None:
    portrait = portrait_of()
    assert portrait.mesh
    assert portrait.figure is not None
    image = portrait.image.copy()
    image[: at(-0.6, 0)[0]] = (40, 60, 150)
    assert find_hair_of_figure(image, portrait.mesh, portrait.figure, portrait.skin_colours) is None


def test_a_figure_that_shows_nobody_has_no_hair() -> None:
    portrait = portrait_of()
    empty = np.zeros((SIDE, SIDE), np.float32)
    assert Portrait(portrait.image, portrait.frame, portrait.mesh, empty).hair is None
