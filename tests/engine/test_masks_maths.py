"""The steps behind the regions, on arrays small enough to write out."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest

from engine.maths.filters import bilateral_blur
from engine.maths.segment.edges import outline_strength
from engine.maths.segment.label_upsampling import STRIP, gradient, pyramid_sizes, strip_gradient, upsample_labels
from engine.maths.segment.region_merging import merge_regions
from engine.maths.segment.superpixels import flood, superpixels


def test_a_flood_meets_on_the_ridge() -> None:
    markers = np.array([[1, 0, 0, 0, 0, 2]], np.int32)
    level = np.array([[0, 9, 9, 5, 3, 0]], np.uint8)
    assert flood(markers, level).tolist() == [[1, 1, 2, 2, 2, 2]]


def test_a_flood_on_the_level_shares_the_ground() -> None:
    markers = np.array([[1, 0, 0, 0, 0, 2]], np.uint8)
    assert flood(markers, np.zeros((1, 6), np.uint8)).tolist() == [[1, 1, 1, 2, 2, 2]]


def test_a_flood_does_not_run_around_the_border() -> None:
    markers = np.array([[1, 1, 2], [0, 9, 9]], np.int32)
    assert flood(markers, np.zeros((2, 3), np.uint8)).tolist() == [[1, 1, 2], [1, 9, 9]]


def test_a_flood_leaves_its_markers_alone() -> None:
    markers = np.array([[1, 0]], np.int32)
    flood(markers, np.zeros((1, 2), np.uint8))
    assert markers.tolist() == [[1, 0]]


def test_outlines_are_strong_where_the_colour_changes_and_nowhere_else() -> None:
    lab = np.zeros((40, 40, 3), np.float32)
    lab[:, 20:, 0] = 50
    strength = outline_strength(lab)
    assert strength[:, 19:21].min() > 5
    assert strength[:, :8].max() < 0.01


def test_texture_drowns_its_own_edges() -> None:
    stripes = np.zeros((40, 40, 3), np.float32)
    stripes[:, ::4, 0] = stripes[:, 1::4, 0] = 50
    step = np.zeros((40, 40, 3), np.float32)
    step[:, 20:, 0] = 50
    assert outline_strength(stripes).max() < outline_strength(step).max() / 1.5


def test_superpixels_cover_the_picture_and_keep_to_the_count() -> None:
    labels = superpixels(np.zeros((60, 90), np.float32), count=54)
    assert np.array_equal(np.unique(labels), np.arange(54))


@pytest.mark.parametrize("shape", [(120_000, 1), (2, 60_000)])
def test_superpixels_keep_to_the_count_in_a_strip(shape: tuple[int, int]) -> None:
    labels = superpixels(np.zeros(shape, np.float32), count=500)
    assert 400 < labels.max() + 1 <= 501


def test_a_long_column_is_smoothed_as_if_it_lay_down() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (131_072, 1, 3), np.uint8)
    column = np.frombuffer(noise.tobytes(), np.uint8).reshape(noise.shape)  # what is beyond its end is somebody else's
    lying = bilateral_blur(column.reshape(1, -1, 3), 5, 25, 3)
    assert np.array_equal(bilateral_blur(column, 5, 25, 3), lying.reshape(noise.shape))


def test_superpixels_stop_at_an_outline() -> None:
    strength = np.zeros((30, 30), np.float32)
    strength[:, 17] = 40
    labels = superpixels(strength, count=9)
    assert not set(np.unique(labels[:, :17])) & set(np.unique(labels[:, 18:]))


def test_merging_joins_what_is_alike_and_keeps_what_is_not() -> None:
    superpixels_of_six = np.repeat(np.repeat(np.arange(6, dtype=np.int32).reshape(2, 3), 20, axis=0), 20, axis=1)
    lab = np.zeros((40, 60, 3), np.float32)
    lab[:, 40:, 1] = 60
    strength = np.zeros((40, 60), np.float32)
    strength[:, 39:41] = 10
    regions = merge_regions(superpixels_of_six, lab, strength)
    assert np.unique(regions).tolist() == [1, 2]
    assert np.array_equal(regions == regions[0, 0], lab[..., 1] == 0)


def test_merging_leaves_no_more_than_150_regions() -> None:
    count = 400
    strips = np.repeat(np.arange(count, dtype=np.int32), 8)[None].repeat(8, axis=0)
    lab = np.random.default_rng(1).uniform(0, 100, (count, 3)).astype(np.float32)[strips]
    assert merge_regions(strips, lab, outline_strength(lab)).max() == 150


def test_the_pyramid_at_most_doubles_and_ends_at_the_full_size() -> None:
    sizes = [(3, 5), *pyramid_sizes((3, 5), (25, 41))]
    assert sizes[-1] == (25, 41)
    assert all(after <= 2 * before + 1 for (before, _), (after, _) in pairwise(sizes))


def test_a_map_of_the_right_size_stays_as_it_is() -> None:
    labels = np.array([[1, 2], [3, 3]], np.uint8)
    assert np.array_equal(upsample_labels(labels, np.zeros((2, 2, 3), np.uint8)), labels)


def test_upsampling_moves_a_boundary_onto_the_edge() -> None:
    image = np.zeros((8, 9, 3), np.uint8)
    image[:, 5:] = 200
    labels = np.array([[1, 1, 2, 2]] * 4, np.uint8)
    assert np.array_equal(upsample_labels(labels, image) == 2, image[..., 0] > 0)


def test_upsampling_keeps_a_region_of_one_pixel() -> None:
    labels = np.ones((6, 6), np.uint8)
    labels[2, 3] = 2
    assert np.count_nonzero(upsample_labels(labels, np.zeros((12, 12, 3), np.uint8)) == 2) > 0


def test_merging_takes_memory_by_what_touches() -> None:
    count = 10_000  # a table of all with all would take 400 MB for each of its numbers
    strip = np.arange(count, dtype=np.int32)[None].repeat(2, axis=0).repeat(4, axis=1)
    lab = np.zeros((*strip.shape, 3), np.float32)
    tracemalloc.start()
    try:
        assert merge_regions(strip, lab, np.zeros(strip.shape, np.float32)).max() == 1
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_what_is_fixed_is_merged_with_nothing() -> None:
    four = np.arange(4, dtype=np.int32)[None].repeat(8, axis=0).repeat(8, axis=1)
    regions = merge_regions(four, np.zeros((*four.shape, 3), np.float32), np.zeros(four.shape, np.float32), fixed=2)
    assert regions[0, ::8].tolist() == [1, 2, 3, 3]


@pytest.mark.parametrize("rows", [1, STRIP - 1, STRIP, STRIP + 1, STRIP + 2, 2 * STRIP + 3])
def test_a_gradient_strip_by_strip_is_that_of_the_whole(rows: int) -> None:
    image = np.random.default_rng(rows).integers(0, 256, (rows, 9, 3)).astype(np.uint8)
    assert np.array_equal(gradient(image), strip_gradient(image))
