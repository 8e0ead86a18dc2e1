"""The look-up over a label map."""

from __future__ import annotations

import numpy as np

from masks.regions import RUN_LIMIT, LabelMap

MAP = LabelMap(
    np.array(
        [
            [0, 0, 7, 7],
            [2, 0, 7, 7],
            [2, 2, 2, 7],
        ],
        np.uint8,
    )
)


def test_runs_cover_the_map_in_reading_order() -> None:
    runs = MAP.runs
    assert runs.labels.tolist() == [0, 7, 2, 0, 7, 2, 7]
    assert runs.lengths.tolist() == [2, 2, 1, 1, 2, 3, 1]
    assert runs.starts.tolist() == [0, 2, 4, 5, 6, 8, 11]


def test_no_run_crosses_the_end_of_a_row() -> None:
    assert LabelMap(np.ones((3, 5), np.uint8)).runs.lengths.tolist() == [5, 5, 5]


def test_no_run_is_longer_than_the_wire_can_say() -> None:
    lengths = LabelMap(np.ones((1, RUN_LIMIT + 10), np.uint8)).runs.lengths
    assert lengths.tolist() == [RUN_LIMIT, 10]


def test_regions_come_by_ascending_id_with_area_and_box() -> None:
    assert [(region.id, region.area, region.bbox) for region in MAP.regions] == [
        (2, 4, (1, 0, 2, 3)),
        (7, 5, (0, 2, 3, 2)),
    ]


def test_shares_are_of_the_whole_picture() -> None:
    assert [round(region.share, 3) for region in MAP.regions] == [0.333, 0.417]


def test_an_anchor_lies_inside_its_region() -> None:
    ring = np.ones((9, 9), np.uint8)
    ring[2:7, 2:7] = 2
    ring[3:6, 3:6] = 0
    label_map = LabelMap(ring)
    assert all(ring[region.anchor] == region.id for region in label_map.regions)


def test_an_anchor_is_near_the_middle() -> None:
    square = np.zeros((9, 9), np.uint8)
    square[2:7, 1:6] = 1
    assert LabelMap(square).regions[0].anchor == (4, 3)


def test_a_map_without_regions_has_none() -> None:
    assert LabelMap(np.zeros((3, 3), np.uint8)).regions == ()


def test_ids_above_255_are_looked_up_too() -> None:
    labels = np.full((2, 3), 300, np.uint16)
    labels[0, 0] = 65_535
    assert [(region.id, region.area) for region in LabelMap(labels).regions] == [(300, 5), (65_535, 1)]
