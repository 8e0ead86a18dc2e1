"""Loading the page anew loses nothing that was entered: what the panels say, which one is open, what was wished."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from harness.journey import Journey
from harness.photos import BOX, meadow

pytestmark = pytest.mark.browser

ANNOTATIONS = "document.querySelector('[data-annotations]').toDataURL()"


def opens(journey: Journey, tool: str, sample: str = "Coffee") -> Locator:
    """Open a sample and a panel."""
    journey.opens(sample)
    journey.page.get_by_role("tab", name=tool).click()
    return journey.page.get_by_role("tabpanel", name=tool)


def reloads(journey: Journey) -> None:
    """Load the page anew, and wait until everything about the picture is there again."""
    journey.page.reload()
    journey.is_in_the_editor()


def choose(panel: Locator, name: str) -> None:
    """One of a few, side by side."""
    panel.get_by_role("radio", name=name, exact=True).check(force=True)


def is_chosen(panel: Locator, name: str) -> None:
    """That one is."""
    expect(panel.get_by_role("radio", name=name, exact=True)).to_be_checked()


def over_the_picture(journey: Journey) -> str:
    """What lies over the picture, to compare with another."""
    journey.draws()
    return str(journey.page.evaluate(ANNOTATIONS))


def shows(journey: Journey, seen: str) -> None:
    """Wait until exactly that lies over the picture."""
    journey.page.wait_for_function(f"seen => {ANNOTATIONS} === seen", arg=seen)


def test_the_open_panel_is_open_again(journey: Journey) -> None:
    panel = opens(journey, "Enlarge")
    reloads(journey)
    expect(panel).to_be_visible()
    expect(journey.page.get_by_role("tab", name="Enlarge")).to_have_attribute("aria-selected", "true")
    journey.page.goto("/")
    journey.opens("Cat")
    expect(journey.page.get_by_role("tab", name="Select")).to_have_attribute("aria-selected", "true")


def test_the_canvas_to_expand_to_is_kept_for_the_picture_of_that_size(journey: Journey) -> None:
    panel = opens(journey, "Expand")
    choose(panel, "16:9")
    choose(panel, "Top left")
    panel.get_by_label("Width", exact=True).fill("800")
    panel.get_by_label("Width", exact=True).blur()
    seen = over_the_picture(journey)
    reloads(journey)
    is_chosen(panel, "16:9")
    expect(panel.get_by_label("Height", exact=True)).to_have_value("450")
    expect(panel.get_by_label("Left", exact=True)).to_have_value("0")
    expect(panel.get_by_text("800 × 450")).to_be_visible()
    shows(journey, seen)
    expect(journey.page.locator('[data-side="right"]')).to_have_attribute("aria-valuenow", "200")
    journey.button("Expand").click()
    journey.stands_at(2)
    expect(panel.get_by_label("Height", exact=True)).to_have_value("450")
    expect(journey.button("Expand")).to_be_disabled()
    is_chosen(panel, "Free")


def test_what_is_dragged_and_allowed_is_kept(journey: Journey) -> None:
    panel = opens(journey, "Expand")
    for name, pixels in (("Width", "6000"), ("Height", "5000")):
        panel.get_by_label(name, exact=True).fill(pixels)
    panel.get_by_label("Scale the result down").check()
    journey.page.locator('[data-side="bottom"]').focus()
    journey.page.keyboard.press("ArrowDown")
    reloads(journey)
    expect(panel.get_by_label("Height", exact=True)).to_have_value("5006")
    expect(panel.get_by_label("Scale the result down")).to_be_checked()
    expect(journey.button("Expand")).to_be_enabled()


def test_the_margin_of_a_crop_is_kept_and_shown(journey: Journey) -> None:
    panel = opens(journey, "Crop", "Cat")
    choose(panel, "Remove")
    choose(panel, "px")
    panel.get_by_label("Margin", exact=True).fill("17")
    size = panel.get_by_text("About").inner_text()
    reloads(journey)
    expect(panel.get_by_label("Margin", exact=True)).to_have_value("17")
    is_chosen(panel, "px")
    is_chosen(panel, "Remove")
    expect(panel.get_by_text(size)).to_be_visible()


def test_a_factor_to_enlarge_by_is_kept_while_it_can_be_chosen(journey: Journey) -> None:
    panel = opens(journey, "Enlarge")
    panel.get_by_role("radio", name="4×").check()
    reloads(journey)
    expect(panel.get_by_role("radio", name="4×")).to_be_checked()
    journey.button("Enlarge").click()
    journey.stands_at(2)
    expect(panel.get_by_role("radio", name="2×")).to_be_checked()


def test_what_a_selection_is_to_be_filled_with_is_kept_and_shown(journey: Journey, tmp_path: Path) -> None:
    journey.uploads(meadow(tmp_path))
    journey.clicks_at(*BOX)
    journey.page.get_by_role("tab", name="Fill").click()
    panel = journey.page.get_by_role("tabpanel", name="Fill")
    choose(panel, "Gradient")
    panel.get_by_role("textbox", name="From").fill("red")
    panel.get_by_role("textbox", name="To").fill("dark green")
    panel.get_by_label("Direction").select_option("diagonal")
    seen = over_the_picture(journey)
    reloads(journey)
    is_chosen(panel, "Gradient")
    expect(panel.get_by_label("Pick the first colour")).to_have_value("#ff0000")
    expect(panel.get_by_role("textbox", name="To")).to_have_value("dark green")
    expect(panel.get_by_label("Direction")).to_have_value("diagonal")
    shows(journey, seen)


def opens_background(journey: Journey) -> Locator:
    """The panel, once it shows what the picture would be like."""
    panel = opens(journey, "Background", "Cat")
    background_shows(journey)
    return panel


def background_shows(journey: Journey) -> None:
    """The picture shows what is wanted of its background."""
    expect(journey.page.locator("background-panel")).to_have_attribute("data-shown", "")


def test_the_strength_of_a_blur_is_kept_and_shown(journey: Journey) -> None:
    panel = opens_background(journey)
    choose(panel, "Blur")
    panel.get_by_role("slider", name="Strength").fill("5")
    background_shows(journey)
    seen = over_the_picture(journey)
    reloads(journey)
    is_chosen(panel, "Blur")
    expect(panel.get_by_role("slider", name="Strength")).to_have_value("5")
    expect(panel.locator("output").first).to_have_text("5")
    shows(journey, seen)


def test_what_is_put_behind_is_kept_and_shown(journey: Journey) -> None:
    panel = opens_background(journey)
    choose(panel, "Replace")
    choose(panel, "Colour")
    panel.get_by_role("textbox", name="Colour", exact=True).fill("#30a")
    choose(panel, "Gradient")
    panel.get_by_role("textbox", name="To", exact=True).fill("#ff8800")
    panel.get_by_label("Direction").select_option("radial")
    seen = over_the_picture(journey)
    reloads(journey)
    is_chosen(panel, "Replace")
    is_chosen(panel, "Gradient")
    expect(panel.get_by_label("Pick the second colour")).to_have_value("#ff8800")
    expect(panel.get_by_label("Direction")).to_have_value("radial")
    shows(journey, seen)
    choose(panel, "Colour")
    expect(panel.get_by_label("Pick the colour")).to_have_value("#3300aa")


def test_a_file_cannot_be_kept_and_nothing_says_that_it_was(journey: Journey) -> None:
    journey.expected.append("422")
    panel = opens_background(journey)
    nothing = over_the_picture(journey)
    choose(panel, "Replace")
    choose(panel, "Picture")
    file = panel.locator("#background-picture")
    file.set_input_files("static/samples/coffee.jpg")
    journey.page.wait_for_function(f"seen => {ANNOTATIONS} !== seen", arg=nothing)
    reloads(journey)
    is_chosen(panel, "Picture")
    expect(file).to_have_value("")
    journey.button("Apply").click()
    expect(panel.get_by_role("alert")).to_be_visible()
    expect(file).to_have_attribute("aria-invalid", "true")


def test_brushes_and_switches_of_the_background_are_kept(journey: Journey) -> None:
    panel = opens_background(journey)
    choose(panel, "Keep")
    panel.get_by_label("Brush size").fill("60")
    panel.get_by_label("Preview").uncheck()
    reloads(journey)
    is_chosen(panel, "Keep")
    expect(panel.get_by_label("Brush size")).to_have_value("60")
    expect(panel.get_by_label("Preview")).not_to_be_checked()


def test_each_picture_has_what_was_entered_for_it(journey: Journey) -> None:
    panel = opens(journey, "Crop", "Cat")
    panel.get_by_label("Margin", exact=True).fill("17")
    address = journey.page.url
    panel = opens(journey, "Crop", "Coffee")
    expect(panel.get_by_label("Margin", exact=True)).not_to_have_value("17")
    journey.page.goto(address)
    expect(panel.get_by_label("Margin", exact=True)).to_have_value("17")


def test_what_was_refused_is_kept_too(journey: Journey) -> None:
    journey.expected.append("422")
    panel = opens(journey, "Crop")
    choose(panel, "px")
    panel.get_by_label("Margin", exact=True).fill("700")
    journey.button("Crop").click()
    expect(panel.get_by_text("At most 600 pixels")).to_be_visible()
    expect(panel.get_by_label("Margin", exact=True)).to_have_value("700")
    reloads(journey)
    expect(panel.get_by_label("Margin", exact=True)).to_have_value("700")
    is_chosen(panel, "px")


def test_the_backdrop_is_there_again(journey: Journey) -> None:
    opens_background(journey)
    journey.page.get_by_role("radio", name="White", exact=True).check(force=True)
    reloads(journey)
    expect(journey.page.get_by_role("group", name="Backdrop")).to_be_visible()
    expect(journey.page.get_by_role("radio", name="White", exact=True)).to_be_checked()


def test_what_was_wished_of_an_export_is_kept_before_it_is_saved(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.page.keyboard.press("Control+Shift+S")
    dialog = journey.page.get_by_role("dialog")
    dialog.get_by_label("Format").select_option("WEBP")
    dialog.get_by_label("Longest side in pixels").fill("321")
    reloads(journey)
    journey.page.keyboard.press("Control+Shift+S")
    expect(dialog.get_by_label("Format")).to_have_value("WEBP")
    expect(dialog.get_by_role("radio", name="Longest side")).to_be_checked()
    expect(dialog.get_by_label("Longest side in pixels")).to_have_value("321")


def test_the_tool_in_the_hand_and_how_it_draws_are_kept(journey: Journey) -> None:
    panel = opens(journey, "Select", "Cat")
    choose(panel, "Lasso")
    choose(panel, "Take away")
    panel.get_by_label("Snap to regions").check()
    panel.get_by_label("Erase with its shadow").check()
    choose(panel, "Brush")
    panel.get_by_role("slider", name="Size").fill("90")
    reloads(journey)
    is_chosen(panel, "Brush")
    expect(panel.get_by_label("Snap to regions")).to_be_checked()
    expect(panel.get_by_label("Erase with its shadow")).to_be_checked()
    expect(panel.get_by_role("slider", name="Size")).to_have_value("90")
    expect(panel.locator("[data-value-of=brush_size]")).to_contain_text("90")
    choose(panel, "Lasso")
    is_chosen(panel, "Take away")


def test_what_was_accepted_as_distracting_is_kept(journey: Journey, tmp_path: Path) -> None:
    journey.uploads(meadow(tmp_path))
    journey.page.get_by_role("tab", name="Clean up").click()
    things = journey.page.locator("distraction-list").get_by_role("checkbox")
    things.first.check()
    reloads(journey)
    expect(things.first).to_be_checked()
    expect(things.last).not_to_be_checked()
    expect(journey.button("Erase accepted")).to_be_enabled()
