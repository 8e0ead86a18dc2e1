"""Many photos at once, and finding them again."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from harness.browser import PATIENCE
from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser

DROP = """(files) => {
  const transfer = new DataTransfer();
  for (const { name, data } of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: "image/png" }));
  }
  document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""
# ``most``: as many uploads as were on their way at once.
COUNT_UPLOADS = """
  window.most = 0;
  let now = 0;
  window.XMLHttpRequest = class extends XMLHttpRequest {
    constructor() {
      super();
      this.addEventListener("loadend", () => { now -= this.isUpload; });
    }
    open(method, address) {
      this.isUpload = method === "POST" && address.endsWith("/pictures/");
      super.open(method, address);
    }
    send(data) {
      now += this.isUpload;
      most = Math.max(most, now);
      super.send(data);
    }
  };
"""
NAMES = ["<b>bold & co", "צילום משפחה", "📷 party", "plain"]


def image(number: int = 0, size: tuple[int, int] = (40, 30)) -> bytes:
    """A small picture, another one for each number."""
    file = io.BytesIO()
    Image.new("RGB", size, (number % 256, 80, 160)).save(file, "PNG")
    return file.getvalue()


def drop(journey: Journey, files: dict[str, bytes]) -> None:
    """Drop files anywhere on the page."""
    coded = [{"name": name, "data": base64.b64encode(data).decode()} for name, data in files.items()]
    journey.page.evaluate(DROP, coded)


def summary(journey: Journey) -> Locator:
    return journey.page.get_by_role("region", name="Uploads").locator("[data-summary]")


def listed(journey: Journey) -> Locator:
    return journey.page.get_by_role("link", name="Open")


