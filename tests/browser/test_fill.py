"""The panels Clean up, Fill and Layers: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect
from psd_tools import PSDImage

from tests.browser.journeys import Journey

pytestmark = pytest.mark.browser

ROWS, COLUMNS = 400, 600
RED, BLACK = (0.11, 0.13), (0.89, 0.18)  # where the balls lie, as shares of width and height
BOX = (0.5, 0.6)


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """A box on a meadow under the sky, and two balls that do not belong there."""
    down, across = np.mgrid[:ROWS, :COLUMNS]
    shade = 60 * down / ROWS
    pixels = np.stack([120 + shade, 160 + shade / 2, 220 - shade / 2], axis=-1)
    pixels[320:] = 90, 140, 70
    pixels[170:310, 250:350] = 180, 120, 60
    for (right, below), radius, colour in ((RED, 15, (200, 40, 30)), (BLACK, 18, (30, 30, 30))):
        pixels[(down - below * ROWS) ** 2 + (across - right * COLUMNS) ** 2 < radius**2] = colour
    path = tmp_path / "Meadow.png"
    Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


def things(journey: Journey) -> Locator:
    """What may distract, as it is listed."""
    return journey.page.get_by_role("list", name="What may distract").get_by_role("listitem")


def looks_for_distractions(journey: Journey, scene: Path) -> None:
    """Open the panel Clean up, with two suggestions in it."""
    journey.uploads(scene)
    journey.page.get_by_role("tab", name="Clean up").click()
    expect(things(journey)).to_have_count(2)


def box_of(journey: Journey, name: str) -> Locator:
    """Where a suggestion is accepted."""
    return things(journey).filter(has_text=name).get_by_role("checkbox")


# Clean up


def test_distractions_are_accepted_in_the_picture_and_erased_in_one_step(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    before = journey.pixels()
    journey.clicks_at(*RED)
    expect(box_of(journey, "red")).to_be_checked()
    journey.clicks_at(*BLACK)
    expect(journey.page.get_by_text("2 of 2 accepted")).to_be_visible()
    journey.button("Erase accepted").click()
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Removed distractions")
    expect(journey.page.get_by_text("Nothing more that clearly distracts")).to_be_visible()
    assert journey.pixels() != before
    assert journey.has_stayed()


def test_a_second_press_takes_an_acceptance_back(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    expect(journey.button("Erase accepted")).to_be_disabled()
    journey.clicks_at(*RED)
    expect(journey.button("Erase accepted")).to_be_enabled()
    journey.clicks_at(*RED)
    expect(journey.button("Erase accepted")).to_be_disabled()
    expect(journey.selected).to_have_count(0)


def test_what_was_dismissed_does_not_come_back_by_itself(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    things(journey).filter(has_text="black").get_by_role("button").click()
    expect(things(journey)).to_have_count(1)
    journey.page.reload()
    journey.is_in_the_editor()
    journey.page.keyboard.press("t")
    expect(things(journey)).to_have_count(1)
    expect(things(journey)).to_contain_text("red")
    journey.button("Bring back what was dismissed").click()
    expect(things(journey)).to_have_count(2)


def test_distractions_are_judged_with_the_keyboard_alone(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    keyboard = journey.page.keyboard
    things(journey).get_by_role("checkbox").first.focus()
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    keyboard.press("Delete")
    expect(things(journey)).to_have_count(1)
    expect(things(journey).get_by_role("checkbox")).to_be_focused()
    keyboard.press("Control+Enter")
    journey.stands_at(2)
    assert journey.history.count() == 2


def test_distractions_are_judged_by_touch(phone: Journey, scene: Path) -> None:
    looks_for_distractions(phone, scene)
    box = phone.canvas.bounding_box()
    assert box is not None
    phone.page.touchscreen.tap(box["x"] + RED[0] * box["width"], box["y"] + RED[1] * box["height"])
    expect(box_of(phone, "red")).to_be_checked()
    things(phone).filter(has_text="black").get_by_role("button").tap()
    phone.button("Erase accepted").tap()
    phone.stands_at(2)


def test_all_are_accepted_at_once(journey: Journey, scene: Path) -> None:
    looks_for_distractions(journey, scene)
    journey.button("Accept all").click()
    expect(journey.page.get_by_text("2 of 2 accepted")).to_be_visible()


def test_where_nothing_distracts_it_says_so_and_regions_can_still_be_chosen(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.page.keyboard.press("t")
    expect(journey.page.get_by_text("Nothing more that clearly distracts")).to_be_visible()
    journey.clicks_at(0.5, 0.5)
    expect(journey.button("Erase")).to_be_enabled()


def test_the_foreground_is_erased(journey: Journey, scene: Path) -> None:
    journey.uploads(scene)
    journey.page.keyboard.press("t")
    journey.button("Erase foreground").click()
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Removed the foreground")


# Fill


def opens_fill(journey: Journey, scene: Path) -> Locator:
    """The panel Fill."""
    journey.uploads(scene)
    journey.page.get_by_role("tab", name="Fill").click()
    return journey.page.get_by_role("tabpanel", name="Fill")


def choose(journey: Journey, name: str) -> None:
    """One of a few, side by side."""
    journey.page.get_by_role("tabpanel", name="Fill").get_by_role("radio", name=name, exact=True).check()


def test_without_a_selection_it_says_how_to_select(journey: Journey, scene: Path) -> None:
    panel = opens_fill(journey, scene)
    expect(panel.get_by_text("Nothing is selected yet")).to_be_visible()
    expect(journey.button("Fill")).to_be_disabled()
    journey.button("Go to Select").click()
    expect(journey.regions.first).to_be_visible()


def test_a_region_is_filled_with_a_gradient(journey: Journey, scene: Path) -> None:
    panel = opens_fill(journey, scene)
    journey.clicks_at(*BOX)
    expect(panel.get_by_text("1 region")).to_be_visible()
    choose(journey, "Gradient")
    panel.get_by_role("textbox", name="To").fill("dark green")
    expect(panel.get_by_label("Pick the second colour")).to_have_value("#006400")
    journey.button("Fill").click()
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Filled with a gradient")
    expect(panel.get_by_text("Nothing is selected yet")).to_be_visible()
    expect(panel.get_by_role("textbox", name="To")).to_have_value("dark green")


def test_it_is_filled_with_the_keyboard_alone(journey: Journey, scene: Path) -> None:
    journey.uploads(scene)
    keyboard = journey.page.keyboard
    journey.regions.first.focus()
    keyboard.press("Space")
    journey.canvas.focus()
    keyboard.press("f")
    panel = journey.page.get_by_role("tabpanel", name="Fill")
    panel.get_by_role("radio", name="Surroundings").focus()
    keyboard.press("ArrowRight")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Control+a")
    keyboard.type("light blue")
    keyboard.press("Control+Enter")
    journey.stands_at(2)
    expect(journey.history.last).to_contain_text("Filled with light blue")


def test_it_is_filled_by_touch(phone: Journey, scene: Path) -> None:
    opens_fill(phone, scene)
    box = phone.canvas.bounding_box()
    assert box is not None
    phone.page.touchscreen.tap(box["x"] + BOX[0] * box["width"], box["y"] + BOX[1] * box["height"])
    phone.button("Fill").tap()
    phone.stands_at(2)
    expect(phone.history.last).to_contain_text("Filled from the surroundings")


def test_what_is_no_colour_is_refused_at_its_field_and_nothing_is_lost(journey: Journey, scene: Path) -> None:
    journey.expected.append("422")
    panel = opens_fill(journey, scene)
    journey.clicks_at(*BOX)
    choose(journey, "Colour")
    panel.get_by_role("textbox", name="Colour", exact=True).fill("greenish")
    journey.button("Fill").click()
    expect(panel.get_by_text("This is no colour.")).to_be_visible()
    expect(panel.get_by_role("textbox", name="Colour", exact=True)).to_have_value("greenish")
    expect(panel.get_by_text("1 region")).to_be_visible()


def test_what_the_engine_cannot_do_is_disabled_with_the_reason(journey: Journey, scene: Path) -> None:
    panel = opens_fill(journey, scene)
    words = panel.get_by_role("radio", name="Words")
    expect(words).to_be_disabled()
    expect(words).to_have_accessible_description(
        "Free words take a generative model, which this engine does not have. "
        "Bria's service has one: start the studio with BRIA_API_TOKEN."
    )


# Layers


def test_layers_are_downloaded_with_their_names(journey: Journey, scene: Path, tmp_path: Path) -> None:
    journey.uploads(scene)
    journey.page.keyboard.press("y")
    journey.button("Make layers").click()
    panel = journey.page.get_by_role("tabpanel", name="Layers")
    link = panel.get_by_role("link", name="Download PSD")
    with journey.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "Meadow.psd"
    download.value.save_as(tmp_path / "layers.psd")
    psd = PSDImage.open(tmp_path / "layers.psd")
    names = [layer.name for layer in psd]
    assert (psd.size, names[:2]) == ((COLUMNS, ROWS), ["Background", "Foreground"])
    assert names[2:]
    assert psd[0].size == (COLUMNS, ROWS)
    listed = panel.get_by_role("list", name="Layers in the file").get_by_role("listitem")
    assert [name.strip() for name in listed.all_inner_texts()] == names[::-1]
    assert journey.history.count() == 1


def test_the_link_stays_over_a_reload_and_goes_with_the_next_revision(journey: Journey, scene: Path) -> None:
    journey.uploads(scene)
    journey.page.keyboard.press("y")
    journey.button("Make layers").click()
    link = journey.page.get_by_role("tabpanel", name="Layers").get_by_role("link", name="Download PSD")
    link.wait_for()
    journey.page.reload()
    journey.is_in_the_editor()
    journey.page.keyboard.press("y")
    expect(link).to_be_visible()
    journey.clicks_at(*BOX)
    journey.erases()
    expect(link).to_have_count(0)
    expect(journey.button("Make layers")).to_be_enabled()


@pytest.mark.parametrize("panel", ["Clean up", "Fill", "Layers"])
def test_axe_finds_nothing_wrong_with_the_panel(journey: Journey, scene: Path, panel: str) -> None:
    looks_for_distractions(journey, scene)
    things(journey).get_by_role("checkbox").first.check()
    things(journey).last.get_by_role("button").click()
    journey.page.get_by_role("tab", name=panel).click()
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []
