"""Keys of other keyboards than the English one, keys that are held, and words that an input method composes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.input_methods import Typist
from tests.browser.selection_steps import NOTHING, drags, selected_at, summary, takes

pytestmark = pytest.mark.browser

# A key of another keyboard, where the focus is; the answer is whether the browser is kept from its own use of it.
PRESS = """(event) => !(document.activeElement ?? document.body).dispatchEvent(
  new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...event }),
)"""
OPTION_6 = {"key": "]", "code": "Digit6", "altKey": True}
RUSSIAN_Z = {"key": "я", "code": "KeyZ"}


def press(journey: Journey, **event: Any) -> bool:
    """Press a key that this keyboard does not have; True where the studio makes use of it."""
    return bool(journey.page.evaluate(PRESS, event))


def composes(journey: Journey, text: str) -> None:
    """Have an input method begin a word in the field in focus."""
    session = journey.page.context.new_cdp_session(journey.page)
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def test_brackets_grow_and_shrink_a_selection_with_option_and_with_altgr(journey: Journey) -> None:
    journey.opens("Cat")
    journey.clicks_at(0.8, 0.9)
    alone = summary(journey).inner_text()
    assert press(journey, **OPTION_6)
    expect(summary(journey)).not_to_have_text(alone)
    assert press(journey, key="[", code="Digit8", ctrlKey=True, altKey=True)
    expect(summary(journey)).to_have_text(alone)
    assert not press(journey, key="[", code="BracketLeft", ctrlKey=True)
    expect(summary(journey)).to_have_text(alone)


def test_undo_is_where_the_letter_is_or_would_be(journey: Journey) -> None:
    journey.opens("Cat")
    takes(journey, "Brush")
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    drags(journey, (0.2, 0.6), (0.4, 0.6))
    press(journey, key="ż", code="KeyZ", ctrlKey=True, altKey=True)
    press(journey, key="w", code="KeyZ", ctrlKey=True)
    assert selected_at(journey, (0.3, 0.2), (0.3, 0.6)) == [255, 255]
    press(journey, **RUSSIAN_Z, ctrlKey=True)
    assert selected_at(journey, (0.3, 0.2), (0.3, 0.6)) == [255, 0]
    press(journey, key="z", code="KeyW", ctrlKey=True)
    expect(summary(journey)).to_have_text(NOTHING)


def test_strokes_on_the_background_are_taken_back_on_a_russian_keyboard(journey: Journey) -> None:
    journey.opens("Cat")
    journey.turns_to("Background")
    journey.page.get_by_role("radio", name="Remove", exact=True).last.check(force=True)
    drags(journey, (0.2, 0.2), (0.4, 0.2))
    undo = journey.page.locator("[data-undo-stroke]")
    expect(undo).to_be_enabled()
    press(journey, **RUSSIAN_Z, ctrlKey=True)
    expect(undo).to_be_disabled()


def test_the_original_is_seen_until_the_same_key_is_let_go(journey: Journey) -> None:
    journey.opens("Cat")
    journey.clicks_at(0.8, 0.9)
    journey.erases()
    edited = journey.pixels()
    journey.page.keyboard.down("b")
    journey.sees_other_than(edited)
    journey.page.keyboard.down("Shift")
    journey.page.keyboard.up("b")
    journey.sees(edited)


def test_a_key_that_is_held_switches_once_but_steps_on(journey: Journey) -> None:
    journey.opens("Cat")
    parts = journey.page.locator("[name=parts]")
    was = parts.is_checked()
    press(journey, key="o", code="KeyO")
    press(journey, key="o", code="KeyO", repeat=True)
    assert parts.is_checked() != was
    level = journey.page.locator("[data-level]")
    shown = level.inner_text()
    press(journey, key="+", code="Equal", shiftKey=True, repeat=True)
    expect(level).not_to_have_text(shown)


def test_space_held_on_a_row_of_the_list_chooses_it_once(typist: Typist) -> None:
    typist.opens("Cat")
    typist.walks_to("option")
    typist.page.keyboard.down(" ")
    typist.page.keyboard.down(" ")
    expect(typist.selected).to_have_count(1)


def test_the_tabs_leave_the_key_that_goes_back_to_the_browser(journey: Journey) -> None:
    journey.opens("Cat")
    journey.turns_to("Fill")
    assert not press(journey, key="ArrowLeft", code="ArrowLeft", altKey=True)
    expect(journey.page.get_by_role("tab", name="Fill")).to_have_attribute("aria-selected", "true")


def test_enter_ends_a_word_and_does_not_yet_rename_the_picture(journey: Journey) -> None:
    journey.opens("Cat")
    name = journey.page.get_by_label("Name of the picture")
    name.fill("")
    composes(journey, "ねこ")
    journey.page.keyboard.press("Enter")
    expect(name).to_be_focused()
    assert not any(address.endswith("/name/") for address in journey.requests)
    journey.page.keyboard.insert_text("猫")
    with journey.page.expect_response("**/name/"):
        journey.page.keyboard.press("Enter")
    expect(name).to_have_value("猫")


def test_the_key_that_ended_a_word_in_safari_does_nothing_either(journey: Journey) -> None:
    journey.opens("Cat")
    journey.button("Find an action").click()
    journey.page.keyboard.type("zoom in")
    assert press(journey, key="Enter", code="Enter", keyCode=229)
    expect(journey.page.locator(".palette")).to_be_visible()


def test_keys_of_a_word_stay_in_the_palette_of_actions(journey: Journey) -> None:
    journey.opens("Cat")
    journey.page.keyboard.press("Control+k")
    chosen = journey.page.locator(".palette [aria-selected=true]")
    first = chosen.inner_text()
    press(journey, key="ArrowDown", code="ArrowDown", isComposing=True)
    assert chosen.inner_text() == first
    composes(journey, "あ")
    for key in ("Enter", "Escape"):
        journey.page.keyboard.press(key)
        expect(journey.page.locator(".palette")).to_be_visible()


def test_keys_of_a_word_leave_the_name_of_a_step_open(journey: Journey) -> None:
    journey.opens("Cat")
    journey.clicks_at(0.8, 0.9)
    journey.erases()
    journey.page.locator(".history__item[aria-current] .history__step").focus()
    journey.page.keyboard.press("F2")
    field = journey.page.get_by_role("textbox", name="Name of step 2")
    expect(field).to_be_focused()
    composes(journey, "あ")
    for key in ("Enter", "Escape"):
        journey.page.keyboard.press(key)
        expect(field).to_be_focused()


def test_backspace_in_the_history_does_not_erase(journey: Journey) -> None:
    journey.opens("Cat")
    journey.clicks_at(0.8, 0.9)
    journey.erases()
    journey.clicks_at(0.2, 0.9)
    journey.page.locator(".history__item[aria-current] .history__step").focus()
    journey.page.keyboard.press("Backspace")
    expect(journey.page.get_by_role("dialog")).to_be_visible()
    expect(journey.history).to_have_count(2)
