"""Packshots and looks: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


def opens(journey: Journey, panel: str) -> None:
    journey.opens("Astronaut")
    journey.turns_to(panel)


@pytest.mark.every_browser
@pytest.mark.does("packshot")
def test_a_packshot_is_made_with_the_mouse_and_its_check_stands_beside(journey: Journey) -> None:
    opens(journey, "Packshot")
    journey.page.get_by_label("Width in pixels").fill("400")
    journey.page.get_by_label("Height in pixels").fill("300")
    assert journey.violations() == []
    journey.button("Make a packshot").click()
    journey.stands_at(2)
    remarks = journey.page.get_by_role("list", name="What marketplaces ask").get_by_role("listitem")
    expect(remarks).to_have_count(4)
    expect(remarks.first).to_contain_text("400 pixels; 1000 are asked for")
    assert journey.violations() == []


def test_a_wrong_size_is_said_at_its_field(journey: Journey) -> None:
    journey.expected.append("422")
    opens(journey, "Packshot")
    journey.page.get_by_label("Width in pixels").fill("9")
    journey.button("Make a packshot").click()
    expect(journey.page.get_by_role("alert").filter(has_text="A side has 64 to 5000 pixels.")).to_be_visible()
    expect(journey.page.get_by_label("Width in pixels")).to_have_value("9")


@pytest.mark.does("packshot")
def test_a_packshot_is_made_with_the_keyboard(typist: Typist) -> None:
    opens(typist, "Packshot")
    typist.tabs_to(typist.page.get_by_label("Width in pixels"))
    typist.types("300")
    typist.tabs_to(typist.page.get_by_label("Height in pixels"))
    typist.types("300")
    typist.tabs_to(typist.page.get_by_role("radio", name="Colour", exact=True))
    typist.presses("ArrowRight")
    expect(typist.page.get_by_role("radio", name="Transparent")).to_be_checked()
    typist.presses("Control+Enter")
    typist.stands_at(2)


@pytest.mark.does("packshot")
def test_a_finger_makes_a_packshot(phone: Phone) -> None:
    opens(phone, "Packshot")
    phone.button("Make a packshot").tap()
    phone.stands_at(2)


@pytest.mark.every_browser
@pytest.mark.does("colorize")
def test_a_photo_is_made_sepia_with_the_mouse(journey: Journey) -> None:
    opens(journey, "Look")
    journey.page.get_by_role("radio", name="Sepia").check(force=True)
    assert journey.violations() == []
    journey.button("Apply the look").click()
    journey.stands_at(2)
    expect(journey.page.get_by_role("button", name="2. Made it sepia")).to_be_visible()


@pytest.mark.does("colorize")
def test_a_photo_is_made_black_and_white_with_the_keyboard(typist: Typist) -> None:
    opens(typist, "Look")
    typist.tabs_to(typist.page.get_by_role("radio", name="Black and white"))
    typist.presses("Control+Enter")
    typist.stands_at(2)


@pytest.mark.does("colorize")
def test_a_finger_changes_the_look(phone: Phone) -> None:
    opens(phone, "Look")
    phone.button("Apply the look").tap()
    phone.stands_at(2)
