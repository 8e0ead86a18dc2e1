"""Changing people: sliders and choices are staged, applied at once, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Position, expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


def opens_people(journey: Journey) -> Locator:
    """The astronaut's card, opened by the tab."""
    journey.opens("Astronaut")
    journey.turns_to("People")
    return journey.page.locator("details.person").first


def slid(slider: Locator, share: float) -> Position:
    """Where a slider is pressed that is to show this share of its range."""
    box = slider.bounding_box()
    assert box is not None
    return {"x": share * box["width"], "y": box["height"] / 2}


@pytest.mark.every_browser
@pytest.mark.does("people")
def test_a_person_is_changed_and_changed_back(journey: Journey) -> None:
    card = opens_people(journey)
    age = card.get_by_label("Age", exact=True)
    before = journey.pixels()
    expect(journey.button("Apply")).to_be_disabled()
    age.click(position=slid(age, 0.9))
    expect(journey.page.get_by_text("1 change to apply")).to_be_visible()
    chosen = age.input_value()
    journey.button("Apply").click()
    journey.stands_at(2)
    expect(age).to_have_value(chosen)
    expect(journey.button("Apply")).to_be_disabled()
    journey.button("Undo").click()
    journey.stands_at(1)
    expect(age).to_have_value("0")
    journey.sees(before)
    assert journey.has_stayed()


@pytest.mark.does("people")
def test_a_slider_can_be_set_and_applied_with_the_keyboard(typist: Typist) -> None:
    card = opens_people(typist)
    age = card.get_by_label("Age", exact=True)
    typist.tabs_to(age)
    typist.presses(*["ArrowRight"] * 4)
    expect(age).to_have_value("2")
    typist.presses("Control+Enter")
    typist.stands_at(2)
    expect(age).to_have_value("2")


@pytest.mark.does("people")
def test_a_person_is_changed_by_touch(phone: Phone) -> None:
    card = opens_people(phone)
    age = card.get_by_label("Age", exact=True)
    age.tap(position=slid(age, 0.9))
    expect(phone.page.get_by_text("1 change to apply")).to_be_visible()
    chosen = age.input_value()
    phone.button("Apply").tap()
    phone.stands_at(2)
    expect(age).to_have_value(chosen)


def test_a_staged_change_is_reset_alone(journey: Journey) -> None:
    card = opens_people(journey)
    card.get_by_label("Age", exact=True).fill("4")
    card.get_by_label("Makeup", exact=True).fill("3")
    card.locator(".control").filter(has=journey.page.get_by_label("Age", exact=True)).get_by_role("button").click()
    expect(card.get_by_label("Age", exact=True)).to_have_value("0")
    expect(card.get_by_label("Makeup", exact=True)).to_have_value("3")


def test_a_face_shows_one_expression_at_a_time(journey: Journey) -> None:
    card = opens_people(journey)
    sliders = card.locator("[data-only]")
    sliders.nth(0).fill("1")
    sliders.nth(1).fill("0.5")
    expect(sliders.nth(0)).to_have_value("0")
    expect(journey.page.get_by_text("1 change to apply")).to_be_visible()


def test_what_is_staged_survives_another_edit(journey: Journey) -> None:
    card = opens_people(journey)
    card.get_by_label("Age", exact=True).fill("-3")
    journey.page.get_by_role("tab", name="Select").click()
    journey.regions.last.click()
    journey.erases()
    journey.page.get_by_role("tab", name="People").click()
    expect(card.get_by_label("Age", exact=True)).to_have_value("-3")


def test_what_is_staged_survives_a_reload(journey: Journey) -> None:
    card = opens_people(journey)
    card.get_by_label("Age", exact=True).fill("-3")
    journey.page.reload()
    journey.page.get_by_role("tab", name="People").click()
    expect(card.get_by_label("Age", exact=True)).to_have_value("-3")
    journey.button("Apply").click()
    journey.stands_at(2)
    journey.page.reload()
    journey.page.get_by_role("tab", name="People").click()
    expect(card.get_by_label("Age", exact=True)).to_have_value("-3")
    expect(journey.button("Apply")).to_be_disabled()


def test_undo_works_while_a_choice_has_the_focus(journey: Journey) -> None:
    card = opens_people(journey)
    card.get_by_label("Age", exact=True).fill("4")
    journey.button("Apply").click()
    journey.stands_at(2)
    card.get_by_label("Hair colour", exact=True).select_option(index=1)
    card.get_by_label("Hair colour", exact=True).focus()
    journey.page.keyboard.press("Control+z")
    journey.stands_at(1)


