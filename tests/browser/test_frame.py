"""Expand, Crop and Enlarge: by mouse, by keyboard alone and by touch, on pictures of all shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 600, 400  # of the sample Coffee


def opens(journey: Journey, tool: str, sample: str = "Coffee") -> None:
    """Open a sample and a panel."""
    journey.opens(sample)
    journey.turns_to(tool)


def saved(folder: Path, width: int, height: int) -> Path:
    """A picture of that size, lighter towards the bottom."""
    path = folder / "picture.png"
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(path)
    return path


def centre(place: Locator) -> tuple[float, float]:
    """The middle of an element on the page."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def side(journey: Journey, name: str) -> Locator:
    """One side of the canvas around the picture."""
    return journey.page.locator(f'[data-side="{name}"]')


def field(journey: Journey, name: str) -> Locator:
    """A field of the panel that is open."""
    return journey.page.get_by_role("tabpanel").get_by_label(name, exact=True)


def value(place: Locator) -> int:
    """The number in a field."""
    return int(place.input_value())


def size(journey: Journey) -> tuple[int, int]:
    """Width and height of the revision shown."""
    shown: dict[str, Any] = journey.page.locator("revision-facts").evaluate("(element) => ({ ...element.dataset })")
    return int(shown["width"]), int(shown["height"])


@pytest.mark.every_browser
@pytest.mark.does("expand")
def test_a_side_is_dragged_and_the_picture_expanded_and_brought_back(journey: Journey) -> None:
    opens(journey, "Expand")
    before = centre(journey.canvas)
    expect(journey.button("Expand")).to_be_disabled()
    x, y = centre(side(journey, "right"))
    journey.page.mouse.move(x, y)
    journey.page.mouse.down()
    journey.page.mouse.move(x + 60, y + 25, steps=4)
    assert centre(journey.canvas) == before, "the picture stays under the pointer"
    journey.page.mouse.up()
    width = value(field(journey, "Width"))
    assert WIDTH < width < 2 * WIDTH
    expect(field(journey, "Height")).to_have_value(str(HEIGHT))
    expect(field(journey, "Left")).to_have_value("0")
    journey.button("Expand").click()
    journey.stands_at(2)
    assert size(journey) == (width, HEIGHT)
    expect(journey.button("Expand")).to_be_disabled()
    journey.button("Undo").click()
    journey.stands_at(1)
    assert size(journey) == (WIDTH, HEIGHT)
    assert journey.has_stayed()


def test_a_ratio_and_a_place_are_chosen_and_kept_while_dragging(journey: Journey) -> None:
    opens(journey, "Expand")
    journey.page.get_by_role("radio", name="Top left", exact=True).check(force=True)
    journey.page.get_by_role("radio", name="16:9").check(force=True)
    expect(field(journey, "Width")).to_have_value("711")
    expect(field(journey, "Left")).to_have_value("0")
    x, y = centre(journey.page.locator('[data-handle="1 1"]'))
    journey.page.mouse.move(x, y)
    journey.page.mouse.down()
    journey.page.mouse.move(x + 80, y + 10, steps=4)
    journey.page.mouse.up()
    assert abs(value(field(journey, "Width")) / value(field(journey, "Height")) - 16 / 9) < 0.01
    expect(field(journey, "Left")).to_have_value("0")
    journey.button("Reset").click()
    expect(field(journey, "Width")).to_have_value(str(WIDTH))


@pytest.mark.does("expand")
def test_the_picture_is_expanded_with_the_keyboard(typist: Typist) -> None:
    opens(typist, "Expand")
    typist.tabs_to(side(typist, "left"), "Shift+Tab")
    typist.presses("ArrowLeft", "ArrowLeft", "Shift+ArrowRight")
    expect(side(typist, "left")).to_have_attribute("aria-valuetext", "11 pixels")
    typist.tabs_to(side(typist, "bottom"))
    typist.presses("PageUp")
    expect(field(typist, "Height")).to_have_value(str(HEIGHT + 60))
    typist.presses("Home")
    expect(field(typist, "Height")).to_have_value(str(HEIGHT))
    typist.presses("Control+Enter")
    typist.stands_at(2)
    assert size(typist) == (WIDTH + 11, HEIGHT)


@pytest.mark.does("expand")
def test_a_finger_drags_a_side(phone: Phone) -> None:
    opens(phone, "Expand")
    x, y = centre(side(phone, "top"))
    phone.touches([[(x, y)], [(x, y - 10)], [(x, y - 30)]])
    height = value(field(phone, "Height"))
    assert height > HEIGHT
    phone.button("Expand").tap()
    phone.stands_at(2)
    assert size(phone) == (WIDTH, height)


def test_it_says_live_what_is_too_large_and_what_helps(journey: Journey) -> None:
    opens(journey, "Expand")
    field(journey, "Width").fill("6000")
    expect(journey.page.get_by_text("6000 × 400, 2.4 of 25 megapixels")).to_be_visible()
    expect(journey.page.get_by_text("Results are best where its subject covers 15")).to_be_visible()
    field(journey, "Height").fill("5000")
    expect(journey.page.get_by_text("larger than the engine's limit")).to_be_visible()
    expect(journey.button("Expand")).to_be_disabled()
    journey.page.get_by_label("Scale the result down").check()
    expect(journey.page.get_by_text("The result has 5477 × 4564 pixels")).to_be_visible()
    expect(journey.button("Expand")).to_be_enabled()


