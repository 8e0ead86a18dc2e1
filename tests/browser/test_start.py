"""The start page: samples, uploads of every kind, the gallery."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from editor.imaging import uploads
from harness.journey import Journey

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2] / "static" / "samples" / "chelsea.jpg"
GIVE_FILE = """([name, data, called = "given.jpg"]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], called, { type: "image/jpeg" }));
  const key = name === "paste" ? "clipboardData" : "dataTransfer";
  const kind = name === "paste" ? ClipboardEvent : DragEvent;
  document.body.dispatchEvent(new kind(name, { bubbles: true, cancelable: true, [key]: transfer }));
}"""


def test_own_pictures_come_before_the_samples(journey: Journey) -> None:
    journey.page.goto("/")
    shown = journey.page.locator(".demonstration, .samples, #gallery")
    order = "(parts) => parts.map((part) => part.id || part.className)"
    assert shown.evaluate_all(order) == ["demonstration", "samples", "gallery"]
    journey.opens("Cat")
    journey.page.goto("/")
    assert shown.evaluate_all(order) == ["gallery", "samples"]


@pytest.mark.every_browser
def test_choosing_a_file_opens_the_editor(journey: Journey) -> None:
    journey.uploads(SAMPLE)
    expect(journey.page.get_by_label("Name of the picture")).to_have_value("chelsea")


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_photo_can_be_given(journey: Journey, way: str) -> None:
    journey.page.goto("/")
    journey.page.evaluate(GIVE_FILE, [way, base64.b64encode(SAMPLE.read_bytes()).decode()])
    journey.is_in_the_editor()
    expect(journey.page.get_by_label("Name of the picture")).to_have_value("given")


def test_a_photo_dropped_on_the_editor_is_another_picture(journey: Journey) -> None:
    journey.opens("Cat")
    first = journey.page.url
    journey.page.evaluate(GIVE_FILE, ["drop", base64.b64encode(SAMPLE.read_bytes()).decode()])
    journey.page.wait_for_url(lambda address: address != first)
    journey.is_in_the_editor()


def test_a_wrong_file_is_refused_and_nothing_is_lost(journey: Journey, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Not a photo.")
    journey.expected = ["422"]
    journey.page.goto("/")
    journey.page.get_by_label("Image address").fill("https://example.org/later.jpg")
    journey.page.evaluate("window.stays = true")
    journey.page.get_by_label("Upload photos").set_input_files(notes)
    expect(journey.page.get_by_role("alert").first).to_contain_text("notes.txt")
    expect(journey.page.get_by_label("Image address")).to_have_value("https://example.org/later.jpg")
    expect(journey.page.locator("[data-busy]")).to_be_empty()
    expect(journey.page.get_by_label("Upload photos")).to_have_value("")
    assert journey.has_stayed()
    assert journey.violations() == []


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_wrong_file_given_to_the_editor_is_refused(journey: Journey, way: str) -> None:
    journey.expected = ["422"]
    journey.opens("Cat")
    journey.page.evaluate(GIVE_FILE, [way, base64.b64encode(b"Not a photo.").decode(), "notes.txt"])
    expect(journey.page.get_by_role("alert")).to_contain_text("The studio can't open “notes.txt”")
    assert journey.has_stayed()


def test_a_file_that_is_too_large_is_refused_in_the_servers_words_without_sending_it(
    journey: Journey, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(bytes(settings.PHOTO_BYTES + 1))
    with pytest.raises(uploads.UploadRefused) as refused:
        uploads.refuse_size(large.read_bytes(), large.name)
    journey.page.goto("/")
    journey.page.get_by_label("Upload photos").set_input_files(large)
    expect(journey.page.get_by_role("alert").first).to_have_text(str(refused.value))
    assert not any(address.endswith("/pictures/") for address in journey.requests)


def test_a_private_address_is_refused(journey: Journey) -> None:
    journey.expected = ["422"]
    journey.page.goto("/")
    journey.page.get_by_label("Image address").fill("http://127.0.0.1/photo.jpg")
    journey.page.keyboard.press("Enter")
    expect(journey.page.get_by_role("alert").first).to_contain_text("Check the address, or save the picture")
    expect(journey.page.get_by_label("Image address")).to_have_value("http://127.0.0.1/photo.jpg")
    expect(journey.page.get_by_text("Nothing here yet")).to_be_visible()


@pytest.mark.every_browser
def test_pictures_are_listed_renamed_and_deleted(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.page.get_by_role("link", name="All pictures").click()
    name = journey.page.get_by_label("Name of the picture")
    name.fill("Espresso")
    name.press("Enter")
    expect(journey.page.get_by_role("link", name="Open Espresso")).to_be_visible()
    assert journey.violations() == []
    journey.button("Delete Espresso").click()
    expect(journey.page.get_by_role("dialog")).to_be_visible()
    assert journey.violations() == []
    journey.button("Keep").click()
    expect(journey.page.get_by_role("dialog")).to_have_count(0)
    journey.button("Delete Espresso").click()
    journey.button("Delete").click()
    expect(journey.page.get_by_text("Nothing here yet")).to_be_visible()


def test_a_picture_that_is_not_there_is_explained(journey: Journey) -> None:
    journey.expected = ["404"]
    journey.page.goto("/pictures/999999/")
    expect(journey.page.get_by_role("heading")).to_contain_text("nothing at this address")
    assert journey.violations() == []


def test_once_a_picture_has_its_name_the_keys_are_for_the_picture(journey: Journey) -> None:
    journey.opens("Coffee")
    name = journey.page.get_by_label("Name of the picture")
    name.fill("Espresso")
    name.press("Enter")
    expect(journey.canvas).to_be_focused()
    journey.page.keyboard.press("p")
    expect(journey.page.get_by_role("tab", name="People")).to_have_attribute("aria-selected", "true")
    expect(name).to_have_value("Espresso")


@pytest.mark.not_in("firefox", "webkit", reason="Chromium alone says what it misses")
def test_browsers_find_nothing_missing_to_install_the_studio(journey: Journey) -> None:
    journey.page.goto("/")
    browser = journey.page.context.new_cdp_session(journey.page)
    manifest = browser.send("Page.getAppManifest")
    assert (manifest["url"].endswith("/manifest.webmanifest"), manifest["errors"]) == (True, [])
    missing = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in missing if error["errorId"] != "in-incognito"] == []
