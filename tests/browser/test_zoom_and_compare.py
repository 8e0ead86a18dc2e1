"""Looking at a picture in a real browser: zoom, movement, comparison, and what is kept in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from harness.photos import large_photo
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser

# ``bitmaps``: those that the worker made and nobody closed.
COUNT_BITMAPS = """
  window.bitmaps = new Set();
  window.widths = { has: (width) => [...bitmaps].some((bitmap) => bitmap.width === width) };
  const { close } = ImageBitmap.prototype;
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => data.levels?.forEach((bitmap) => bitmaps.add(bitmap)));
    }
  };
  ImageBitmap.prototype.close = function () {
    bitmaps.delete(this);
    close.call(this);
  };
"""
# What Safari tells of two fingers that go apart on a trackpad; the page itself is not to zoom.
PINCH = """["gesturestart", "gesturechange", "gesturechange", "gestureend"].map((name, place) => {
  const event = new MouseEvent(name, { clientX: 600, clientY: 300, bubbles: true, cancelable: true });
  document.querySelector("[data-canvas]").dispatchEvent(Object.assign(event, { scale: [1, 2, 3, 3][place] }));
  return event.defaultPrevented;
}).every(Boolean)"""
RECALL_MANY = """async () => {
  const { $js_lib_mipmap: { Mipmap } } = await import(document.querySelector("script[type=module]").src);
  const image = document.querySelector("[data-first]").src;
  for (let number = 0; number < 9; number += 1) (await Mipmap.recall(`${image}?${number}`)).release();
  return [...bitmaps].filter(({ width }) => width === 451).length;
}"""


@pytest.mark.does("look")
def test_two_fingers_zoom_and_one_moves_the_picture(phone: Phone) -> None:
    phone.opens("Cat")
    level = phone.page.locator("[data-level]")
    fitted = int(level.inner_text().split()[0])
    phone.spreads_two_fingers()
    expect(level).to_have_text(f"{fitted * 3} %")
    zoomed = phone.pixels()
    phone.touches([[(200, 300)], [(180, 320)], [(150, 330)]])
    phone.sees_other_than(zoomed)
    expect(phone.selected).to_have_count(0)
    phone.button("Fit").tap()
    expect(level).to_have_text(f"{fitted} %")


@pytest.mark.does("look")
def test_the_keys_zoom_and_move_the_picture(typist: Typist) -> None:
    typist.opens("Cat")
    level = typist.page.locator("[data-level]")
    fitted = level.inner_text()
    typist.presses("+", "+", "+")
    expect(level).not_to_have_text(fitted)
    zoomed = typist.pixels()
    typist.tabs_to(typist.canvas)
    typist.presses("ArrowRight")
    typist.sees_other_than(zoomed)
    typist.presses("0")
    expect(level).to_have_text(fitted)
    typist.presses("1")
    expect(level).to_have_text("100 %")


def test_what_is_under_the_pointer_lights_up_again_once_the_picture_rests(journey: Journey) -> None:
    journey.opens("Cat")
    journey.points_at(0.3, 0.4)
    lit = journey.page.locator("[role=option][data-hovered]")
    expect(lit).to_have_count(1)
    level = journey.page.locator("[data-level]")
    fitted = level.inner_text()
    journey.page.mouse.wheel(0, -600)
    expect(level).not_to_have_text(fitted)
    expect(lit).to_have_count(1)
    expect(journey.page.locator("[data-overlay]")).to_be_visible()
    journey.page.mouse.move(2, 2)
    expect(lit).to_have_count(0)


@pytest.mark.every_browser
@pytest.mark.does("look")
def test_the_wheel_zooms_and_dragging_moves_the_picture_and_selects_nothing(journey: Journey) -> None:
    journey.opens("Cat")
    level = journey.page.locator("[data-level]")
    fitted = level.inner_text()
    journey.points_at(0.5, 0.5)
    for _ in range(4):
        journey.page.mouse.wheel(0, -400)
    expect(level).not_to_have_text(fitted)
    journey.points_at(0.5, 0.5)
    before = journey.pixels()
    journey.page.mouse.down()
    journey.points_at(0.3, 0.4)
    journey.page.mouse.up()
    journey.sees_other_than(before)
    expect(journey.selected).to_have_count(0)


def test_a_trackpads_pinch_zooms_though_safari_tells_no_wheel_of_it(journey: Journey) -> None:
    journey.opens("Cat")
    level = journey.page.locator("[data-level]")
    fitted = int(level.inner_text().split()[0])
    assert journey.page.evaluate(PINCH)
    expect(level).to_have_text(f"{fitted * 3} %")


@pytest.mark.every_browser
@pytest.mark.does("compare")
def test_the_original_can_be_compared(journey: Journey) -> None:
    journey.opens("Cat")
    original = journey.pixels()
    journey.regions.nth(0).click()
    journey.erases()
    edited = journey.pixels()
    journey.canvas.focus()
    journey.page.keyboard.down("b")
    journey.sees(original)
    journey.page.keyboard.up("b")
    journey.sees(edited)
    journey.button("Compare").click()
    slider = journey.page.get_by_label("How much of the left one to show")
    expect(slider).to_be_focused()
    assert journey.violations() == []
    slider.fill("1000")
    journey.sees(original)
    journey.page.keyboard.press("Escape")
    expect(slider).to_be_hidden()


@pytest.mark.does("compare")
def test_the_original_is_compared_with_the_keyboard_alone(typist: Typist) -> None:
    typist.opens("Cat")
    original = typist.pixels()
    typist.walks_to("option")
    typist.presses("Space", "Delete")
    typist.stands_at(2)
    edited = typist.pixels()
    typist.tabs_to(typist.canvas, "Shift+Tab")
    typist.presses("c")
    slider = typist.page.get_by_label("How much of the left one to show")
    expect(slider).to_be_focused()
    typist.presses("End")
    typist.sees(original)
    typist.tabs_to(typist.page.get_by_role("radio", name="Slider"))
    typist.presses("ArrowRight", "ArrowRight")
    expect(typist.page.get_by_role("radio", name="Difference")).to_be_checked()
    typist.sees_other_than(original)
    typist.presses("Escape")
    expect(typist.button("Compare")).to_be_focused()
    typist.sees(edited)


def test_holding_b_leaves_an_open_comparison_as_it_was(journey: Journey) -> None:
    journey.opens("Cat")
    original = journey.pixels()
    journey.regions.nth(0).click()
    journey.erases()
    journey.button("Compare").click()
    journey.page.get_by_label("How much of the left one to show").fill("1000")
    journey.sees(original)
    journey.canvas.focus()
    journey.page.keyboard.down("b")
    journey.page.keyboard.up("b")
    journey.draws()
    assert journey.pixels() == original


def test_holding_b_ends_with_the_windows_focus_and_needs_single_keys(journey: Journey) -> None:
    journey.opens("Cat")
    original = journey.pixels()
    journey.regions.nth(0).click()
    journey.erases()
    edited = journey.pixels()
    journey.page.keyboard.down("b")
    journey.sees(original)
    journey.page.evaluate("window.dispatchEvent(new Event('blur'))")
    journey.sees(edited)
    journey.page.keyboard.up("b")
    journey.page.evaluate("localStorage.setItem('single-keys', 'off')")
    journey.page.keyboard.down("b")
    journey.draws()
    assert journey.pixels() == edited


def test_pictures_that_are_not_shown_take_no_memory(journey: Journey, tmp_path: Path) -> None:
    journey.page.add_init_script(COUNT_BITMAPS)
    journey.uploads(large_photo(tmp_path))
    journey.page.keyboard.press("1")
    journey.page.wait_for_function("() => widths.has(2400)")
    journey.page.keyboard.press("0")
    journey.regions.last.click()
    journey.erases()
    journey.page.wait_for_function("() => !widths.has(2400)")


def test_it_is_said_when_pictures_cannot_be_made_ready(journey: Journey) -> None:
    journey.expected = ["ERR_FAILED"]
    journey.page.route("**/levels-worker.*", lambda route: route.abort())
    journey.opens("Cat")
    expect(journey.page.locator("#toast")).to_be_visible()


def test_only_some_pictures_are_remembered(journey: Journey) -> None:
    journey.page.add_init_script(COUNT_BITMAPS)
    journey.opens("Cat")
    shown = 1
    assert journey.page.evaluate(RECALL_MANY) == 6 + shown
