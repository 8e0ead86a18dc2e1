"""Which regions join first."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from masks.hierarchy import (
    MOST_BORDERS,
    choose_reduction,
    convert_to_lab,
    find_merges,
    measure_borders,
    measure_steps,
    number_regions,
)
from masks.regions import FoundObject, LabelMap, list_bands

# A light disc on a dark ground, each in two parts of slightly different shades: 1 and 2 ground, 3 and 4 disc.
LABELS = np.ones((40, 40), np.uint8)
LABELS[:, 20:] = 2
LABELS[10:30, 10:20] = 3
LABELS[10:30, 20:30] = 4
SHADES = np.array([0, 40, 50, 200, 210], np.uint8)


def picture(labels: NDArray[np.uint8] = LABELS) -> NDArray[np.uint8]:
    return np.stack([SHADES[labels]] * 3, axis=-1)


def test_the_halves_of_an_object_join_before_it_joins_the_ground() -> None:
    tree = find_merges(LabelMap(LABELS), picture())
    assert {tuple(sorted(pair)) for pair in tree[:2]} == {(0, 1), (2, 3)}
    assert sorted(tree[2]) == [4, 5]


def test_the_parts_of_an_object_join_first_however_unlike_they_are() -> None:
    halves = (FoundObject(7, 0.9, (1, 3)), FoundObject(8, 0.8, (2, 4)))
    tree = find_merges(LabelMap(LABELS, halves), picture())
    assert [tuple(sorted(pair)) for pair in tree] == [(0, 2), (1, 3), (4, 5)]


def test_parts_that_do_not_touch_join_before_what_lies_between() -> None:
    labels = np.array([[1, 2, 3]], np.uint8).repeat(9, axis=0).repeat(9, axis=1)
    tree = find_merges(LabelMap(labels, (FoundObject(1, 0.9, (1, 3)), FoundObject(2, None, (2,)))), picture(labels))
    assert tree == [(0, 2), (1, 3)]


def test_nodes_are_positions_in_the_index_not_ids() -> None:
    tree = find_merges(LabelMap(LABELS * np.uint8(50)), picture())
    assert {node for pair in tree for node in pair} == set(range(6))


def test_each_node_joins_once() -> None:
    noise = np.random.default_rng(0).integers(1, 30, (20, 20)).astype(np.uint8)
    nodes = [node for pair in find_merges(LabelMap(noise), picture(noise % 5)) for node in pair]
    assert len(nodes) == len(set(nodes)) == 2 * 29 - 2


def test_a_smaller_picture_gives_the_same_tree() -> None:
    assert find_merges(LabelMap(LABELS), picture()[::2, ::2]) == find_merges(LabelMap(LABELS), picture())


def test_a_region_too_small_for_the_picture_still_joins() -> None:
    labels = LABELS.copy()
    labels[0, 1] = 5
    assert len(find_merges(LabelMap(labels), picture()[::4, ::4])) == 4


def test_regions_that_nothing_touches_stay_apart() -> None:
    labels = np.zeros((5, 9), np.uint8)
    labels[:, :2], labels[:, 4:5], labels[:, 5:] = 1, 2, 3
    assert find_merges(LabelMap(labels), picture(labels)) == [(1, 2)]


@pytest.mark.parametrize("labels", [np.zeros((4, 4), np.uint8), np.ones((4, 4), np.uint8)])
def test_fewer_than_two_regions_have_no_tree(labels: NDArray[np.uint8]) -> None:
    assert find_merges(LabelMap(labels), picture(labels)) == []


def test_a_large_picture_is_reduced() -> None:
    assert [choose_reduction(size) for size in ((8000, 6000), (2000, 1500), (400, 300), (1, 1))] == [13, 3, 1, 1]


def test_lab_knows_white_and_red() -> None:
    colours = convert_to_lab(np.array([[[255, 255, 255], [255, 0, 0]]], np.uint8))[0]
    assert np.allclose(colours[0], (100, 0, 0), atol=0.1)
    assert np.allclose(colours[1], (53.2, 80.1, 67.2), atol=0.2)  # CIE 15


def test_of_noise_the_longest_borders_count() -> None:
    labels = np.random.default_rng(0).integers(1, 401, (600, 600)).astype(np.uint16)
    labels[:40, :40], labels[:40, 40:80] = 401, 402
    label_map = LabelMap(labels)
    colours = convert_to_lab(picture((labels % 5).astype(np.uint8)))
    borders = dict(measure_borders(label_map, number_regions(label_map), measure_steps(colours)))
    assert len(borders) == MOST_BORDERS
    assert borders[400, 401].length == 40


def test_borders_are_the_same_in_bands_of_rows() -> None:
    tall = LABELS.repeat(400, axis=0).repeat(400, axis=1)
    label_map = LabelMap(tall)
    assert len(list(list_bands(label_map.size))) > 1
    steps = measure_steps(convert_to_lab(picture()))
    borders = dict(measure_borders(label_map, number_regions(label_map), steps))
    small = dict(measure_borders(LabelMap(LABELS), number_regions(LabelMap(LABELS)), steps))
    assert {pair: border.length for pair, border in borders.items()} == {
        pair: 400 * border.length for pair, border in small.items()
    }
