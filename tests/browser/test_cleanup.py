"""The panel Clean up: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from harness.journey import Journey
from harness.photos import BLACK, RED, meadow
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """A box on a meadow under the sky, and two balls that do not belong there."""
    return meadow(tmp_path)


def things(journey: Journey) -> Locator:
    """What may distract, as it is listed."""
    return journey.page.get_by_role("list", name="What may distract").get_by_role("listitem")


def looks_for_distractions(journey: Journey, scene: Path) -> None:
    """Open the panel Clean up, with two suggestions in it."""
    journey.uploads(scene)
    journey.turns_to("Clean up")
    expect(things(journey)).to_have_count(2)


def box_of(journey: Journey, name: str) -> Locator:
    """Where a suggestion is accepted."""
    return things(journey).filter(has_text=name).get_by_role("checkbox")


@pytest.mark.every_browser
@pytest.mark.does("distractions")
def test_distractions_are_accepted_in_the_picture_and_erased_in_one_step(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    before = journey.pixels()
    journey.clicks_at(*RED)
    expect(box_of(journey, "red")).to_be_checked()
    journey.clicks_at(*BLACK)
    expect(journey.page.get_by_text("2 of 2 accepted")).to_be_visible()
    journey.button("Erase accepted").click()
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Removed distractions")
    expect(journey.page.get_by_text("No distractions found")).to_be_visible()
    assert journey.pixels() != before
    assert journey.has_stayed()


def test_a_second_press_takes_an_acceptance_back(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    expect(journey.button("Erase accepted")).to_be_disabled()
    journey.clicks_at(*RED)
    expect(journey.button("Erase accepted")).to_be_enabled()
    journey.clicks_at(*RED)
    expect(journey.button("Erase accepted")).to_be_disabled()
    expect(journey.selected).to_have_count(0)


def test_what_was_dismissed_does_not_come_back_by_itself(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    things(journey).filter(has_text="black").get_by_role("button").click()
    expect(things(journey)).to_have_count(1)
    journey.page.reload()
    journey.is_in_the_editor()
    journey.page.keyboard.press("t")
    expect(things(journey)).to_have_count(1)
    expect(things(journey)).to_contain_text("red")
    journey.button("Bring back what was dismissed").click()
    expect(things(journey)).to_have_count(2)


@pytest.mark.does("distractions")
def test_distractions_are_judged_with_the_keyboard_alone(typist: Typist, scene: Path) -> None:
    looks_for_distractions(typist, scene)
    typist.tabs_to(things(typist).get_by_role("checkbox").first)
    typist.presses("Space", "ArrowDown", "Delete")
    expect(things(typist)).to_have_count(1)
    expect(things(typist).get_by_role("checkbox")).to_be_focused()
    typist.presses("Control+Enter")
    typist.stands_at(2)
    assert typist.history.count() == 2


@pytest.mark.does("distractions")
def test_distractions_are_judged_by_touch(phone: Phone, scene: Path) -> None:
    looks_for_distractions(phone, scene)
    phone.taps_at(*RED)
    expect(box_of(phone, "red")).to_be_checked()
    things(phone).filter(has_text="black").get_by_role("button").tap()
    phone.button("Erase accepted").tap()
    phone.stands_at(2)


def test_all_are_accepted_at_once(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    journey.button("Accept all").click()
    expect(journey.page.get_by_text("2 of 2 accepted")).to_be_visible()


def test_where_nothing_distracts_it_says_so_and_regions_can_still_be_chosen(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.page.keyboard.press("t")
    expect(journey.page.get_by_text("No distractions found")).to_be_visible()
    journey.clicks_at(0.5, 0.5)
    expect(journey.button("Erase")).to_be_enabled()


@pytest.mark.every_browser
@pytest.mark.does("erase_foreground")
def test_the_foreground_is_erased(journey: Journey, scene: Path) -> None:
    journey.uploads(scene)
    journey.turns_to("Clean up")
    journey.button("Erase foreground").click()
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Removed the foreground")


@pytest.mark.does("erase_foreground")
def test_the_foreground_is_erased_with_the_keyboard_alone(typist: Typist, scene: Path) -> None:
    typist.uploads(scene)
    typist.turns_to("Clean up")
    typist.tabs_to(typist.button("Erase foreground"))
    typist.presses("Enter")
    typist.stands_at(2)
    expect(typist.history.last).to_contain_text("Removed the foreground")


@pytest.mark.does("erase_foreground")
def test_the_foreground_is_erased_by_touch(phone: Phone, scene: Path) -> None:
    phone.uploads(scene)
    phone.turns_to("Clean up")
    phone.button("Erase foreground").tap()
    phone.stands_at(2)
    expect(phone.history.last).to_contain_text("Removed the foreground")


def test_going_back_looks_once_for_what_distracts_there(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    journey.button("Erase foreground").click()
    journey.stands_at(2)
    expect(journey.page.locator("[data-job]")).to_have_count(0)
    journey.requests.clear()
    journey.button("Undo").click()
    journey.stands_at(1)
    expect(things(journey)).not_to_have_count(0)
    assert len([address for address in journey.requests if address.endswith("/distractions")]) == 1


def test_axe_finds_nothing_wrong_with_the_panel(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    things(journey).get_by_role("checkbox").first.check()
    things(journey).last.get_by_role("button").click()
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []
