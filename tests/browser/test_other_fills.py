"""Other fills of an erased place: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser

FILL = re.compile(r"^Fill \d")
CUP = (0.5, 0.5)  # a place of the coffee, on the picture's busiest part


def other_fills(journey: Journey) -> Locator:
    """The buttons of the fills that can be chosen instead."""
    return journey.page.get_by_role("button", name=FILL)


def erases_a_cup(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.clicks_at(*CUP)
    journey.erases()


@pytest.mark.every_browser
@pytest.mark.does("other_fills")
def test_another_fill_is_chosen_and_becomes_a_step_beside_the_first(journey: Journey) -> None:
    erases_a_cup(journey)
    first = journey.pixels()
    journey.button("Other fills").click()
    expect(journey.button("Keep this one")).to_be_visible()
    assert journey.violations() == []
    other_fills(journey).first.click()
    journey.stands_at(3)
    expect(journey.history.last).to_contain_text("from 1")
    journey.sees_other_than(first)
    journey.button("Undo").click()
    journey.stands_at(1)
    assert journey.has_stayed()


def test_the_first_fill_can_be_kept(journey: Journey) -> None:
    erases_a_cup(journey)
    journey.button("Other fills").click()
    journey.button("Keep this one").click()
    expect(other_fills(journey)).to_have_count(0)
    expect(journey.button("Other fills")).to_be_enabled()
    journey.stands_at(2)
    expect(journey.history).to_have_count(2)


@pytest.mark.does("other_fills")
def test_another_fill_is_chosen_with_the_keyboard_alone(typist: Typist) -> None:
    typist.opens("Coffee")
    typist.walks_to("option")
    typist.presses("Space", "Delete")
    typist.stands_at(2)
    typist.tabs_to(typist.button("Other fills"))
    typist.presses("Enter")
    expect(typist.button("Keep this one")).to_be_visible()
    typist.tabs_to(other_fills(typist).first)
    typist.presses("Enter")
    typist.stands_at(3)


@pytest.mark.does("other_fills")
def test_another_fill_is_chosen_by_touch(phone: Phone) -> None:
    phone.opens("Coffee")
    phone.taps_at(*CUP)
    phone.button("Erase").tap()
    phone.stands_at(2)
    phone.button("Other fills").tap()
    expect(phone.button("Keep this one")).to_be_visible()
    other_fills(phone).first.tap()
    phone.stands_at(3)


def test_the_fills_stand_side_by_side_on_a_phone_in_the_dark(journey: Journey) -> None:
    erases_a_cup(journey)
    journey.button("Other fills").click()
    expect(journey.button("Keep this one")).to_be_visible()
    journey.page.set_viewport_size({"width": 390, "height": 844})
    journey.turns_the_light_off()
    assert journey.violations() == []
    assert journey.page.evaluate("document.documentElement.scrollWidth") <= 390
