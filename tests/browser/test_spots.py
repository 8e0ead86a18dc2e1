"""The panel Spots: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from harness.journey import Journey
from harness.photos import DUST, dusty
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


@pytest.fixture
def sky(tmp_path: Path) -> Path:
    """A sky with three specks of dust."""
    return dusty(tmp_path)


def spots(journey: Journey) -> Locator:
    """What may be a spot, as it is listed."""
    return journey.page.get_by_role("list", name="Spots").get_by_role("checkbox")


def finds_spots(journey: Journey, sky: Path) -> None:
    """Have the three specks found, all of which are ticked."""
    journey.uploads(sky)
    journey.turns_to("Spots")
    journey.button("Find spots").click()
    expect(spots(journey)).to_have_count(3)
    expect(journey.button("Erase 3 spots")).to_be_enabled()


@pytest.mark.every_browser
@pytest.mark.does("find_spots", "spots")
def test_spots_are_found_one_is_clicked_away_in_the_picture_and_the_rest_erased(journey: Journey, sky: Path) -> None:
    finds_spots(journey, sky)
    before = journey.pixels()
    journey.clicks_at(*DUST[1])
    expect(spots(journey).nth(1)).not_to_be_checked()
    journey.button("Erase 2 spots").click()
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Removed 2 spots")
    assert journey.pixels() != before
    assert journey.has_stayed()


@pytest.mark.does("find_spots", "spots")
def test_spots_are_found_judged_and_erased_with_the_keyboard_alone(typist: Typist, sky: Path) -> None:
    typist.uploads(sky)
    typist.turns_to("Spots")
    typist.presses("Control+Enter")
    expect(spots(typist)).to_have_count(3)
    typist.tabs_to(spots(typist).first)
    typist.presses("ArrowDown", "Delete")
    expect(spots(typist).nth(1)).not_to_be_checked()
    expect(spots(typist).nth(2)).to_be_focused()
    typist.presses("Control+Enter")
    typist.stands_at(2)
    expect(typist.history.last).to_contain_text("Removed 2 spots")


@pytest.mark.does("find_spots", "spots")
def test_spots_are_judged_by_touch(phone: Phone, sky: Path) -> None:
    phone.uploads(sky)
    phone.turns_to("Spots")
    phone.button("Find spots").tap()
    expect(spots(phone)).to_have_count(3)
    phone.taps_at(*DUST[0])
    expect(spots(phone).first).not_to_be_checked()
    phone.button("Erase 2 spots").tap()
    phone.stands_at(2)


def test_each_spot_has_a_frame_in_the_picture_while_the_panel_is_open(journey: Journey, sky: Path) -> None:
    finds_spots(journey, sky)
    frames = journey.page.locator(".spot-frame")
    expect(frames).to_have_count(3)
    for frame, (right, below) in zip(frames.all(), DUST, strict=True):
        box, (x, y) = frame.bounding_box(), journey.place(right, below)
        assert box is not None
        assert box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"]
    journey.page.keyboard.press("r")
    expect(frames.first).to_be_hidden()


def test_all_or_none_are_accepted_at_once_and_a_spot_says_where_it_is(journey: Journey, sky: Path) -> None:
    finds_spots(journey, sky)
    journey.button("Accept none").click()
    expect(journey.page.get_by_role("checkbox", name="1. top left,")).not_to_be_checked()
    expect(journey.button("Erase the ticked spots")).to_be_visible()
    journey.button("Accept all").click()
    expect(journey.button("Erase 3 spots")).to_be_visible()


def test_what_was_left_out_stays_so_when_the_page_is_loaded_anew(journey: Journey, sky: Path) -> None:
    finds_spots(journey, sky)
    spots(journey).first.uncheck()
    journey.page.reload()
    journey.is_in_the_editor()
    journey.turns_to("Spots")
    expect(spots(journey).first).not_to_be_checked()
    expect(journey.button("Erase 2 spots")).to_be_visible()


def test_without_a_spot_accepted_it_is_said(journey: Journey, sky: Path) -> None:
    journey.expected.append("422")
    finds_spots(journey, sky)
    journey.button("Accept none").click()
    journey.button("Erase the ticked spots").click()
    expect(journey.page.get_by_role("alert").filter(has_text="Accept at least one spot.")).to_be_visible()
    expect(spots(journey).first).not_to_be_checked()


def test_a_clean_picture_says_so(journey: Journey, sky: Path) -> None:
    finds_spots(journey, sky)
    journey.button("Erase 3 spots").click()
    journey.stands_at(2)
    journey.button("Find spots").click()
    expect(journey.page.get_by_text("No spots were found")).to_be_visible()


def test_axe_finds_nothing_wrong_with_the_panel(journey: Journey, sky: Path) -> None:
    finds_spots(journey, sky)
    spots(journey).first.uncheck()
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []


def test_it_fits_a_phone_from_right_to_left(journey: Journey, sky: Path) -> None:
    finds_spots(journey, sky)
    journey.page.set_viewport_size({"width": 390, "height": 844})
    journey.page.evaluate("document.documentElement.dir = 'rtl'")
    expect(journey.button("Erase 3 spots")).to_be_in_viewport()
    assert journey.page.evaluate("document.documentElement.scrollWidth") <= 390