def test_a_single_pixel_is_expanded_and_not_enlarged(journey: Journey, tmp_path: Path) -> None:
    journey.uploads(saved(tmp_path, 1, 1))
    journey.page.get_by_role("tab", name="Enlarge").click()
    expect(journey.page.get_by_text("Each side must be at least 16 pixels").first).to_be_visible()
    expect(journey.button("Enlarge")).to_be_disabled()
    journey.page.get_by_role("tab", name="Expand").click()
    field(journey, "Width").fill("40")
    field(journey, "Height").fill("30")
    journey.button("Expand").click()
    journey.stands_at(2)
    assert size(journey) == (40, 30)


def test_a_strip_fits_with_all_its_handles(journey: Journey, tmp_path: Path) -> None:
    journey.uploads(saved(tmp_path, 12_000, 200))
    journey.page.get_by_role("tab", name="Expand").click()
    journey.page.get_by_role("radio", name="1:1").check(force=True)
    stage = journey.page.locator("[data-view]").bounding_box()
    assert stage is not None
    for name in ("left", "right", "top", "bottom"):
        x, y = centre(side(journey, name))
        assert 0 < x < stage["width"]
        assert stage["y"] < y < stage["y"] + stage["height"]
    expect(journey.page.get_by_text("144 of 25 megapixels")).to_be_visible()


@pytest.mark.every_browser
@pytest.mark.does("crop_foreground")
def test_a_picture_is_cropped_to_its_subject(journey: Journey) -> None:
    opens(journey, "Crop", "Cat")
    before = size(journey)
    expect(journey.page.get_by_role("status").get_by_text("About")).to_be_visible()
    field(journey, "Margin").fill("0")
    journey.button("Crop").click()
    journey.stands_at(2)
    after = size(journey)
    assert after != before
    assert all(now <= then for now, then in zip(after, before, strict=True))
    journey.button("Undo").click()
    journey.stands_at(1)
    assert size(journey) == before


@pytest.mark.does("crop_foreground")
def test_a_subject_is_cut_out_with_the_keyboard(typist: Typist) -> None:
    opens(typist, "Crop", "Cat")
    choices = typist.page.get_by_role("tabpanel")
    typist.tabs_to(choices.get_by_role("radio", name="Keep"))
    typist.presses("ArrowRight")
    expect(choices.get_by_role("radio", name="Remove")).to_be_checked()
    typist.presses("Control+Enter")
    typist.stands_at(2)
    expect(typist.page.locator("revision-facts")).to_have_attribute("data-transparent", "yes")


@pytest.mark.does("crop_foreground")
def test_a_subject_is_cut_out_by_touch(phone: Phone) -> None:
    opens(phone, "Crop", "Cat")
    phone.chooses("Remove")
    phone.button("Crop").tap()
    phone.stands_at(2)
    expect(phone.page.locator("revision-facts")).to_have_attribute("data-transparent", "yes")


def test_a_refused_margin_is_said_at_its_field_and_nothing_is_lost(journey: Journey) -> None:
    journey.expected.append("422")
    opens(journey, "Crop")
    journey.page.get_by_role("tabpanel").get_by_role("radio", name="px").check(force=True)
    field(journey, "Margin").fill("700")
    journey.button("Crop").click()
    expect(journey.page.get_by_text("At most 600 pixels")).to_be_visible()
    expect(field(journey, "Margin")).to_have_value("700")
    expect(field(journey, "Margin")).to_have_attribute("aria-invalid", "true")
    expect(journey.page.get_by_role("tabpanel").get_by_role("radio", name="px")).to_be_checked()
    assert journey.violations() == []


@pytest.mark.every_browser
@pytest.mark.does("increase_resolution")
def test_a_picture_is_enlarged(journey: Journey) -> None:
    opens(journey, "Enlarge")
    journey.page.get_by_text("2400 × 1600").click()
    journey.page.get_by_text("1200 × 800").click()
    journey.button("Enlarge").click()
    journey.stands_at(2)
    assert size(journey) == (2 * WIDTH, 2 * HEIGHT)


@pytest.mark.does("increase_resolution")
def test_a_picture_is_enlarged_with_the_keyboard(typist: Typist) -> None:
    opens(typist, "Enlarge")
    expect(typist.page.get_by_text("2400 × 1600")).to_be_visible()
    typist.tabs_to(typist.page.get_by_role("radio", name="2×"))
    typist.presses("Control+Enter")
    typist.stands_at(2)
    assert size(typist) == (2 * WIDTH, 2 * HEIGHT)


@pytest.mark.does("increase_resolution")
def test_a_finger_enlarges(phone: Phone) -> None:
    opens(phone, "Enlarge")
    phone.page.get_by_text("2400 × 1600").tap()
    phone.button("Enlarge").tap()
    phone.stands_at(2)
    assert size(phone) == (4 * WIDTH, 4 * HEIGHT)


@pytest.mark.parametrize("tool", ["Expand", "Crop", "Enlarge"])
def test_axe_finds_nothing_wrong(journey: Journey, tool: str) -> None:
    opens(journey, tool)
    if tool == "Expand":
        journey.page.get_by_role("radio", name="9:16").check(force=True)
        field(journey, "Width").fill("9000")
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []
