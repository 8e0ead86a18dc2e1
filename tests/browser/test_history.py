"""The history in a real browser: branches, names, comparisons, files and the clipboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.journeys import Journey

pytestmark = pytest.mark.browser

PASTE_WORDS = """() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "just words");
  document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData }));
}"""
# What a browser does that does not let a page write to the clipboard.
REFUSE = """() => {
  navigator.clipboard.write = () => Promise.reject(new DOMException("No.", "NotAllowedError"));
}"""


def forks(journey: Journey) -> None:
    """1 – 2 and 1 – 3, standing at 3."""
    journey.opens("Cat")
    journey.regions.last.click()
    journey.erases()
    journey.button("Undo").click()
    journey.stands_at(1)
    journey.regions.nth(1).click()
    journey.erases()


def focused(journey: Journey) -> str:
    return str(journey.page.evaluate("document.activeElement.id"))


def test_a_branch_is_seen_named_walked_and_deleted_by_keyboard(journey: Journey) -> None:
    forks(journey)
    expect(journey.history.nth(2)).to_contain_text("from 1")
    keyboard = journey.page.keyboard
    journey.page.locator("#step-3").focus()
    keyboard.press("F2")
    name = journey.page.get_by_label("Name of step 3")
    expect(name).to_be_focused()
    assert journey.violations() == []
    name.fill("Bolder")
    keyboard.press("Enter")
    expect(journey.history.nth(2)).to_contain_text("3. Bolder")
    assert focused(journey) == "step-3"
    keyboard.press("ArrowLeft")
    assert focused(journey) == "step-1"
    keyboard.press("ArrowRight")
    assert focused(journey) == "step-2"
    keyboard.press("ArrowDown")
    keyboard.press("Delete")
    question = journey.page.get_by_role("dialog")
    expect(question).to_contain_text("Delete “3. Bolder”?")
    assert journey.violations() == []
    keyboard.press("Tab")
    keyboard.press("Enter")
    journey.stands_at(1)
    expect(journey.history).to_have_count(2)
    assert focused(journey) == "step-1"
    expect(journey.page.locator("#announcer")).to_have_text("1 step is deleted")
    expect(journey.button("Undo")).to_be_disabled()
    journey.button("Redo").click()
    journey.stands_at(2)
    assert journey.has_stayed()


def test_a_step_is_renamed_by_mouse_and_escape_leaves_its_name(journey: Journey) -> None:
    forks(journey)
    journey.history.nth(1).dblclick()
    journey.stands_at(2)
    name = journey.page.get_by_label("Name of step 2")
    expect(name).to_have_count(0)
    journey.history.nth(1).locator(".history__name").dblclick()
    name.fill("Never mind")
    journey.page.keyboard.press("Escape")
    expect(name).to_have_count(0)
    expect(journey.history.nth(1)).not_to_contain_text("Never mind")
    journey.history.nth(1).get_by_role("link", name="Rename 2").click()
    name.fill("Kept")
    journey.canvas.click(position={"x": 5, "y": 5})
    expect(journey.history.nth(1)).to_contain_text("2. Kept")


def test_deletion_can_be_thought_better_of(journey: Journey) -> None:
    forks(journey)
    journey.page.locator("#step-3").focus()
    journey.page.keyboard.press("Delete")
    journey.page.get_by_role("link", name="Keep").click()
    expect(journey.page.get_by_role("dialog")).to_have_count(0)
    expect(journey.history).to_have_count(3)


def test_any_two_steps_are_compared_in_three_ways(journey: Journey) -> None:
    forks(journey)
    now = journey.pixels()
    journey.button("Compare").click()
    page, labels = journey.page, journey.page.locator(".stage__label")
    expect(labels.first).to_have_text("1. Original")
    expect(labels.last).to_contain_text("3. ")
    page.get_by_label("Compare", exact=True).select_option("3")
    expect(labels.first).to_contain_text("3. ")
    page.get_by_role("radio", name="Difference").check(force=True)
    journey.sees_other_than(now)
    journey.draws()
    assert page.evaluate(
        """() => {
          const canvas = document.querySelector("[data-canvas]");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.every((value, index) => (index % 4 === 3 ? value === 255 : value === 0));
        }"""
    )
    page.get_by_label("Compare with").select_option("2")
    page.get_by_role("radio", name="Blink").check(force=True)
    journey.sees(now)
    journey.button("Flip").click()
    stopped = page.locator("[data-auto]")
    expect(stopped).to_have_attribute("aria-pressed", "false")
    assert journey.violations() == []
    page.keyboard.press("Escape")
    expect(journey.button("Compare")).to_be_focused()
    journey.sees(now)


def test_blinking_waits_for_whoever_wants_no_motion(journey: Journey) -> None:
    forks(journey)
    journey.page.emulate_media(reduced_motion="reduce")
    journey.button("Compare").click()
    journey.page.get_by_role("radio", name="Blink").check(force=True)
    expect(journey.page.locator("[data-auto]")).to_have_attribute("aria-pressed", "false")
    side = journey.page.locator("[data-compare]")
    expect(side).to_have_attribute("data-side", "before")
    journey.button("Flip").press("Enter")
    expect(side).to_have_attribute("data-side", "after")


def test_a_file_is_exported_as_wished_and_the_wish_remembered(journey: Journey, tmp_path: Path) -> None:
    journey.opens("Cat")
    journey.expected = ["422"]
    page = journey.page
    page.keyboard.press("Control+Shift+S")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Format").select_option("WEBP")
    dialog.get_by_label("Longest side in pixels").fill("90")
    expect(dialog.locator("output")).to_have_text(re.compile(r"^90 × \d+ pixels$"))
    dialog.get_by_label("Quality").fill("500")
    assert journey.violations() == []
    dialog.get_by_role("button", name="Save file").click()
    expect(dialog.get_by_text("Choose a quality from 1 to 100.")).to_be_visible()
    expect(dialog.get_by_label("Quality")).to_be_focused()
    expect(dialog.get_by_label("Longest side in pixels")).to_have_value("90")
    dialog.get_by_label("Quality").fill("60")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save file").click()
    download.value.save_as(tmp_path / "saved.webp")
    with Image.open(tmp_path / "saved.webp") as image:
        assert (image.format, max(image.size)) == ("WEBP", 90)
    expect(page.get_by_role("dialog")).to_have_count(0)
    journey.button("More ways to save").or_(page.locator("#save-menu")).first.click()
    page.get_by_role("link", name="Export…").click()
    expect(page.get_by_role("dialog").get_by_label("Format")).to_have_value("WEBP")
    assert journey.has_stayed()


def test_the_picture_is_copied(journey: Journey) -> None:
    journey.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    journey.opens("Cat")
    journey.page.keyboard.press("Control+Shift+C")
    expect(journey.page.locator("#announcer")).to_have_text("The picture is copied")
    kinds = journey.page.evaluate("navigator.clipboard.read().then(([item]) => item.types)")
    assert kinds == ["image/png"]


def test_a_browser_that_refuses_to_copy_is_explained(journey: Journey) -> None:
    journey.opens("Cat")
    journey.page.evaluate(REFUSE)
    journey.page.keyboard.press("Control+Shift+C")
    expect(journey.page.get_by_role("alert").filter(has_text="did not let the picture be copied")).to_be_visible()


def test_pasted_words_are_no_picture(journey: Journey) -> None:
    journey.opens("Cat")
    journey.page.evaluate(PASTE_WORDS)
    expect(journey.page.get_by_role("alert").filter(has_text="There is no picture on the clipboard")).to_be_visible()
    assert journey.has_stayed()
