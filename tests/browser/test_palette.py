"""Every action of the page by its name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


@pytest.mark.every_browser
@pytest.mark.does("palette")
def test_an_action_is_found_by_a_few_of_its_letters_and_done(typist: Typist) -> None:
    typist.opens("Cat")
    typist.walks_to("option")
    typist.presses("Space", "Control+k")
    field = typist.page.get_by_role("combobox", name="Action")
    expect(field).to_be_focused()
    typist.page.keyboard.type("ersl")
    option = typist.page.get_by_role("option", name="Erase what is selected")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    assert typist.violations() == []
    typist.presses("Enter")
    typist.stands_at(2)


@pytest.mark.every_browser
@pytest.mark.does("palette")
def test_an_action_is_clicked(journey: Journey) -> None:
    journey.opens("Cat")
    journey.regions.first.click()
    journey.button("Find an action").click()
    journey.page.get_by_role("option", name="Erase what is selected").click()
    journey.stands_at(2)


def test_what_cannot_be_done_now_is_listed_with_the_reason(journey: Journey) -> None:
    journey.opens("Cat")
    journey.canvas.focus()
    journey.page.keyboard.press("Control+k")
    expect(journey.page.get_by_role("combobox", name="Action")).to_be_focused()
    journey.page.keyboard.type("compare")
    expect(journey.page.get_by_role("option", name="Compare").first).to_contain_text("There is nothing to compare yet")
    journey.page.keyboard.press("Control+a")
    journey.page.keyboard.type("undo")
    option = journey.page.get_by_role("option", name="Undo").first
    expect(option).to_be_disabled()
    expect(option).to_contain_text("There is nothing to undo yet")
    journey.page.keyboard.press("Enter")
    expect(journey.page.locator(".palette")).to_be_visible()
    journey.page.keyboard.press("Escape")
    expect(journey.canvas).to_be_focused()


@pytest.mark.does("palette")
def test_an_action_of_another_panel_is_led_to(phone: Phone) -> None:
    phone.opens("Cat")
    phone.button("Find an action").tap()
    expect(phone.page.get_by_role("combobox", name="Action")).to_be_focused()
    phone.page.keyboard.type("enlarge enlarge")
    phone.page.get_by_role("option", name="Enlarge: Enlarge").tap()
    expect(phone.page.get_by_role("tab", name="Enlarge")).to_have_attribute("aria-selected", "true")
    expect(phone.history).to_have_count(1)
