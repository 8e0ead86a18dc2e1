"""Edges that fade."""

from __future__ import annotations

import numpy as np

from masks.feathering import feather, show_rest


def test_feathering_rises_evenly_across_the_edge() -> None:
    mask = np.zeros((9, 12), bool)
    mask[:, 6:] = True
    assert feather(mask, 2)[4].tolist() == [0, 0, 0, 0, 51, 102, 153, 204, 255, 255, 255, 255]
    assert feather(mask, 0)[4].tolist() == [0] * 6 + [255] * 6


def test_outside_of_a_feathered_mask_a_change_is_seen_whole() -> None:
    assert show_rest(np.array([[0, 1, 128, 255]], np.uint8)).tolist() == [[255, 1, 128, 255]]
