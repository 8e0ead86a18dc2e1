"""Reading colours from prompts, and gradients as pixels."""

from __future__ import annotations

import pytest

from engine.maths.paint_prompts import parse_paint
from engine.maths.paints import Colour, Direction, Paint, mix, render_paint

RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


@pytest.mark.parametrize(
    ("prompt", "colour"),
    [
        ("#ff8800", (255, 136, 0)),
        ("FF8800", (255, 136, 0)),
        ("#f80", (255, 136, 0)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("red", RED),
        ("Light Blue", (173, 216, 230)),
        ("sky-blue", (135, 206, 235)),
        ("a plain white background.", WHITE),
        ("solid color #00FF00", (0, 255, 0)),
        ("rebeccapurple", (102, 51, 153)),
        ("bright blue", BLUE),
    ],
)
def test_a_colour_is_read(prompt: str, colour: Colour) -> None:
    assert parse_paint(prompt) == Paint((colour,))


@pytest.mark.parametrize(
    ("prompt", "direction"),
    [
        ("gradient from red to blue", "vertical"),
        ("red to blue gradient", "vertical"),
        ("a horizontal gradient of red and blue", "horizontal"),
        ("red to blue, left to right", "horizontal"),
        ("blue to red from bottom to top", "vertical"),
        ("blue to red gradient, right to left", "horizontal"),
        ("radial gradient red -> blue", "radial"),
        ("diagonal fade from #f00 to rgb(0, 0, 255)", "diagonal"),
    ],
)
def test_a_gradient_is_read(prompt: str, direction: Direction) -> None:
    assert parse_paint(prompt) == Paint((RED, BLUE), direction)


def test_a_gradient_may_pass_through_more_colours() -> None:
    assert parse_paint("blue, white and red gradient") == Paint((BLUE, WHITE, RED))


@pytest.mark.parametrize(
    "prompt",
    [
        *["", "  ", "a sunny beach", "red car", "a car in red", "red to car", "red to", "transparent", "gradient"],
        *["red gradient", "horizontal red", "#12345", "decade", "add", "rgb(1, 2, 300)", "light " * 500 + "red"],
    ],
)
def test_anything_else_is_not_a_paint(prompt: str) -> None:
    assert parse_paint(prompt) is None


@pytest.mark.parametrize(
    ("lighter", "darker"), [("light teal", "teal"), ("pale teal", "light teal"), ("teal", "deep teal")]
)
def test_modifiers_change_the_lightness(lighter: str, darker: str) -> None:
    first, second = parse_paint(lighter), parse_paint(darker)
    assert first and second and sum(first.colours[0]) > sum(second.colours[0])


def test_a_colour_fills_all() -> None:
    assert (render_paint(Paint((RED,)), (2, 3)) == RED).all()


@pytest.mark.parametrize(
    ("direction", "first", "last"),
    [
        ("vertical", (0, 5), (19, 5)),
        ("horizontal", (5, 0), (5, 29)),
        ("diagonal", (0, 0), (19, 29)),
    ],
)
def test_a_gradient_runs_from_its_first_colour_to_its_last(
    direction: Direction, first: tuple[int, int], last: tuple[int, int]
) -> None:
    picture = render_paint(Paint((RED, BLUE), direction), (20, 30))
    assert picture[first].tolist() == list(RED) and picture[last].tolist() == list(BLUE)


def test_a_radial_gradient_runs_outwards() -> None:
    picture = render_paint(Paint((WHITE, BLACK), "radial"), (21, 31))
    assert picture[10, 15].min() == 255 and picture[0, 0].max() == 0 and 0 < picture[10, 0].max() < 255


def test_a_gradient_is_even_to_the_eye() -> None:
    picture = render_paint(Paint((BLACK, WHITE)), (101, 1))
    assert abs(int(picture[50, 0, 0]) - 99) <= 1  # Oklab lightness 0.5


def test_blue_stays_blue_on_its_way_to_white() -> None:
    red, green, _ = mix(BLUE, WHITE, 0.5)
    assert green >= red


def test_one_row_of_a_gradient_is_its_first_colour() -> None:
    assert (render_paint(Paint((RED, BLUE)), (1, 4)) == RED).all()
