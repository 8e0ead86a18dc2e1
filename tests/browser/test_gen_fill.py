"""The panels Fill and Layers: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from psd_tools import PSDImage

from harness.journey import Journey
from harness.photos import BOX, COLUMNS, ROWS, meadow
from tests.browser.input_methods import Phone, Typist

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
    journey.turns_to("Fill")
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


@pytest.mark.every_browser
@pytest.mark.does("gen_fill")
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


@pytest.mark.does("gen_fill")
def test_it_is_filled_with_the_keyboard_alone(typist: Typist, scene: Path) -> None:
    typist.uploads(scene)
    typist.walks_to("option")
    typist.presses("Space")
    panel = opens_fill_by_key(typist)
    typist.tabs_to(panel.get_by_role("radio", name="Surroundings"))
    typist.presses("ArrowRight")
    typist.tabs_to(panel.get_by_role("textbox", name="Colour", exact=True))
    typist.types("light blue")
    typist.presses("Control+Enter")
    typist.stands_at(2)
    expect(typist.history.last).to_contain_text("Filled with light blue")


def opens_fill_by_key(typist: Typist) -> Locator:
    """The panel Fill; letters typed in the list of regions find regions, so the key is pressed elsewhere."""
    typist.tabs_to(typist.canvas, "Shift+Tab")
    typist.presses("f")
    return typist.page.get_by_role("tabpanel", name="Fill")


@pytest.mark.does("gen_fill")
def test_it_is_filled_by_touch(phone: Phone, scene: Path) -> None:
    opens_fill(phone, scene)
    phone.taps_at(*BOX)
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
    expect(panel.get_by_text("This isn't a colour.")).to_be_visible()
    expect(panel.get_by_role("textbox", name="Colour", exact=True)).to_have_value("greenish")
    expect(panel.get_by_text("1 region")).to_be_visible()


def test_the_reason_of_a_refusal_is_seen_on_a_phone(phone: Phone, scene: Path) -> None:
    phone.expected.append("422")
    panel = opens_fill(phone, scene)
    phone.taps_at(*BOX)
    panel.get_by_role("radio", name="Colour", exact=True).tap()
    panel.get_by_role("textbox", name="Colour", exact=True).fill("greenish")
    phone.button("Fill").tap()
    expect(panel.get_by_text("This isn't a colour.")).to_be_in_viewport(ratio=1)


def test_what_the_engine_cannot_do_is_disabled_with_the_reason(journey: Journey, scene: Path) -> None:
    panel = opens_fill(journey, scene)
    words = panel.get_by_role("radio", name="Words")
    expect(words).to_be_disabled()
    expect(words).to_have_accessible_description(
        "Free text needs a generative model, which this engine doesn't have. "
        "Bria's service has one: start the studio with BRIA_API_TOKEN set."
    )


# Layers


def download_link(journey: Journey) -> Locator:
    """What the panel offers once the layers are made."""
    link = journey.page.get_by_role("tabpanel", name="Layers").get_by_role("link", name="Download PSD")
    link.wait_for()
    return link


@pytest.mark.every_browser
@pytest.mark.does("image_to_psd")
def test_layers_are_downloaded_with_their_names(journey: Journey, scene: Path, tmp_path: Path) -> None:
    journey.uploads(scene)
    journey.page.keyboard.press("y")
    journey.button("Make layers").click()
    with journey.page.expect_download() as download:
        download_link(journey).click()
    assert download.value.suggested_filename == "Meadow.psd"
    download.value.save_as(tmp_path / "layers.psd")
    psd = PSDImage.open(tmp_path / "layers.psd")
    names = [layer.name for layer in psd]
    assert (psd.size, names[:2]) == ((COLUMNS, ROWS), ["Background", "Foreground"])
    assert names[2:]
    assert psd[0].size == (COLUMNS, ROWS)
    listed = journey.page.get_by_role("list", name="Layers in the file").get_by_role("listitem")
    assert [name.strip() for name in listed.all_inner_texts()] == names[::-1]
    assert journey.history.count() == 1


@pytest.mark.does("image_to_psd")
def test_layers_are_made_and_downloaded_with_the_keyboard_alone(typist: Typist, scene: Path) -> None:
    typist.uploads(scene)
    typist.turns_to("Layers")
    typist.tabs_to(typist.button("Make layers"))
    typist.presses("Enter")
    typist.tabs_to(download_link(typist))
    with typist.page.expect_download() as download:
        typist.presses("Enter")
    assert download.value.suggested_filename == "Meadow.psd"


@pytest.mark.does("image_to_psd")
def test_layers_are_made_and_downloaded_by_touch(phone: Phone, scene: Path) -> None:
    phone.uploads(scene)
    phone.turns_to("Layers")
    phone.button("Make layers").tap()
    with phone.page.expect_download() as download:
        download_link(phone).tap()
    assert download.value.suggested_filename == "Meadow.psd"


def test_the_link_stays_over_a_reload_and_goes_with_the_next_revision(journey: Journey, scene: Path) -> None:
    journey.uploads(scene)
    journey.page.keyboard.press("y")
    journey.button("Make layers").click()
    link = download_link(journey)
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
