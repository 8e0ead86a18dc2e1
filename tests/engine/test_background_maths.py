"""The pieces that background removal is made of: cells, cuts, cues and bodies."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.maths.matting.graphcut import minimum_cut
from engine.maths.matting.saliency import frame_contact, frame_likeness, saliency
from engine.maths.matting.subject import cut_subject, frame_penalty, likeness, nearness, pairwise_iou
from engine.maths.people.bodies import estimate_bodies
from engine.maths.people.faces import Box
from engine.maths.segment.cells import BOTTOM, LEFT, RIGHT, TOP, Cells, divide_into_cells
from engine.maths.segment.edges import outline_strength

Floats = NDArray[np.float32]


def divided(lab: Floats, count: float = 100, strength: Floats | None = None) -> Cells:
    """Cells of a picture, by default one whose every row and column has an outline strength of 0."""
    return divide_into_cells(lab, np.zeros(lab.shape[:2], np.float32) if strength is None else strength, count)


def grey(rows: int = 60, columns: int = 80) -> Floats:
    return np.full((rows, columns, 3), (50, 0, 0), np.float32)


def with_red_middle() -> Floats:
    lab = grey()
    lab[20:40, 30:50] = (50, 60, 40)
    return lab


def test_cells_cover_the_picture() -> None:
    parts = divided(grey())
    assert parts.areas.sum() == 60 * 80
    assert np.array_equal(np.unique(parts.labels), np.arange(parts.count))


def test_cells_know_the_frame() -> None:
    frame = divided(grey()).frame.sum(axis=1)
    assert frame[[TOP, BOTTOM]].tolist() == [80, 80] and frame[[LEFT, RIGHT]].tolist() == [60, 60]


def test_cells_know_their_neighbours_and_the_outline_between_them() -> None:
    strength = np.array([[0, 0, 8, 0]] * 2, np.float32)
    parts = divided(grey(2, 4), count=2, strength=strength)
    assert parts.pairs.tolist() == [[0, 1]]
    assert parts.lengths.tolist() == [2] and parts.outlines.tolist() == [8]


def test_a_picture_of_one_pixel_is_one_cell_without_neighbours() -> None:
    parts = divided(grey(1, 1), count=1)
    assert parts.count == 1 and len(parts.pairs) == 0


def test_values_can_be_carried_to_another_division() -> None:
    few, many = divided(grey(), 12), divided(grey(), 300)
    carried = few.spread(few.centres[:, 1], many)
    assert np.abs(carried - many.centres[:, 1]).max() < 0.2


def test_a_cut_follows_the_leanings_where_prices_are_low() -> None:
    sides = minimum_cut(np.array([1.0, 0.2, -1.0]), np.array([[0, 1], [1, 2]]), np.array([0.1, 0.1]))
    assert sides.tolist() == [True, True, False]


def test_a_cut_goes_where_it_is_cheapest() -> None:
    sides = minimum_cut(np.array([1.0, 0.2, -1.0]), np.array([[0, 1], [1, 2]]), np.array([0.1, 0.5]))
    assert sides.tolist() == [True, False, False]


def test_nodes_without_neighbours_go_where_they_lean() -> None:
    assert minimum_cut(np.array([0.5, -0.5]), np.zeros((0, 2), int), np.zeros(0)).tolist() == [True, False]


def test_what_is_unlike_the_frame_stands_out() -> None:
    parts = divided(with_red_middle())
    red = parts.colours[:, 1] > 30
    assert saliency(parts)[red].min() > 0.8 > 0.3 > saliency(parts)[~red & (parts.colours[:, 1] < 1)].max()


def test_in_a_plain_picture_nothing_stands_out() -> None:
    assert (saliency(divided(grey())) == 0).all()


def test_colours_of_the_frame_are_told_from_others() -> None:
    parts = divided(with_red_middle())
    red = parts.colours[:, 1] > 30
    assert frame_likeness(parts)[red].max() < 0 < frame_likeness(parts)[parts.colours[:, 1] < 1].min()


def test_a_region_on_the_lower_edge_leaves_the_picture_less_than_one_on_the_side() -> None:
    regions = np.zeros((9, 9), np.uint8)
    regions[0:3, 3:6], regions[6:9, 3:6], regions[4, 4] = 1, 2, 3
    inside, side, lower = frame_contact(regions)[[3, 1, 2]]
    assert inside == 0 < lower < side == pytest.approx(1)


def test_a_body_is_below_its_face() -> None:
    person = estimate_bodies([Box(10, 40, 20, 20)], (120, 100))
    assert person.certain[20, 50] and not person.certain[20, 5]
    assert person.odds[80, 50] > person.odds[80, 78] > person.odds[5, 5]


def test_without_a_face_nothing_is_said() -> None:
    nobody = estimate_bodies([], (20, 30))
    assert not nobody.certain.any() and not nobody.odds.any()


def test_a_subject_grows_to_all_that_looks_like_it() -> None:
    parts = divided(with_red_middle(), strength=outline_strength(with_red_middle()))
    red = parts.colours[:, 1] > 30
    odds = np.where(red & (parts.centres[:, 1] < 0.5), 3, -0.5).astype(np.float32)
    side = cut_subject(parts, likeness(parts), odds, np.zeros(parts.count, np.int8))
    assert np.array_equal(side, red)


def test_what_is_sure_stays_so() -> None:
    parts = divided(with_red_middle())
    sure = np.where(parts.centres[:, 0] < 0.1, 1, 0).astype(np.int8)
    side = cut_subject(parts, likeness(parts), np.full(parts.count, -4, np.float32), sure)
    assert side[sure > 0].all()


def test_marks_do_not_reach_across_an_outline() -> None:
    strength = np.zeros((20, 40), np.float32)
    strength[:, 19:21] = 40
    parts = divided(grey(20, 40), 50, strength)
    reached = nearness(parts, np.arange(parts.count) == parts.labels[10, 2])
    assert reached[parts.labels[10, 14]] > 0.8 > 0.2 > reached[parts.labels[10, 25]]


def test_overlap_is_intersection_over_union() -> None:
    sides = np.array([[True, True, False], [False, True, True]])
    assert pairwise_iou(sides, np.array([100.0, 100, 100]))[0, 1] == pytest.approx(1 / 3, abs=0.01)


def test_a_subject_on_the_frame_is_worth_less() -> None:
    parts = divided(grey())
    at_side, below, inside = (
        parts.centres[:, 1] < 0.2,
        parts.centres[:, 0] > 0.8,
        (np.abs(parts.centres - 0.5) < 0.2).all(axis=1),
    )
    assert frame_penalty(parts, at_side) > frame_penalty(parts, below) > frame_penalty(parts, inside) == 0
