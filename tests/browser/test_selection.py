"""Selecting by brush, lasso, box and regions, by mouse, by keyboard and by touch; and erasing what was selected."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.journeys import Journey

pytestmark = pytest.mark.browser

NOTHING = "Nothing selected"
# The shares of the picture that are selected, at points given as shares of its width and height.
SELECTED_AT = """async (places) => {
  const { $js_selection: { selection } } = await import(document.querySelector("script[type=module]").src);
  if (!selection.bitmap) return places.map(() => null);
  const { pixels, width, height } = selection.bitmap.shown;
  return places.map(([x, y]) => pixels[Math.floor(y * height) * width + Math.floor(x * width)]);
}"""


def takes(journey: Journey, tool: str) -> None:
    """Take a tool in the hand."""
    journey.page.get_by_role("radio", name=tool, exact=True).check(force=True)


def drags(journey: Journey, *places: tuple[float, float]) -> None:
    """Move the pressed mouse over the picture."""
    journey.points_at(*places[0])
    journey.page.mouse.down()
    for place in places[1:]:
        journey.points_at(*place)
    journey.page.mouse.up()


def presses(journey: Journey, *keys: str) -> None:
    """Press keys on the picture."""
    for key in keys:
        journey.page.keyboard.press(key)


def selected_at(journey: Journey, *places: tuple[float, float]) -> list[Any]:
    """How much is selected at places of the picture, 0 to 255."""
    return list(journey.page.evaluate(SELECTED_AT, list(places)))


def summary(journey: Journey) -> Locator:
    """What is said to be selected."""
    return journey.page.locator("selection-bar output")


def sent(journey: Journey) -> dict[str, Any]:
    """The selection that Erase would send."""
    value = journey.page.locator("selection-bar [name=selection]").input_value()
    return dict(json.loads(value)) if value else {}


def kinds(steps: Iterable[dict[str, Any]]) -> list[tuple[str, Any]]:
    """What the steps are, in short."""
    return [(step["kind"], step.get("add")) for step in steps]


def test_what_is_painted_is_erased_and_nothing_is_selected_after_that(journey: Journey) -> None:
    journey.opens("Cat")
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.3, 0.3), (0.4, 0.2))
    expect(summary(journey)).to_contain_text("of the picture")
    assert selected_at(journey, (0.3, 0.3), (0.8, 0.8)) == [255, 0]
    journey.erases()
    expect(journey.history.last).to_contain_text("Removed what was painted")
    expect(summary(journey)).to_have_text(NOTHING)
    assert journey.has_stayed()


def test_strokes_add_to_regions_and_are_taken_back_one_by_one(journey: Journey) -> None:
    journey.opens("Cat")
    journey.clicks_at(0.8, 0.9)
    expect(journey.selected).to_have_count(1)
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    takes(journey, "Mask eraser")
    drags(journey, (0.3, 0.1), (0.3, 0.3))
    assert kinds(sent(journey)["steps"]) == [("regions", True), ("brush", True), ("brush", False)]
    assert selected_at(journey, (0.2, 0.2), (0.3, 0.2), (0.8, 0.9)) == [255, 0, 255]
    journey.page.keyboard.press("Control+z")
    assert selected_at(journey, (0.3, 0.2)) == [255]
    journey.button("Take back the last step").click()
    expect(journey.selected).to_have_count(1)
    assert sent(journey) == {}
    journey.page.keyboard.press("Control+z")
    expect(summary(journey)).to_have_text(NOTHING)
    journey.stands_at(1)


def test_keys_held_while_drawing_add_and_take_away(journey: Journey) -> None:
    journey.opens("Cat")
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    journey.page.keyboard.down("Alt")
    drags(journey, (0.3, 0.1), (0.3, 0.3))
    journey.page.keyboard.up("Alt")
    takes(journey, "Mask eraser")
    journey.page.keyboard.down("Shift")
    drags(journey, (0.7, 0.7), (0.8, 0.7))
    journey.page.keyboard.up("Shift")
    assert selected_at(journey, (0.2, 0.2), (0.3, 0.2), (0.75, 0.7)) == [255, 0, 255]


def test_lasso_and_box_are_drawn_in_one_go_or_corner_by_corner(journey: Journey) -> None:
    journey.opens("Cat")
    takes(journey, "Lasso")
    drags(journey, (0.1, 0.1), (0.3, 0.1), (0.3, 0.4), (0.1, 0.4))
    for corner in [(0.5, 0.1), (0.7, 0.1), (0.6, 0.4), (0.5, 0.1)]:
        journey.clicks_at(*corner)
    takes(journey, "Box")
    drags(journey, (0.1, 0.6), (0.3, 0.9))
    journey.clicks_at(0.5, 0.6)
    journey.clicks_at(0.7, 0.9)
    places = [(0.2, 0.2), (0.6, 0.2), (0.2, 0.8), (0.6, 0.8), (0.4, 0.5)]
    assert selected_at(journey, *places) == [255, 255, 255, 255, 0]
    journey.page.get_by_role("radio", name="Take away").check(force=True)
    drags(journey, (0.15, 0.65), (0.25, 0.85))
    assert selected_at(journey, (0.2, 0.8)) == [0]


def test_shapes_snap_to_the_regions_that_they_cover(journey: Journey) -> None:
    journey.opens("Cat")
    takes(journey, "Box")
    journey.page.get_by_label("Snap to regions").check()
    drags(journey, (0.02, 0.02), (0.6, 0.98))
    chosen = journey.selected.count()
    assert chosen > 1
    assert sent(journey) == {}
    takes(journey, "Pointer")
    journey.button("Clear").click()
    journey.page.keyboard.down("Shift")
    drags(journey, (0.02, 0.02), (0.6, 0.98))
    journey.page.keyboard.up("Shift")
    expect(journey.selected).to_have_count(chosen)


def test_neighbours_similar_ones_and_the_rest_can_be_selected(journey: Journey) -> None:
    journey.opens("Cat")
    everything = journey.regions.count()
    journey.regions.nth(5).click()
    journey.button("Neighbours").click()
    around = journey.selected.count()
    assert 1 < around < everything
    journey.button("Invert").click()
    expect(journey.selected).to_have_count(everything - around)
    journey.button("Clear").click()
    journey.regions.nth(0).click()
    journey.button("Similar").click()
    assert 1 < journey.selected.count() < everything


def test_the_edge_is_moved_smoothed_and_softened_while_one_looks(journey: Journey) -> None:
    journey.opens("Cat")
    takes(journey, "Box")
    drags(journey, (0.2, 0.2), (0.6, 0.6))
    journey.page.get_by_text("Edge", exact=True).click()
    journey.page.get_by_role("slider", name="Grow").fill("30")
    assert selected_at(journey, (0.2 - 20 / 451, 0.4)) == [255]
    journey.page.get_by_role("slider", name="Feather").fill("20")
    assert 0 < selected_at(journey, (0.2 - 20 / 451, 0.4))[0] < 255
    assert sent(journey)["edges"] == {"smooth": 0, "grow": 30, "feather": 20}
    journey.page.keyboard.press("Control+z")
    journey.page.keyboard.press("Control+z")
    expect(journey.page.get_by_role("slider", name="Grow")).to_have_value("0")
    journey.page.get_by_role("slider", name="Smooth").fill("40")
    assert selected_at(journey, (0.205, 0.205)) == [0]


def test_a_selection_survives_a_reload(journey: Journey) -> None:
    journey.opens("Cat")
    journey.clicks_at(0.8, 0.9)
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    before = sent(journey)
    journey.page.reload()
    expect(summary(journey)).to_contain_text("of the picture")
    assert sent(journey) == before
    assert selected_at(journey, (0.3, 0.2), (0.8, 0.9)) == [255, 255]


def test_a_person_paints_and_erases_by_keyboard_alone(journey: Journey) -> None:
    journey.opens("Cat")
    journey.canvas.focus()
    presses(journey, "d", *["."] * 3, "Space", *["ArrowRight"] * 4, "ArrowDown", "Space")
    expect(summary(journey)).to_contain_text("of the picture")
    expect(journey.page.locator("#announcer")).to_contain_text("of the picture")
    expect(journey.canvas).to_be_focused()
    presses(journey, "m", "Space", *["ArrowLeft"] * 6, *["ArrowUp"] * 6, "Space")
    presses(journey, "l", "Space", *["ArrowLeft"] * 5, *["ArrowDown"] * 5, *["ArrowRight"] * 3, "Space")
    assert kinds(sent(journey)["steps"]) == [("brush", True), ("box", True), ("lasso", True)]
    presses(journey, "e", "Space", "ArrowRight", "Escape")
    assert len(sent(journey)["steps"]) == 3
    presses(journey, "Delete")
    journey.stands_at(2)
    expect(summary(journey)).to_have_text(NOTHING)


def test_a_person_paints_and_erases_by_touch(phone: Journey) -> None:
    phone.opens("Cat")
    takes(phone, "Brush")
    box = phone.canvas.bounding_box()
    assert box is not None
    places = [[(box["x"] + share * box["width"], box["y"] + 0.4 * box["height"])] for share in (0.3, 0.4, 0.5, 0.6)]
    phone.touches(places)
    expect(summary(phone)).to_contain_text("of the picture")
    before = sent(phone)
    (x, y) = places[0][0]
    phone.touches([[(x, y), (x + 40, y)], [(x - 20, y), (x + 60, y)]])
    assert sent(phone) == before
    phone.button("Erase").tap()
    phone.stands_at(2)


def test_the_keys_of_the_tools_are_those_of_their_panel_alone(journey: Journey) -> None:
    journey.opens("Cat")
    presses(journey, "p", "i", "d")
    expect(journey.selected).to_have_count(0)
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    presses(journey, "r")
    expect(journey.page.get_by_role("radio", name="Pointer")).to_be_checked()
    expect(summary(journey)).to_have_text(NOTHING)


CHANGE = """async () => {
  const { $js_regions: { regions } } = await import(document.querySelector("script[type=module]").src);
  const { map } = regions;
  regions.load(null, "", []);
  regions.load(map, "999", []);
}"""


def test_what_was_painted_stays_when_the_picture_gets_other_regions(journey: Journey) -> None:
    journey.opens("Cat")
    journey.clicks_at(0.8, 0.9)
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    journey.page.evaluate(CHANGE)
    expect(journey.page.locator("#toast")).to_contain_text("What was painted is still selected")
    assert kinds(sent(journey)["steps"]) == [("brush", True)]
    assert selected_at(journey, (0.3, 0.2), (0.8, 0.9)) == [255, 0]


def test_a_refused_selection_is_kept(journey: Journey) -> None:
    journey.expected = ["422"]
    journey.opens("Cat")
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    before = sent(journey)
    journey.page.evaluate("document.querySelector('selection-bar [name=selection]').value = '{'")
    journey.button("Erase").click()
    expect(journey.page.get_by_role("alert")).to_contain_text("could not be read")
    expect(summary(journey)).to_contain_text("of the picture")
    journey.page.get_by_role("slider", name="Size").focus()
    assert before["steps"] == journey.page.evaluate("JSON.parse(localStorage.selections)[0][1].steps")


@pytest.mark.parametrize("tool", ["Pointer", "Brush", "Lasso"])
def test_axe_finds_nothing_wrong_with_the_tools_of_selecting(journey: Journey, tool: str) -> None:
    journey.opens("Cat")
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    takes(journey, tool)
    journey.page.get_by_text("Edge", exact=True).click()
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []
