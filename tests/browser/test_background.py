"""The panel Background: by mouse, by keyboard alone and by touch; what it shows, keeps and says."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser

ANNOTATIONS = "document.querySelector('[data-annotations]').toDataURL()"


def opens_background(journey: Journey, sample: str = "Cat") -> Locator:
    """The panel, once it shows what the picture would be like."""
    journey.opens(sample)
    journey.turns_to("Background")
    panel = journey.page.get_by_role("tabpanel", name="Background")
    shows(journey)
    return panel


def shows(journey: Journey) -> None:
    """The subject was found, and the picture shows what is wanted of the background."""
    expect(journey.page.locator("background-panel")).to_have_attribute("data-shown", "")


def choose(journey: Journey, name: str) -> None:
    """One of a few, side by side."""
    journey.page.get_by_role("radio", name=name, exact=True).check()


def paints(journey: Journey, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A stroke with the mouse, between shares of the picture's width and height; waits for its effect."""
    journey.points_at(*start)
    journey.page.mouse.down()
    journey.points_at(*end)
    journey.page.mouse.up()
    shows(journey)


def preview(journey: Journey) -> str:
    """What lies over the picture, to compare with another."""
    shows(journey)
    journey.draws()
    return str(journey.page.evaluate(ANNOTATIONS))


@pytest.mark.every_browser
@pytest.mark.does("remove_background")
def test_the_background_is_removed_and_seen_through(journey: Journey) -> None:
    opens_background(journey)
    before = journey.pixels()
    journey.button("Apply").click()
    journey.stands_at(2)
    assert journey.pixels() != before
    journey.page.get_by_role("tab", name="Select").click()
    expect(journey.page.get_by_role("group", name="Backdrop")).to_be_visible()
    journey.button("Undo").click()
    journey.stands_at(1)
    expect(journey.page.get_by_role("group", name="Backdrop")).to_be_hidden()
    assert journey.has_stayed()


def test_strokes_change_what_is_shown_are_undone_one_by_one_and_survive_a_reload(journey: Journey) -> None:
    panel = opens_background(journey)
    first = preview(journey)
    choose(journey, "Keep")
    paints(journey, (0.05, 0.1), (0.2, 0.1))
    paints(journey, (0.8, 0.1), (0.95, 0.1))
    expect(panel.get_by_text("2 strokes")).to_be_visible()
    choose(journey, "Off")
    assert preview(journey) != first
    journey.page.reload()
    journey.is_in_the_editor()
    journey.page.keyboard.press("g")
    shows(journey)
    expect(panel.get_by_text("2 strokes")).to_be_visible()
    journey.page.keyboard.press("Control+z")
    expect(panel.get_by_text("1 stroke", exact=True)).to_be_visible()
    panel.get_by_role("button", name="Undo stroke").click()
    shows(journey)
    assert preview(journey) == first


@pytest.mark.does("blur_background")
def test_it_is_all_done_with_the_keyboard(typist: Typist) -> None:
    typist.opens("Cat")
    typist.walks_to("option")
    typist.presses("Space")
    typist.turns_to("Background")
    shows(typist)
    typist.tabs_to(typist.button("Keep selection"))
    typist.presses("Enter")
    expect(typist.page.get_by_text("1 stroke", exact=True)).to_be_visible()
    typist.tabs_to(typist.page.get_by_role("radio", name="Remove", exact=True).first, "Shift+Tab")
    typist.presses("ArrowRight")
    strength = typist.page.get_by_role("slider", name="Strength")
    typist.tabs_to(strength)
    typist.presses("ArrowRight")
    expect(strength).to_have_value("4")
    typist.presses("Control+Enter")
    typist.stands_at(2)
    expect(typist.history.last).to_contain_text("Blurred the background")


@pytest.mark.does("remove_background", "replace_background")
def test_the_background_is_removed_and_replaced_with_the_keyboard(typist: Typist) -> None:
    opens_background(typist)
    typist.presses("Control+Enter")
    typist.stands_at(2)
    typist.tabs_to(typist.page.get_by_role("radio", name="Remove", exact=True).first)
    typist.presses("ArrowRight", "ArrowRight")
    typist.tabs_to(typist.page.get_by_role("textbox", name="Colour", exact=True))
    typist.types("#204060")
    typist.presses("Control+Enter")
    typist.stands_at(3)
    expect(typist.history.last).to_contain_text("Replaced the background")


