"""Erasing and the history, by mouse, by keyboard and by touch."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from harness.journey import Journey
from harness.photos import large_photo
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


@pytest.mark.every_browser
@pytest.mark.does("region", "undo")
def test_a_person_erases_by_mouse_and_walks_back_and_forth(journey: Journey) -> None:
    journey.opens("Cat")
    journey.points_at(0.3, 0.4)
    expect(journey.page.locator("[role=option][data-hovered]")).to_have_count(1)
    journey.clicks_at(0.3, 0.4)
    expect(journey.selected).to_have_count(1)
    before = journey.pixels()
    journey.erases()
    after = journey.pixels()
    assert after != before
    journey.button("Undo").click()
    journey.stands_at(1)
    assert journey.pixels() == before
    journey.button("Redo").click()
    journey.stands_at(2)
    assert journey.pixels() == after
    journey.history.first.click()
    journey.stands_at(1)
    assert journey.has_stayed()


def test_a_second_edit_of_the_same_state_makes_a_branch(journey: Journey) -> None:
    journey.opens("Cat")
    journey.regions.nth(3).click()
    journey.erases()
    journey.page.keyboard.press("Control+z")
    journey.stands_at(1)
    journey.regions.nth(4).click()
    journey.erases()
    expect(journey.history).to_have_count(3)
    expect(journey.history.nth(2)).to_contain_text("from 1")


def test_a_double_click_erases_once(journey: Journey) -> None:
    journey.opens("Cat")
    journey.regions.last.click()
    journey.button("Erase").dblclick()
    journey.stands_at(2)
    expect(journey.page.locator("[data-job]")).to_have_count(0)
    expect(journey.history).to_have_count(2)
    assert len([address for address in journey.requests if address.endswith("/edits/")]) == 1


def test_hovering_and_selecting_ask_nothing_of_the_server(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.page.wait_for_load_state("networkidle")
    asked = len(journey.requests)
    for step in range(1, 9):
        journey.points_at(step / 9, 0.5)
        journey.clicks_at(step / 9, 0.5)
    journey.button("Grow").click()
    journey.button("Shrink").click()
    journey.regions.first.click()
    assert journey.requests[asked:] == []
    assert journey.selected.count() > 1


def test_shift_only_adds_and_ctrl_only_removes(journey: Journey) -> None:
    journey.opens("Coffee")
    first, second = journey.regions.nth(0), journey.regions.nth(1)
    first.click()
    first.click(modifiers=["Shift"])
    second.click(modifiers=["Control"])
    expect(journey.selected).to_have_count(1)
    first.click(modifiers=["Control"])
    expect(journey.selected).to_have_count(0)


@pytest.mark.every_browser
@pytest.mark.does("grow and shrink")
def test_a_selection_grows_shrinks_back_and_is_erased(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.regions.nth(5).click()
    for _ in range(2):
        journey.button("Grow").click()
    grown = journey.selected.count()
    for _ in range(2):
        journey.button("Shrink").click()
    assert grown >= 3
    expect(journey.selected).to_have_count(1)
    journey.button("Grow").click()
    journey.erases()


@pytest.mark.every_browser
@pytest.mark.does("region", "undo")
def test_a_person_erases_with_the_keyboard_alone(typist: Typist) -> None:
    typist.opens("Cat")
    typist.walks_to("option")
    typist.presses("ArrowDown", "ArrowDown", " ", "End", "Home", "ArrowDown", " ", "Delete")
    typist.stands_at(2)
    expect(typist.history.nth(1)).to_contain_text("2 regions")
    for key, number in (("Control+z", 1), ("Control+Shift+z", 2), ("Control+z", 1), ("Control+y", 2)):
        typist.presses(key)
        typist.stands_at(number)
    assert typist.has_stayed()


@pytest.mark.does("region", "undo")
def test_a_person_erases_by_touch(phone: Phone) -> None:
    phone.opens("Cat")
    phone.taps_at(0.3, 0.4)
    expect(phone.selected).to_have_count(1)
    expect(phone.selected).to_be_in_viewport()
    phone.button("Erase").tap()
    phone.stands_at(2)
    assert phone.violations() == []
    phone.button("Undo").tap()
    phone.stands_at(1)
    phone.button("Redo").tap()
    phone.stands_at(2)


def test_a_running_erasure_can_be_cancelled(journey: Journey, tmp_path: Path) -> None:
    journey.uploads(large_photo(tmp_path))
    journey.regions.nth(0).click()
    journey.button("Erase").click()
    journey.button("Cancel").click()
    expect(journey.page.locator("[data-job]")).to_have_count(0)
    expect(journey.history).to_have_count(1)
    expect(journey.selected).to_have_count(1)


def test_a_press_counts_though_the_button_is_drawn_anew_meanwhile(journey: Journey, tmp_path: Path) -> None:
    journey.uploads(large_photo(tmp_path))
    journey.regions.nth(0).click()
    journey.button("Erase").click()
    journey.button("Cancel").hover()
    with journey.page.expect_response(lambda answer: "/status/" in answer.url and "cancel-" in answer.text()):
        journey.page.mouse.down()
    journey.page.wait_for_timeout(100)  # what has come would be in the page by now
    journey.page.mouse.up()
    journey.hears("Cancelled")
    expect(journey.history).to_have_count(1)


def test_download_saves_the_picture_at_once(journey: Journey) -> None:
    journey.opens("Cat")
    with journey.page.expect_download() as caught:
        journey.button("Download").click()
    with Image.open(io.BytesIO(caught.value.path().read_bytes())) as image:
        assert (image.format, image.size) == ("JPEG", (451, 300))
    assert caught.value.suggested_filename.endswith(".jpg")
    assert journey.has_stayed()


def test_axe_finds_nothing_wrong_with_the_editor(journey: Journey) -> None:
    journey.opens("Cat")
    journey.regions.first.click()
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []
    journey.page.keyboard.press("?")
    expect(journey.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert journey.violations() == []


def test_every_press_of_undo_counts(journey: Journey) -> None:
    journey.opens("Cat")
    for _ in range(3):
        journey.regions.last.click()
        journey.erases()
    for _ in range(3):
        journey.page.keyboard.press("Control+z")
    journey.stands_at(1)
    for _ in range(2):
        journey.page.keyboard.press("Control+y")
    journey.stands_at(3)


def test_what_another_tab_did_is_seen_on_coming_back(journey: Journey) -> None:
    journey.opens("Cat")
    other = Journey(journey.page.context.new_page())
    other.page.goto(journey.page.url)
    other.regions.last.click()
    other.erases()
    other.page.close()
    journey.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    journey.stands_at(2)
    assert journey.has_stayed()
