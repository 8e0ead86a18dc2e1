"""Where a picture lies on its canvas."""

from __future__ import annotations

import numpy as np
import pytest

from engine.maths.fill.canvas import RATIOS, Canvas, canvas_for_ratio, resize_to

Size = tuple[int, int]


def test_a_picture_inside_is_seen_whole() -> None:
    canvas = Canvas((100, 200), (50, 60), (10, 20))
    assert canvas.window == (slice(10, 60), slice(20, 80)) and canvas.crop == (slice(0, 50), slice(0, 60))


def test_what_lies_outside_is_cut_off() -> None:
    canvas = Canvas((100, 100), (80, 90), (-30, 40))
    assert canvas.window == (slice(0, 50), slice(40, 100)) and canvas.crop == (slice(30, 80), slice(0, 60))


@pytest.mark.parametrize("location", [(100, 0), (0, 100), (-50, 0), (0, -60)])
def test_a_picture_outside_is_refused(location: Size) -> None:
    with pytest.raises(ValueError, match="outside the canvas"):
        Canvas((100, 100), (50, 60), location)


@pytest.mark.parametrize(("size", "original"), [((5000, 5001), (10, 10)), ((10, 10), (5000, 5001))])
def test_more_pixels_than_the_limit_are_refused(size: Size, original: Size) -> None:
    with pytest.raises(ValueError, match="25,000,000"):
        Canvas(size, original, (0, 0))


def test_the_limit_itself_is_taken() -> None:
    assert Canvas((5000, 5000), (10, 10), (0, 0)).size == (5000, 5000)


@pytest.mark.parametrize(("size", "original"), [((0, 9), (9, 9)), ((9, 9), (9, -1))])
def test_an_empty_size_is_refused(size: Size, original: Size) -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        Canvas(size, original, (0, 0))


@pytest.mark.parametrize("ratio", [*RATIOS.values(), 0.5, 3.0])
@pytest.mark.parametrize("size", [(400, 600), (600, 400), (333, 777)])
def test_a_ratio_keeps_the_whole_picture_in_the_middle(size: Size, ratio: float) -> None:
    canvas = canvas_for_ratio(size, ratio)
    (top, left), (rows, columns) = canvas.original_location, canvas.size
    assert canvas.original_size == size and abs(columns - rows * ratio) <= 2
    assert min(top, left) == 0 and abs(rows - size[0] - 2 * top) <= 1 and abs(columns - size[1] - 2 * left) <= 1


def test_a_canvas_that_would_be_too_large_has_the_picture_smaller() -> None:
    canvas = canvas_for_ratio((4000, 6000), 0.5)
    rows, columns = canvas.size
    assert rows * columns <= 25_000_000 and abs(columns / rows - 0.5) < 0.001
    assert abs(canvas.original_size[1] / canvas.original_size[0] - 1.5) < 0.001


@pytest.mark.parametrize("ratio", [0.49, 3.01])
def test_another_ratio_is_refused(ratio: float) -> None:
    with pytest.raises(ValueError, match="ratio"):
        canvas_for_ratio((10, 10), ratio)


def test_a_picture_of_the_right_size_is_not_scaled() -> None:
    picture = np.zeros((3, 4, 3), np.uint8)
    assert resize_to(picture, (3, 4)) is picture and resize_to(picture, (6, 2)).shape == (6, 2, 3)


@pytest.mark.parametrize("size", [(1080, 1920), (1080, 1919), (500, 889)])
def test_a_picture_within_a_pixel_of_a_ratio_is_its_own_canvas(size: Size) -> None:
    assert canvas_for_ratio(size, 16 / 9) == Canvas(size, size, (0, 0))
