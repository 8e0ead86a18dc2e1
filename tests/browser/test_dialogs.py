"""What opens over the page, and what is said of a failure: readable, reachable, with the next step at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.test_accessibility import FINGER, MOUSE, small

pytestmark = pytest.mark.browser


def keys(*pressed: str) -> Callable[[Journey], None]:
    """Press keys, on the second step of the history."""

    def press(person: Journey) -> None:
        person.page.locator("#step-2").focus()
        for key in pressed:
            person.page.keyboard.press(key)

    return press


def menu(person: Journey) -> None:
    """Open the ways to save."""
    person.page.locator("#save-menu").press("Enter")


# What opens, how, and what is seen of it.
STATES: dict[str, tuple[Callable[[Journey], None], str]] = {
    "shortcuts": (keys("?"), "dialog[open]"),
    "palette": (keys("Control+k"), "dialog[open]"),
    "export": (keys("Control+Shift+S"), "dialog[open]"),
    "menu": (menu, "pop-menu details[open]"),
    "deletion": (keys("Delete"), "dialog[open]"),
    "rename": (keys("F2"), "[data-rename-form]"),
    "comparison": (keys("c"), "compare-bar [data-auto], compare-bar select"),
}


def with_a_step(person: Journey) -> None:
    """A picture and something that was done to it; colours change at once, for axe would see those on their way."""
    person.page.emulate_media(reduced_motion="reduce")
    person.opens("Cat")
    person.page.evaluate("document.querySelector('region-list [role=option]').click()")
    person.page.locator("#erase").press("Enter")
    person.stands_at(2)


def faults(person: Journey, least: int) -> list[str]:
    """What axe finds wrong, in light and dark, and targets that are too small."""
    found = [*person.violations(), *small(person.page, least)]
    person.page.emulate_media(color_scheme="dark")
    found += person.violations()
    person.page.emulate_media(color_scheme="light")
    return found


def all_faults(person: Journey, least: int) -> dict[str, list[str]]:
    """The faults of all that opens, by its name."""
    found = {}
    for name, (opens, seen) in STATES.items():
        opens(person)
        expect(person.page.locator(seen).first).to_be_visible()
        found[name] = faults(person, least)
        person.page.keyboard.press("Escape")
        expect(person.page.locator(seen).filter(visible=True)).to_have_count(0)
    return found


def test_all_that_opens_is_for_everybody(journey: Journey) -> None:
    with_a_step(journey)
    assert all_faults(journey, MOUSE) == {name: [] for name in STATES}


def test_all_that_opens_is_for_fingers(phone: Journey) -> None:
    with_a_step(phone)
    assert all_faults(phone, FINGER) == {name: [] for name in STATES}


def test_a_failure_says_what_happened_and_what_was_kept_and_offers_the_next_step(
    journey: Journey, tmp_path: Path
) -> None:
    path = tmp_path / "plain.png"
    Image.new("RGB", (120, 90), (90, 140, 70)).save(path)
    journey.expected = ["422"]  # the panel asks for the subject beforehand, and is told that there is none
    journey.page.emulate_media(reduced_motion="reduce")
    journey.uploads(path)
    journey.page.keyboard.press("k")
    journey.page.locator("#apply-crop_foreground").click()
    card = journey.page.locator("job-card.job--failed")
    expect(card).to_contain_text("Cropping did not work")
    expect(card).to_contain_text("The service did not accept the input: No subject stands out")
    expect(card).to_contain_text("Nothing was changed.")
    assert faults(journey, MOUSE) == []
    first = str(card.get_attribute("data-card"))
    card.get_by_role("button", name="Try again").click()
    expect(card).not_to_have_attribute("data-card", first)  # it was tried again, in vain
    journey.page.reload()
    expect(card).to_be_visible()
    card.get_by_role("button", name="Dismiss").click()
    expect(card).to_have_count(0)
    assert journey.history.count() == 1