def choose(journey: Journey, files: dict[str, bytes]) -> None:
    """Choose several files by the button."""
    sent: list[Any] = [{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files.items()]
    journey.page.get_by_label("Upload photos").set_input_files(sent)


def test_several_photos_become_pictures_and_what_was_not_taken_says_why(journey: Journey) -> None:
    journey.expected = ["422"]
    journey.page.goto("/")
    journey.page.evaluate("window.stays = true")
    choose(journey, {f"{name}.png": image(number) for number, name in enumerate(NAMES)} | {"notes.png": b"no photo"})
    expect(summary(journey)).to_have_text("4 photos uploaded · 1 was not")
    refusals = journey.page.get_by_role("list", name="Not uploaded")
    expect(refusals).to_contain_text("The studio can't open “notes.png”")
    expect(listed(journey)).to_have_count(4)
    for name in NAMES:
        expect(journey.page.get_by_role("link", name=f"Open {name}", exact=True)).to_be_visible()
    assert journey.has_stayed()
    assert journey.violations() == []
    journey.button("Close").click()
    expect(summary(journey)).to_be_hidden()


def test_two_hundred_photos_dropped_at_once_arrive_two_at_a_time(journey: Journey) -> None:
    journey.page.add_init_script(COUNT_UPLOADS)
    journey.page.goto("/")
    drop(journey, {f"photo {number}.png": image(number) for number in range(200)})
    patience = 5 * PATIENCE  # which is for one thing, not for 200
    expect(summary(journey)).to_have_text("200 photos uploaded", timeout=patience)
    assert journey.page.evaluate("most") == 2
    expect(listed(journey)).to_have_count(60)
    journey.page.get_by_role("link", name="Show more").click()
    expect(listed(journey)).to_have_count(120)
    expect(listed(journey).nth(60)).to_be_focused()


def test_the_rest_of_many_can_be_cancelled(journey: Journey) -> None:
    journey.page.goto("/")
    arrive = iter(range(5))
    journey.page.route("**/pictures/", lambda route: None if next(arrive, None) is None else route.continue_())
    drop(journey, {f"photo {number}.png": image(number) for number in range(200)})
    expect(listed(journey).first).to_be_visible()
    journey.button("Cancel the rest").click()
    expect(summary(journey)).to_contain_text("cancelled")
    expect(listed(journey)).not_to_have_count(0)
    assert listed(journey).count() <= 5


def test_photos_that_could_not_be_sent_are_tried_again(journey: Journey) -> None:
    journey.expected = ["Failed to load resource"]
    journey.page.goto("/")
    journey.page.route("**/pictures/", lambda route: route.abort())
    choose(journey, {"one.png": image(1), "two.png": image(2)})
    expect(journey.page.get_by_text("“one.png” could not be uploaded")).to_be_visible()
    journey.page.unroute("**/pictures/")
    journey.button("Try again").click()
    expect(summary(journey)).to_have_text("2 photos uploaded")
    expect(listed(journey)).to_have_count(2)


def test_one_photo_that_there_is_no_memory_for_is_kept_and_tried_again(journey: Journey) -> None:
    journey.expected = ["Failed to load resource", "Response Status Error Code 503"]
    journey.page.goto("/")
    journey.page.route("**/pictures/", lambda route: route.fulfill(status=503))
    choose(journey, {"one.png": image(1)})
    journey.button("Try again").wait_for()
    journey.page.unroute("**/pictures/")
    journey.button("Try again").click()
    expect(summary(journey)).to_have_text("1 photo uploaded")
    expect(listed(journey)).to_have_count(1)


def test_several_photos_dropped_on_the_editor_leave_it_open(journey: Journey) -> None:
    journey.opens("Cat")
    drop(journey, {"one.png": image(1), "two.png": image(2)})
    expect(summary(journey)).to_have_text("2 photos uploaded")
    assert journey.has_stayed()
    assert journey.violations() == []
    journey.page.get_by_role("link", name="Go to your pictures").click()
    expect(listed(journey)).to_have_count(3)


@pytest.mark.every_browser
@pytest.mark.does("search")
def test_pictures_are_found_by_name_as_one_types(journey: Journey) -> None:
    journey.page.goto("/")
    choose(journey, {f"{name}.png": image(number) for number, name in enumerate(NAMES)})
    expect(listed(journey)).to_have_count(4)
    search = journey.page.get_by_role("searchbox", name="Search your pictures by name")
    search.click()
    journey.page.keyboard.type("PLA")
    expect(listed(journey)).to_have_count(1)
    expect(search).to_be_focused()
    journey.hears("1 picture found")
    journey.page.reload()
    expect(listed(journey)).to_have_count(1)
    search.fill("nothing like it")
    expect(journey.page.get_by_text("No picture is called “nothing like it”.")).to_be_visible()
    assert journey.violations() == []
    journey.page.get_by_role("link", name="Show all pictures").click()
    expect(listed(journey)).to_have_count(4)


@pytest.mark.does("search")
def test_a_picture_is_found_and_opened_with_the_keyboard_alone(typist: Typist) -> None:
    typist.page.goto("/")
    choose(typist, {f"{name}.png": image(number) for number, name in enumerate(NAMES)})
    expect(listed(typist)).to_have_count(4)
    typist.tabs_to(typist.page.get_by_role("searchbox"))
    typist.page.keyboard.type("pla")
    expect(listed(typist)).to_have_count(1)
    typist.tabs_to(listed(typist))
    expect(typist.page.locator("[data-found='1']")).to_be_attached()  # what the server found has come in its place
    expect(listed(typist)).to_be_focused()
    typist.presses("Enter")
    expect(typist.page.get_by_label("Name of the picture")).to_have_value("plain")


@pytest.mark.does("search")
def test_a_picture_is_found_and_opened_by_touch(phone: Phone) -> None:
    phone.page.goto("/")
    choose(phone, {f"{name}.png": image(number) for number, name in enumerate(NAMES)})
    expect(listed(phone)).to_have_count(4)
    phone.writes(phone.page.get_by_role("searchbox"), "pla")
    expect(listed(phone)).to_have_count(1)
    listed(phone).tap()
    expect(phone.page.get_by_label("Name of the picture")).to_have_value("plain")


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_shown_as_it_is_and_downloads_under_it(journey: Journey, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name.replace('/', '')}.png"
    path.write_bytes(image(7, (120, 90)))
    journey.uploads(path)
    expect(journey.page.get_by_label("Name of the picture")).to_have_value(path.stem)
    expect(journey.page).to_have_title(f"{path.stem} – Bria Studio")
    with journey.page.expect_download() as download:
        journey.button("Download").click()
    assert Path(download.value.suggested_filename).stem.startswith(path.stem[:2].replace("<", "_"))
