"""The panels Fill and Layers: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from psd_tools import PSDImage

from tests.browser.journeys import Journey
from tests.browser.scenes import BOX, COLUMNS, ROWS, meadow

pytestmark = pytest.mark.browser

MAGENTA = """([across, down]) => {
  const over = document.querySelector("[data-annotations]");
  if (over.hidden) return false;
  const [box, place] = [document.querySelector("[data-canvas]"), over].map((canvas) => canvas.getBoundingClientRect());
  const ratio = over.width / place.width;
  const [x, y] = [box.x + across * box.width - place.x, box.y + down * box.height - place.y];
  const sample = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  sample.drawImage(over, x * ratio, y * ratio, 1, 1, 0, 0, 1, 1);
  const [red, green, blue, alpha] = sample.getImageData(0, 0, 1, 1).data;
  return red > 250 && green < 5 && blue > 250 && alpha > 250;
}"""


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """A box on a meadow under the sky, and two balls that do not belong there."""
    return meadow(tmp_path)


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


def test_the_picture_shows_beforehand_what_a_colour_will_look_like(journey: Journey, scene: Path) -> None:
    panel = opens_fill(journey, scene)
    choose(journey, "Colour")
    panel.get_by_role("textbox", name="Colour", exact=True).fill("#ff00ff")
    assert not shows_magenta(journey)
    journey.clicks_at(*BOX)
    expect(panel.get_by_text("1 region")).to_be_visible()
    journey.draws()
    assert shows_magenta(journey)
    choose(journey, "Surroundings")
    journey.draws()
    assert not shows_magenta(journey)
    choose(journey, "Colour")
    journey.page.keyboard.press("r")
    journey.draws()
    assert not shows_magenta(journey)


def shows_magenta(journey: Journey) -> bool:
    """True where the preview over the picture is magenta in the middle of the box."""
    return bool(journey.page.evaluate(MAGENTA, BOX))


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


@pytest.mark.parametrize("panel", ["Fill", "Layers"])
def test_axe_finds_nothing_wrong_with_the_panel(journey: Journey, scene: Path, panel: str) -> None:
    journey.uploads(scene)
    journey.clicks_at(*BOX)
    journey.page.get_by_role("tab", name=panel).click()
    assert journey.violations() == []
    journey.turns_the_light_off()
    assert journey.violations() == []
