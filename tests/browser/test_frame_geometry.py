"""The geometry of the canvas around a picture, as the page computes it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from editor.tools.expand import Frame

pytestmark = pytest.mark.browser

CALL = """async ([name, given]) => {
  const frame = await import("/js/lib/frame.js");
  return frame[name](...given);
}"""
SIZE = {"width": 300, "height": 200}
NONE = {"left": 0, "top": 0, "right": 0, "bottom": 0}
SOME = {"left": 30, "top": 0, "right": 10, "bottom": 20}
RIGHT, CORNER = {"x": 1, "y": 0}, {"x": -1, "y": -1}


def call(modules: Page, name: str, *given: object) -> Any:
    """What a function of the module returns."""
    return modules.evaluate(CALL, [name, list(given)])


def test_what_is_new_is_shared_out(modules: Page) -> None:
    canvas = {"width": 401, "height": 100}
    placed = call(modules, "placeCanvas", SIZE, canvas, {"x": 0.5, "y": 0.5})
    assert placed == {"left": 51, "right": 50, "top": 0, "bottom": 0}
    assert call(modules, "placeCanvas", SIZE, canvas, {"x": 1, "y": 0})["left"] == 101


def test_an_axis_with_nothing_new_is_shared_out_as_was_chosen(modules: Page) -> None:
    assert call(modules, "anchorOf", {**SOME, "bottom": 0}, {"x": 0, "y": 1}) == {"x": 0.75, "y": 1}


@pytest.mark.parametrize(
    ("ratio", "size"), [(1, (300, 300)), (16 / 9, (356, 200)), (9 / 16, (300, 533)), (1.5, (300, 200))]
)
def test_the_smallest_canvas_of_a_ratio_holds_the_picture(modules: Page, ratio: float, size: tuple[int, int]) -> None:
    canvas = call(modules, "sizeOfRatio", SIZE, ratio)
    assert (canvas["width"], canvas["height"]) == size


def test_a_side_is_moved_alone_and_not_into_the_picture(modules: Page) -> None:
    assert call(modules, "dragHandle", SOME, SIZE, RIGHT, {"x": 5.4, "y": 90}) == {**SOME, "right": 15}
    assert call(modules, "dragHandle", SOME, SIZE, RIGHT, {"x": -50, "y": 0}) == {**SOME, "right": 0}


def test_a_corner_moves_two_sides(modules: Page) -> None:
    moved = call(modules, "dragHandle", SOME, SIZE, CORNER, {"x": -5, "y": -7})
    assert moved == {**SOME, "left": 35, "top": 7}


def test_with_a_ratio_the_other_axis_follows_a_side_and_keeps_its_shares(modules: Page) -> None:
    moved = call(modules, "dragHandle", NONE, SIZE, RIGHT, {"x": 60, "y": 0}, 1.5)
    assert moved == {"left": 0, "right": 60, "top": 20, "bottom": 20}


def test_with_a_ratio_a_corner_leaves_the_opposite_one_where_it_is(modules: Page) -> None:
    moved = call(modules, "dragHandle", SOME, SIZE, CORNER, {"x": -200, "y": -10}, 1)
    whole = call(modules, "canvasSize", moved, SIZE)
    assert whole["width"] == whole["height"]
    assert (moved["right"], moved["bottom"]) == (SOME["right"], SOME["bottom"])


def test_with_a_ratio_the_canvas_is_never_smaller_than_the_picture(modules: Page) -> None:
    moved = call(modules, "dragHandle", {**SOME, "left": 0}, SIZE, RIGHT, {"x": -500, "y": 0}, 1)
    assert call(modules, "canvasSize", moved, SIZE) == {"width": 300, "height": 300}
    assert min(moved.values()) >= 0


@pytest.mark.parametrize("size", [(6000, 5000), (12_000, 12_000), (5001, 5000), (100_000, 251)])
def test_the_size_told_is_the_size_made(modules: Page, size: tuple[int, int]) -> None:
    scale = call(modules, "scaleWithin", {"width": size[0], "height": size[1]}, 25_000_000)
    made = Frame(size, (200, 100), (0, 0)).within(25_000_000)
    assert made.canvas == (int(size[0] * scale), int(size[1] * scale))


def test_a_crop_ends_at_the_picture_unless_it_is_open(modules: Page) -> None:
    box = {"left": 10, "top": 50, "right": 290, "bottom": 150}
    assert call(modules, "padBox", box, 20, SIZE, False) == {"left": 0, "top": 30, "right": 300, "bottom": 170}
    assert call(modules, "padBox", box, 20, SIZE, True)["left"] == -10