def test_the_bar_of_the_selection_is_there_for_regions_or_where_some_are_selected(journey: Journey) -> None:
    journey.opens("Cat")
    expect(journey.button("Erase")).to_be_visible()
    journey.page.keyboard.press("p")
    expect(journey.button("Erase")).to_be_hidden()
    journey.clicks_at(0.3, 0.4)
    expect(journey.button("Erase")).to_be_visible()


def test_a_press_on_a_face_opens_its_card(journey: Journey) -> None:
    card = opens_people(journey)
    card.locator("summary").first.click()
    expect(card).not_to_have_attribute("open", "")
    frame = journey.page.locator(".face-frame").bounding_box()
    assert frame is not None
    journey.page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    expect(card).to_have_attribute("open", "")
    expect(journey.selected).to_have_count(0)


@pytest.mark.not_in("webkit", reason="WebKitGTK's driver tells of no requests")
def test_a_control_shows_beforehand_what_it_does(journey: Journey) -> None:
    journey.expected = ["style-src-elem"]  # Playwright's own, for its pictures of what is seen in Firefox
    card = opens_people(journey)
    before = len(journey.requests)
    card.get_by_label("Hair colour", exact=True).focus()
    strip = card.locator("face-strip[data-image]")
    expect(strip).to_be_visible()
    assert sum("/strips/" in url for url in journey.requests[before:]) == 1
    assert len(set(faces(strip))) == strip.locator("span").count()
    strip.locator("span").nth(2).click()
    expect(card.get_by_label("Hair colour", exact=True)).to_have_value("red")
    expect(strip.locator("span").nth(2)).to_have_attribute("data-chosen", "")
    assert journey.violations() == []


def faces(strip: Locator) -> list[str]:
    """What each face of a strip looks like."""
    return [str(hash(face.screenshot())) for face in strip.locator("span").all()]


def test_a_person_is_reset_as_a_whole_first_to_what_is_in_force_then_to_nothing(journey: Journey) -> None:
    card = opens_people(journey)
    age, makeup = (card.get_by_label(name, exact=True) for name in ("Age", "Makeup"))
    reset = card.get_by_role("button", name="Reset this person")
    expect(reset).to_be_disabled()
    age.fill("4")
    journey.button("Apply").click()
    journey.stands_at(2)
    makeup.fill("3")
    reset.click()
    expect(makeup).to_have_value("0")
    expect(age).to_have_value("4")
    reset.click()
    expect(age).to_have_value("0")
    journey.button("Apply").click()
    journey.stands_at(3)
    expect(reset).to_be_disabled()


def test_it_is_measured_that_nothing_changed_outside_the_heads(journey: Journey) -> None:
    card = opens_people(journey)
    expect(journey.page.get_by_text("Measured:")).to_have_count(0)
    card.get_by_label("Age", exact=True).fill("4")
    journey.button("Apply").click()
    expect(journey.page.get_by_text("Measured: outside the heads, not one pixel changed.")).to_be_visible()


def test_two_people_are_changed_in_one_go(journey: Journey, tmp_path: Path) -> None:
    journey.uploads(twice_the_astronaut(tmp_path))
    journey.page.get_by_role("tab", name="People").click()
    cards = journey.page.locator("details.person")
    expect(cards).to_have_count(2)
    cards.nth(1).locator("summary").first.click()
    for card in cards.all():
        card.get_by_label("Age", exact=True).fill("4")
    expect(journey.page.get_by_text("2 changes to apply")).to_be_visible()
    journey.button("Apply").click()
    journey.stands_at(2)
    for card in cards.all():
        expect(card.get_by_label("Age", exact=True)).to_have_value("4")


def twice_the_astronaut(folder: Path) -> Path:
    """The same person twice, side by side."""
    with Image.open(Path(__file__).parents[2] / "static" / "samples" / "astronaut.jpg") as one:
        both = Image.new("RGB", (2 * one.width, one.height))
        both.paste(one, (0, 0))
        both.paste(one, (one.width, 0))
    both.save(folder / "twins.png")
    return folder / "twins.png"


def test_axe_finds_nothing_wrong_with_the_people_panel(journey: Journey) -> None:
    opens_people(journey)
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []


def test_it_says_that_there_is_nobody(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.page.get_by_role("tab", name="People").click()
    expect(journey.page.get_by_role("tabpanel", name="People").get_by_text("No faces found")).to_be_visible()
