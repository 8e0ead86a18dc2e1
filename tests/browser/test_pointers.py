"""What a mouse, a pen, a hand and a wheel may do besides what is expected of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.selection_steps import NOTHING, drags, selected_at, summary, takes

pytestmark = pytest.mark.browser

MENU = """document.querySelector("[data-canvas]").dispatchEvent(
  new MouseEvent("contextmenu", { bubbles: true, cancelable: true }),
)"""
MOUSE = 1  # the id of Chromium's mouse
LET_GO = f"""(selector) => document.querySelector(selector).dispatchEvent(
  new PointerEvent("pointermove", {{ pointerId: {MOUSE}, pointerType: "mouse", buttons: 0, bubbles: true }}),
)"""
TURN = """(wheel) => {
  const view = document.querySelector("[data-view]");
  const { left, top, width, height } = view.getBoundingClientRect();
  const middle = { clientX: left + width / 2, clientY: top + height / 2 };
  view.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, ...middle, ...wheel }));
}"""
HANDLE = "expand-handles [data-side=right]"


def begins_a_stroke(journey: Journey, button: Any = "left") -> None:
    """Press the brush on the picture and move it, without letting go."""
    journey.opens("Cat")
    takes(journey, "Brush")
    journey.points_at(0.2, 0.2)
    journey.page.mouse.down(button=button)
    journey.points_at(0.4, 0.2)


def level(journey: Journey) -> int:
    """The zoom in percent."""
    journey.draws()
    return int(journey.page.locator("[data-level]").inner_text().rstrip("%").strip())


def test_the_menu_of_a_macs_ctrl_click_ends_the_press(journey: Journey) -> None:
    begins_a_stroke(journey)
    journey.page.evaluate(MENU)
    journey.points_at(0.4, 0.6)
    journey.page.mouse.up()
    expect(summary(journey)).to_have_text(NOTHING)
    drags(journey, (0.2, 0.6), (0.4, 0.6))
    assert selected_at(journey, (0.3, 0.2), (0.3, 0.6)) == [0, 255]


def test_a_mouse_that_was_let_go_elsewhere_draws_no_more(journey: Journey) -> None:
    begins_a_stroke(journey)
    journey.page.evaluate(LET_GO, "[data-canvas]")
    journey.page.mouse.up()
    expect(summary(journey)).to_have_text(NOTHING)


def test_the_other_button_draws_nothing(journey: Journey) -> None:
    begins_a_stroke(journey, "right")
    journey.page.mouse.up(button="right")
    expect(summary(journey)).to_have_text(NOTHING)


def test_a_hand_that_lies_beside_a_pen_does_not_disturb_it(journey: Journey) -> None:
    journey.opens("Cat")
    takes(journey, "Brush")
    session = journey.page.context.new_cdp_session(journey.page)
    pen = {"pointerType": "pen", "button": "left", "buttons": 1, "clickCount": 1}
    for kind, across in (("mousePressed", 0.2), ("mouseMoved", 0.3)):
        x, y = journey.place(across, 0.2)
        session.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **pen})
    journey.touches([[journey.place(0.8, 0.8)], [journey.place(0.7, 0.8)]])
    x, y = journey.place(0.4, 0.2)
    for kind in ("mouseMoved", "mouseReleased"):
        session.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **pen})
    assert selected_at(journey, (0.38, 0.2), (0.75, 0.8)) == [255, 0]


def test_a_handle_whose_press_was_lost_goes_back_and_can_be_dragged_again(journey: Journey) -> None:
    journey.opens("Cat")
    journey.turns_to("Expand")
    handle = journey.page.locator(HANDLE)
    added, none = re.compile("[1-9]"), "0"
    for loses in (f"({LET_GO})('{HANDLE}')", f"document.querySelector('{HANDLE}').releasePointerCapture({MOUSE})"):
        box = handle.bounding_box()
        assert box is not None
        handle.hover()
        journey.page.mouse.down()
        journey.page.mouse.move(box["x"] + 40, box["y"] + 20)
        expect(handle).to_have_attribute("aria-valuenow", added)
        journey.page.evaluate(loses)
        journey.page.mouse.move(box["x"] + 60, box["y"] + 20)
        expect(handle).to_have_attribute("aria-valuenow", none)
        journey.page.mouse.up()


def test_wheels_zoom_by_pixels_lines_and_pages_and_trackpads_move(journey: Journey) -> None:
    journey.opens("Cat")
    fitted = level(journey)
    seen = []
    # As Chromium tells the notch of a wheel, as Firefox does, and as it does where the system scrolls by pages.
    notch = {"deltaY": -66.7, "wheelDeltaY": 120}
    for wheel in ({"deltaY": -100}, notch, {"deltaY": -3, "deltaMode": 1}, {"deltaY": -1, "deltaMode": 2}):
        journey.page.evaluate(TURN, wheel)
        seen.append(level(journey))
        journey.page.keyboard.press("0")
        assert level(journey) == fitted
    assert all(zoomed > fitted for zoomed in seen)
    assert seen[-1] > 2 * seen[-2]
    journey.page.evaluate(TURN, {"deltaY": -66.7})
    assert level(journey) == fitted


def test_a_dialog_is_closed_by_a_press_beside_it_alone(journey: Journey) -> None:
    journey.opens("Cat")
    journey.button("Find an action").click()
    palette = journey.page.locator(".palette")
    field = palette.locator("input").bounding_box()
    frame = palette.bounding_box()
    assert field is not None
    assert frame is not None
    journey.page.mouse.move(field["x"] + 20, field["y"] + 10)
    journey.page.mouse.down()
    journey.page.mouse.move(frame["x"] - 40, frame["y"] - 20)
    journey.page.mouse.up()
    expect(palette).to_be_visible()
    journey.page.mouse.click(frame["x"] + 1, frame["y"] + 1)
    expect(palette).to_be_visible()
    journey.page.mouse.click(frame["x"] - 40, frame["y"] - 20)
    expect(palette).to_be_hidden()


def test_a_page_that_comes_back_as_it_was_left_is_not_at_work(journey: Journey) -> None:
    journey.page.goto("/")
    busy = journey.page.locator("[data-busy]")
    busy.evaluate("(busy) => { busy.textContent = 'Opening…' }")
    with journey.page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        journey.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(busy).to_be_empty()
