"""Selections as masks: shapes, edges, and the order of steps."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.ndimage import distance_transform_edt

from editor.imaging import edges, masking, pixels, shapes
from masks.feathering import BAND_ROWS
from masks.regions import LabelMap

SIZE = (9, 12)
LABELS = LabelMap(np.repeat(np.array([[1, 2, 3]], np.uint8), [4, 4, 4], axis=1).repeat(9, axis=0))


def brush(*points: float, radius: float = 1.0, add: bool = True) -> dict[str, Any]:
    return {"kind": "brush", "add": add, "radius": radius, "points": list(points)}


def lasso(*points: float, add: bool = True) -> dict[str, Any]:
    return {"kind": "lasso", "add": add, "points": list(points)}


def box(*points: float, add: bool = True) -> dict[str, Any]:
    return {"kind": "box", "add": add, "points": list(points)}


def regions(*ids: int, add: bool = True) -> dict[str, Any]:
    return {"kind": "regions", "add": add, "ids": list(ids)}


def drawn(*steps: dict[str, Any], size: tuple[int, int] = SIZE, soft: bool = False) -> np.ndarray:
    return masking.draw_steps(steps, size, LABELS, soft=soft)


def rows(mask: np.ndarray) -> list[str]:
    return ["".join(".#"[int(pixel)] for pixel in row) for row in mask]


def test_a_mask_covers_the_regions_asked_for() -> None:
    label_map = LabelMap(np.array([[1, 2], [3, 0]], np.uint8))
    assert masking.draw_steps([regions(1, 3)], (2, 2), label_map).tolist() == [[True, False], [True, False]]


def test_regions_of_the_map_before_objects_were_found_mean_what_they_meant() -> None:
    before = LabelMap(np.array([[1, 1, 2, 2]], np.uint8))
    now = LabelMap(np.array([[300, 301, 301, 302]], np.uint16), earlier=before)
    taken = masking.draw_steps([regions(1, 302), regions(300, add=False)], (1, 4), now)
    assert taken.tolist() == [[False, True, False, True]]
    wider = masking.draw_steps([regions(2)], (2, 8), now.scale((2, 8)))
    assert wider.tolist() == [[False] * 4 + [True] * 4] * 2


def test_what_a_mask_holds_is_found_in_both_maps() -> None:
    before = LabelMap(np.array([[1, 1, 2, 2]], np.uint8))
    now = LabelMap(np.array([[300, 301, 301, 302]], np.uint16), earlier=before)
    mask_png = pixels.encode_mask(np.array([[True, True, False, False]]))
    assert masking.find_regions_inside(now, mask_png) == [300, 301, 1]
    assert masking.translate_regions([2], before, now) == [301, 302]


def test_a_dab_is_a_disc() -> None:
    assert rows(drawn(brush(3, 2, radius=2), size=(5, 6))) == ["..##..", ".####.", ".####.", "..##..", "......"]


def test_a_stroke_covers_what_is_near_its_line() -> None:
    points = np.array([2.5, 30.2, 14.0, 3.1, 31.7, 22.4, 31.7, 29.0]).reshape(-1, 2)
    mask = drawn(brush(*points.ravel(), radius=4.3), size=(36, 40))
    row, column = np.mgrid[:36, :40] + 0.5
    nearest = np.full(mask.shape, np.inf)
    for (ax, ay), (bx, by) in pairwise(points):
        along = ((column - ax) * (bx - ax) + (row - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
        along = along.clip(0, 1)
        nearest = np.minimum(nearest, np.hypot(column - ax - along * (bx - ax), row - ay - along * (by - ay)))
    assert np.array_equal(mask, nearest <= 4.3)


def test_a_stroke_may_leave_the_picture() -> None:
    assert drawn(brush(-20, 4.5, 30, 4.5, radius=0.5)).sum() == 12
    assert not drawn(brush(-20, -20, radius=3)).any()


def test_a_lasso_holds_the_centres_inside() -> None:
    assert rows(drawn(lasso(0, 0, 4, 0, 0, 4), size=(4, 4))) == ["###.", "##..", "#...", "...."]


def test_what_a_lasso_goes_around_twice_is_inside() -> None:
    once, twice = [1, 1, 8, 1, 8, 8, 1, 8], [1, 1, 8, 1, 8, 8, 1, 8] * 2
    assert np.array_equal(drawn(lasso(*twice)), drawn(lasso(*once)))


def test_a_box_may_be_drawn_from_any_corner() -> None:
    assert np.array_equal(drawn(box(7, 6, 2, 1)), drawn(box(2, 1, 7, 6)))
    assert drawn(box(2, 1, 7, 6)).sum() == 25


def test_steps_are_drawn_one_after_the_other() -> None:
    mask = drawn(regions(1, 2), box(0, 0, 12, 3, add=False), brush(1.5, 1.5))
    assert not mask[0, 5]
    assert mask[1, 1]
    assert mask[5, 5]


def test_inverting_selects_the_rest() -> None:
    assert np.array_equal(drawn(regions(2), {"kind": "invert"}), LABELS.array != 2)


@pytest.mark.parametrize("seed", range(20))
def test_any_steps_are_drawn_one_after_the_other(seed: int) -> None:
    random = np.random.default_rng(seed)
    steps, mask = [], np.zeros(SIZE, bool)
    for _ in range(12):
        ends, add = random.integers(0, 10, 4).tolist(), bool(random.random() < 0.6)
        kind = random.integers(4)
        if kind == 0:
            steps.append({"kind": "invert"})
            mask = ~mask
            continue
        steps.append(regions(int(kind), add=add) if ends[0] < 3 else box(*ends, add=add))
        mask[LABELS.array == kind if ends[0] < 3 else drawn(box(*ends))] = add
    assert np.array_equal(drawn(*steps), mask)


def test_what_was_left_out_when_all_was_inverted_gets_no_soft_border() -> None:
    mask = drawn(box(0, 0, 6, 9), {"kind": "invert"}, regions(3), soft=True)
    assert np.array_equal(mask, drawn(box(6, 0, 12, 9)))


def test_the_cost_of_drawing_is_that_of_all_around_the_strokes() -> None:
    large = (6000, 8000)
    dabs = [brush(4000, 3000, radius=30)] * 2000
    sweeps = [brush(0, 0, 8000, 6000, radius=30)] * 40
    regions_and_dabs = [regions(1), brush(10, 10), {"kind": "invert"}] * 600
    assert masking.estimated_cost(dabs, large) < masking.estimated_cost(sweeps, large) / 50
    assert masking.estimated_cost(sweeps, large) == pytest.approx(40 * 48e6, rel=0.02)
    assert masking.estimated_cost(regions_and_dabs, large) < 1e6


def test_soft_borders_are_added_to_regions_alone() -> None:
    border = pixels.soft_edge(SIZE)
    assert np.array_equal(drawn(regions(1), soft=True), edges.grow(LABELS.array == 1, border))
    assert np.array_equal(drawn(box(2, 2, 5, 5), soft=True), drawn(box(2, 2, 5, 5)))


def test_soft_borders_leave_out_what_was_painted_away_and_regions_that_were_deselected() -> None:
    painted = box(4, 0, 12, 9, add=False)
    assert np.array_equal(drawn(regions(1), painted, soft=True), LABELS.array == 1)
    assert np.array_equal(drawn(regions(1, 3), regions(3, add=False), soft=True), drawn(regions(1), soft=True))


@pytest.mark.parametrize("by", [0, 1, 3, 6])
def test_growing_takes_in_all_within_a_distance(by: int) -> None:
    mask = np.random.default_rng(by).random((30, 40)) > 0.97
    assert np.array_equal(edges.grow(mask, by), distance_transform_edt(~mask) <= by)
    assert np.array_equal(edges.grow(mask, -by), distance_transform_edt(mask) > by)


def test_smoothing_removes_specks_and_fills_holes_but_keeps_the_pictures_border() -> None:
    mask = np.zeros((20, 20), bool)
    mask[:, :10] = True
    noisy = mask.copy()
    noisy[4, 3], noisy[12, 16] = False, True
    assert np.array_equal(edges.smooth(noisy, 2), mask)


def test_smoothing_is_the_same_across_the_bands_it_works_in() -> None:
    mask = np.random.default_rng(1).random((BAND_ROWS + 40, 30)) > 0.5
    top = BAND_ROWS - 20
    part = edges.smooth(mask[top - 5 : top + 45], 5)
    assert np.array_equal(edges.smooth(mask, 5)[top : top + 40], part[5:45])


def test_a_long_stroke_is_the_union_of_its_lines() -> None:
    points = np.random.default_rng(0).uniform(-20, 320, (1500, 2)).round(1)  # more rows than are worked out at a time
    size = (300, 300)
    together = np.zeros(size, bool)
    for pair in pairwise(points):
        patch = shapes.draw_stroke(np.array(pair), 1.5, size)
        together[patch.window] |= patch.inside
    whole = shapes.draw_stroke(points, 1.5, size)
    assert len(list(shapes.list_blocks(np.full(1499, 300.0)))) > 1
    assert np.array_equal(whole.inside, together[whole.window])


def test_what_later_strokes_cover_wholly_changes_nothing() -> None:
    dab = {"kind": "brush", "radius": 3.0, "points": [5.0, 5.0, 8.0, 5.0]}
    over = {"kind": "box", "points": [0.0, 0.0, 20.0, 20.0]}
    last = masking.find_last_steps([dab, over, {**dab, "points": [15.0, 15.0]}], (20, 20), None)
    assert set(np.unique(last)) == {2, 3}
    assert (last == 3).sum() == shapes.draw_stroke(np.array([[15.0, 15.0]]), 3.0, (20, 20)).inside.sum()