def test_a_finger_paints_and_two_fingers_zoom(phone: Phone) -> None:
    opens_background(phone)
    level = phone.page.locator("[data-level]")
    fitted = level.inner_text()
    phone.chooses("Keep")
    phone.draws_along((0.2, 0.2), (0.4, 0.2), (0.6, 0.2))
    expect(phone.page.get_by_text("1 stroke", exact=True)).to_be_visible()
    phone.spreads_two_fingers()
    expect(level).not_to_have_text(fitted)
    expect(phone.page.get_by_text("1 stroke", exact=True)).to_be_visible()


@pytest.mark.does("remove_background", "blur_background", "replace_background")
def test_the_background_is_removed_blurred_and_replaced_by_touch(phone: Phone) -> None:
    opens_background(phone)
    phone.button("Apply").tap()
    phone.stands_at(2)
    phone.button("Undo").tap()
    phone.stands_at(1)
    phone.chooses("Blur")
    phone.button("Apply").tap()
    phone.stands_at(3)
    phone.chooses("Replace")
    phone.button("Apply").tap()
    phone.stands_at(4)
    expect(phone.history.last).to_contain_text("Replaced the background")


def test_the_selection_is_the_subject_where_that_is_wanted(journey: Journey) -> None:
    panel = opens_background(journey)
    expect(panel.get_by_label("The selection is the subject")).to_be_hidden()
    first = preview(journey)
    journey.clicks_at(0.5, 0.6)
    panel.get_by_label("The selection is the subject").check()
    shows(journey)
    assert preview(journey) != first
    journey.button("Apply").click()
    journey.stands_at(2)


@pytest.mark.every_browser
@pytest.mark.does("blur_background")
def test_the_strength_is_shown_while_it_is_chosen(journey: Journey) -> None:
    opens_background(journey)
    choose(journey, "Blur")
    strength = journey.page.get_by_role("slider", name="Strength")
    strength.fill("1")
    little = preview(journey)
    strength.click()
    journey.page.wait_for_function(f"seen => {ANNOTATIONS} !== seen", arg=little)
    expect(strength).to_have_value("3")
    journey.button("Apply").click()
    journey.stands_at(2)


@pytest.mark.every_browser
@pytest.mark.does("replace_background")
def test_a_picture_is_put_behind_and_shown_before(journey: Journey) -> None:
    panel = opens_background(journey)
    first = preview(journey)
    choose(journey, "Replace")
    choose(journey, "Picture")
    panel.get_by_label("Picture", exact=True).last.set_input_files("static/samples/coffee.jpg")
    journey.page.wait_for_function(f"seen => {ANNOTATIONS} !== seen", arg=first)
    journey.button("Apply").click()
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Replaced the background")


def test_a_refusal_stands_at_its_field_and_nothing_is_lost(journey: Journey, tmp_path: Path) -> None:
    journey.expected.append("422")
    panel = opens_background(journey)
    choose(journey, "Replace")
    choose(journey, "Gradient")
    panel.get_by_role("textbox", name="To").fill("greeny")
    journey.button("Apply").click()
    expect(panel.get_by_text("This isn't a colour code")).to_be_visible()
    expect(panel.get_by_role("textbox", name="To")).to_have_value("greeny")
    choose(journey, "Picture")
    broken = tmp_path / "beach.jpg"
    broken.write_bytes(b"no picture")
    panel.locator("#background-picture").set_input_files(broken)
    journey.button("Apply").click()
    expect(panel.get_by_text("The studio can't open “beach.jpg”")).to_be_visible()
    choose(journey, "Gradient")
    expect(panel.get_by_role("textbox", name="To")).to_have_value("greeny")


def test_backdrops_are_chosen_and_remembered(journey: Journey) -> None:
    opens_background(journey)
    checkerboard = preview(journey)
    choose(journey, "Black")
    black = preview(journey)
    assert black != checkerboard
    journey.page.reload()
    journey.is_in_the_editor()
    journey.page.keyboard.press("g")
    shows(journey)
    expect(journey.page.get_by_role("radio", name="Black")).to_be_checked()
    choose(journey, "Checkerboard")
    assert preview(journey) == checkerboard


@pytest.mark.parametrize("tool", ["Remove", "Blur", "Replace"])
def test_axe_finds_nothing_wrong_with_the_background_panel(journey: Journey, tool: str) -> None:
    opens_background(journey)
    journey.page.get_by_role("radio", name=tool, exact=True).first.check()
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []
