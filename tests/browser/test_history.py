"""The history in a real browser: branches, names, comparisons, files and the clipboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Download, Locator, Route, expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

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
DELETE = "Delete this step and all that was made from it"


def forks(journey: Journey) -> None:
    """1 – 2 and 1 – 3, standing at 3."""
    journey.opens("Cat")
    journey.regions.last.click()
    journey.erases()
    journey.button("Undo").click()
    journey.stands_at(1)
    journey.regions.nth(1).click()
    journey.erases()


def forks_by_key(typist: Typist) -> None:
    """The same with keys alone."""
    typist.opens("Cat")
    typist.walks_to("option")
    typist.presses("End", "Space", "Delete")
    typist.stands_at(2)
    typist.presses("Control+z")
    typist.stands_at(1)
    typist.presses("Home", "Control+ArrowDown", "Space", "Delete")
    typist.stands_at(3)


def step(journey: Journey, number: int) -> Locator:
    """A step of the history, to be pressed."""
    return journey.page.locator(f"#step-{number}")


def shown(journey: Journey, number: int) -> None:
    """The picture on the stage is that of a revision, whatever the history says."""
    expect(journey.page.locator(f'picture-stage[data-shown="{number}"]')).to_be_visible()


def test_undo_shows_the_picture_before_the_server_has_answered(journey: Journey) -> None:
    journey.opens("Cat")
    original = journey.pixels()
    journey.regions.last.click()
    journey.erases()
    held: list[Route] = []
    journey.page.route("**/current/", lambda route: held.append(route))
    journey.page.keyboard.press("Control+z")
    shown(journey, 1)
    journey.sees(original)
    expect(journey.page.locator(".history__item[aria-current]")).to_contain_text("2. ")
    held[0].continue_()
    journey.stands_at(1)


def test_an_undo_that_fails_is_taken_back_on_the_stage(journey: Journey) -> None:
    journey.opens("Cat")
    journey.regions.last.click()
    journey.erases()
    erased = journey.pixels()
    journey.expected = ["net::ERR_FAILED", "htmx:"]
    journey.page.route("**/current/", lambda route: route.abort())
    journey.page.keyboard.press("Control+z")
    expect(journey.page.get_by_text("reach the studio")).to_be_visible()
    shown(journey, 2)
    journey.sees(erased)


@pytest.mark.every_browser
@pytest.mark.does("branch deletion")
def test_a_branch_is_seen_named_walked_and_deleted_by_keyboard(typist: Typist) -> None:
    forks_by_key(typist)
    expect(typist.history.nth(2)).to_contain_text("from 1")
    typist.tabs_to(step(typist, 3))
    typist.presses("F2")
    expect(typist.page.get_by_label("Name of step 3")).to_be_focused()
    assert typist.violations() == []
    typist.types("Bolder")
    typist.presses("Enter")
    expect(typist.history.nth(2)).to_contain_text("3. Bolder")
    expect(step(typist, 3)).to_be_focused()
    typist.presses("ArrowLeft")
    expect(step(typist, 1)).to_be_focused()
    typist.presses("ArrowRight")
    expect(step(typist, 2)).to_be_focused()
    typist.presses("ArrowDown", "Delete")
    question = typist.page.get_by_role("dialog")
    expect(question).to_contain_text("Delete “3. Bolder”?")
    assert typist.violations() == []
    typist.tabs_to(question.get_by_role("button", name="Delete 1 step"))
    typist.presses("Enter")
    typist.stands_at(1)
    expect(typist.history).to_have_count(2)
    expect(step(typist, 1)).to_be_focused()
    typist.hears("1 step is deleted")
    expect(typist.button("Undo")).to_be_disabled()
    typist.presses("Control+y")
    typist.stands_at(2)
    assert typist.has_stayed()


@pytest.mark.does("branch deletion")
def test_a_branch_is_deleted_by_touch(phone: Phone) -> None:
    phone.opens("Cat")
    phone.regions.last.tap()
    phone.button("Erase").tap()
    phone.stands_at(2)
    phone.page.get_by_role("link", name=f"{DELETE} 2").tap()
    phone.button("Delete 1 step").tap()
    phone.stands_at(1)
    expect(phone.history).to_have_count(1)


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


@pytest.mark.every_browser
@pytest.mark.does("branch deletion")
def test_deletion_can_be_thought_better_of_and_done_after_all(journey: Journey) -> None:
    forks(journey)
    journey.history.nth(2).hover()
    link = journey.page.get_by_role("link", name=f"{DELETE} 3")
    link.click()
    journey.page.get_by_role("link", name="Keep").click()
    expect(journey.page.get_by_role("dialog")).to_have_count(0)
    expect(journey.history).to_have_count(3)
    link.click()
    journey.button("Delete 1 step").click()
    journey.stands_at(1)
    expect(journey.history).to_have_count(2)


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


@pytest.mark.every_browser
@pytest.mark.does("export")
def test_a_file_is_exported_as_wished_and_the_wish_remembered(journey: Journey, tmp_path: Path) -> None:
    journey.opens("Cat")
    journey.expected = ["422"]
    page = journey.page
    dialog = page.get_by_role("dialog")
    opens_export(journey)
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
    assert saved(download.value, tmp_path) == ("WEBP", 90)
    expect(page.get_by_role("dialog")).to_have_count(0)
    opens_export(journey)
    expect(dialog.get_by_label("Format")).to_have_value("WEBP")
    assert journey.has_stayed()


def opens_export(journey: Journey) -> None:
    """The dialog, by the menu beside Download."""
    journey.page.locator("#save-menu").click()
    journey.page.get_by_role("link", name="Export…").click()
    journey.page.get_by_role("dialog").wait_for()


def saved(download: Download, folder: Path) -> tuple[str | None, int]:
    """The format of a downloaded picture and its longer side in pixels."""
    download.save_as(folder / "saved")
    with Image.open(folder / "saved") as image:
        return image.format, max(image.size)


@pytest.mark.does("export")
def test_a_file_is_exported_with_the_keyboard_alone(typist: Typist, tmp_path: Path) -> None:
    typist.opens("Cat")
    typist.presses("Control+Shift+S")
    dialog = typist.page.get_by_role("dialog")
    dialog.wait_for()
    typist.tabs_to(dialog.get_by_label("Format"))
    typist.page.keyboard.type("PNG")
    typist.tabs_to(dialog.get_by_label("Longest side in pixels"))
    typist.types("90")
    with typist.page.expect_download() as download:
        typist.presses("Enter")
    assert saved(download.value, tmp_path) == ("PNG", 90)
    expect(typist.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.does("export")
def test_a_file_is_exported_by_touch(phone: Phone, tmp_path: Path) -> None:
    phone.opens("Cat")
    phone.page.locator("#save-menu").tap()
    phone.page.get_by_role("link", name="Export…").tap()
    dialog = phone.page.get_by_role("dialog")
    phone.writes(dialog.get_by_label("Longest side in pixels"), "90")
    with phone.page.expect_download() as download:
        dialog.get_by_role("button", name="Save file").tap()
    assert saved(download.value, tmp_path) == ("JPEG", 90)


@pytest.mark.not_in("firefox", "webkit", reason="Neither lets a test read its clipboard")
def test_the_picture_is_copied(journey: Journey) -> None:
    journey.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    journey.opens("Cat")
    journey.page.keyboard.press("Control+Shift+C")
    journey.hears("The picture is copied")
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
