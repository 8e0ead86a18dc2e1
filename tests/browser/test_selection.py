"""Selecting by brush, lasso, box and regions, by mouse, by keyboard and by touch; and erasing what was selected."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist
from tests.browser.selection_steps import NOTHING, drags, kinds, selected_at, sent, summary, takes

pytestmark = pytest.mark.browser


@pytest.mark.every_browser
@pytest.mark.does("erase")
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


@pytest.mark.every_browser
@pytest.mark.does("brush", "mask eraser")
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
    journey.erases()


@pytest.mark.every_browser
@pytest.mark.does("lasso", "box")
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
    journey.erases()


@pytest.mark.every_browser
@pytest.mark.does("marquee")
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
    journey.erases()


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


@pytest.mark.does("erase", "brush", "mask eraser", "lasso", "box")
def test_a_person_paints_and_erases_by_keyboard_alone(typist: Typist) -> None:
    typist.opens("Cat")
    typist.tabs_to(typist.canvas)
    typist.presses("d", *["."] * 3, "Space", *["ArrowRight"] * 4, "ArrowDown", "Space")
    expect(summary(typist)).to_contain_text("of the picture")
    typist.hears("of the picture")
    expect(typist.canvas).to_be_focused()
    typist.presses("m", "Space", *["ArrowLeft"] * 6, *["ArrowUp"] * 6, "Space")
    typist.presses("l", "Space", *["ArrowLeft"] * 5, *["ArrowDown"] * 5, *["ArrowRight"] * 3, "Space")
    typist.presses("e", "Space", "ArrowRight", "Space", "Space", "ArrowRight", "Escape")
    steps = [("brush", True), ("box", True), ("lasso", True), ("brush", False)]
    assert kinds(sent(typist)["steps"]) == steps
    typist.presses("Delete")
    typist.stands_at(2)
    expect(summary(typist)).to_have_text(NOTHING)


@pytest.mark.does("region", "marquee", "grow and shrink")
def test_regions_are_chosen_grown_boxed_and_erased_by_keyboard_alone(typist: Typist) -> None:
    typist.opens("Coffee")
    typist.walks_to("option")
    typist.presses("End", "Space", "]", "]", "[")
    grown = typist.selected.count()
    assert grown > 1
    typist.presses("Shift+Tab", "m")
    typist.tabs_to(typist.page.get_by_label("Snap to regions"))
    typist.presses("Space")
    typist.tabs_to(typist.canvas, "Shift+Tab")
    typist.presses("Space", *["Shift+ArrowLeft", "ArrowLeft"] * 6, *["ArrowUp"] * 8, "Space")
    assert typist.selected.count() > grown
    assert sent(typist) == {}
    typist.presses("Delete")
    typist.stands_at(2)


@pytest.mark.does("erase", "brush", "mask eraser", "lasso", "box")
def test_a_person_paints_and_erases_by_touch(phone: Phone) -> None:
    phone.opens("Cat")
    level = phone.page.locator("[data-level]")
    fitted = level.inner_text()
    phone.chooses("Brush")
    phone.draws_along((0.3, 0.4), (0.4, 0.4), (0.6, 0.4))
    expect(summary(phone)).to_contain_text("of the picture")
    phone.chooses("Mask eraser")
    phone.draws_along((0.5, 0.2), (0.5, 0.6))
    phone.chooses("Lasso")
    phone.draws_along((0.1, 0.6), (0.3, 0.6), (0.3, 0.9), (0.1, 0.9))
    phone.chooses("Box")
    phone.draws_along((0.6, 0.6), (0.8, 0.9))
    assert selected_at(phone, (0.4, 0.4), (0.5, 0.4), (0.2, 0.75), (0.7, 0.75)) == [255, 0, 255, 255]
    before = sent(phone)
    phone.chooses("Brush")
    phone.spreads_two_fingers()
    expect(level).not_to_have_text(fitted)
    assert sent(phone) == before
    phone.button("Erase").tap()
    phone.stands_at(2)


@pytest.mark.does("region", "marquee", "grow and shrink")
def test_regions_are_tapped_grown_boxed_and_erased_by_touch(phone: Phone) -> None:
    phone.opens("Coffee")
    phone.taps_at(0.9, 0.9)
    expect(phone.selected).to_have_count(1)
    phone.button("Grow").tap()
    expect(phone.selected).not_to_have_count(1)
    grown = phone.selected.count()
    phone.button("Grow").tap()
    expect(phone.selected).not_to_have_count(grown)
    phone.button("Shrink").tap()
    expect(phone.selected).to_have_count(grown)
    phone.chooses("Box")
    phone.page.get_by_label("Snap to regions").tap()
    expect(phone.page.get_by_label("Snap to regions")).to_be_checked()
    phone.draws_along((0.02, 0.02), (0.6, 0.98))
    assert phone.selected.count() > grown
    assert sent(phone) == {}
    phone.button("Erase").tap()
    phone.stands_at(2)


def test_the_keys_of_the_tools_are_those_of_their_panel_alone(journey: Journey) -> None:
    journey.opens("Cat")
    for key in "pid":
        journey.page.keyboard.press(key)
    expect(journey.selected).to_have_count(0)
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    journey.page.keyboard.press("r")
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
