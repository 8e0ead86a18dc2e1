"""Pictures that come from other pages, from folders and from links: dropped, pasted, and asked about."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.test_uploads import image, summary

pytestmark = pytest.mark.browser

# What another page, an address bar or a text gives, by type; the answer is what the browser is kept from doing itself.
GIVE = """([name, given, selector]) => {
  const transfer = new DataTransfer();
  for (const [type, text] of Object.entries(given)) transfer.setData(type, text);
  const key = name === "paste" ? "clipboardData" : "dataTransfer";
  const kind = name === "paste" ? ClipboardEvent : DragEvent;
  const give = (name) => !document.querySelector(selector).dispatchEvent(
    new kind(name, { bubbles: true, cancelable: true, [key]: transfer }),
  );
  return name === "paste" ? [give(name)] : [give("dragover"), give(name)];
}"""
DROP_BOTH = """([data, address]) => {
  const dataTransfer = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  dataTransfer.setData("text/uri-list", address);
  dataTransfer.items.add(new File([bytes], "dragged.png", { type: "image/png" }));
  document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
}"""
HERE = "http://127.0.0.1/photo.jpg"  # refused without asking any network
THERE = "http://127.0.0.1/other.jpg"
LIST, HTML, PLAIN = "text/uri-list", "text/html", "text/plain"
DATA_URI = "data:image/png;base64," + base64.b64encode(image(3)).decode()


def gives(journey: Journey, way: str, given: dict[str, str], to: str = "body") -> list[bool]:
    """Drop or paste something; whether the studio makes use of it, so that the browser does not."""
    return list(journey.page.evaluate(GIVE, [way, given, to]))


def is_refused_by_the_studio(journey: Journey) -> None:
    """The address came as far as the guard of the studio's network."""
    expect(journey.page.get_by_role("alert").filter(has_text="private or local network")).to_be_visible()


@pytest.mark.parametrize(
    "given",
    [
        {LIST: f"# from a page\r\n{HERE}\r\n"},
        {HTML: f'<meta charset="utf-8"><img alt="" src="{HERE}">', PLAIN: "A cat"},
        {PLAIN: f" {HERE}\n"},
        {LIST: "http://127.0.0.1/cats/", HTML: f'<a href="http://127.0.0.1/cats/"><img src="{HERE}"></a>'},
    ],
    ids=["list", "page", "text", "picture in a link"],
)
@pytest.mark.parametrize("way", ["drop", "paste"])
def test_an_address_of_a_picture_goes_the_way_of_one_that_is_typed(
    journey: Journey, way: str, given: dict[str, str]
) -> None:
    journey.expected = ["422"]
    journey.page.goto("/")
    assert all(gives(journey, way, given))
    is_refused_by_the_studio(journey)
    expect(journey.page.get_by_label("Image address")).to_have_value(HERE)


def test_an_address_dropped_on_the_editor_is_another_picture(journey: Journey) -> None:
    journey.expected = ["422"]
    journey.opens("Cat")
    gives(journey, "drop", {LIST: HERE})
    is_refused_by_the_studio(journey)
    assert journey.has_stayed()


def test_several_addresses_are_tried_one_by_one(journey: Journey) -> None:
    journey.expected = ["422"]
    journey.page.goto("/")
    gives(journey, "drop", {LIST: f"{HERE}\n{THERE}\n{HERE}"})
    expect(summary(journey)).to_have_text("0 photos uploaded · 2 were not")


@pytest.mark.parametrize("given", [{HTML: f'<img src="{DATA_URI}">'}, {LIST: DATA_URI}, {PLAIN: DATA_URI}])
def test_a_picture_that_is_all_in_its_address_opens(journey: Journey, given: dict[str, str]) -> None:
    journey.page.goto("/")
    gives(journey, "drop", given)
    journey.page.wait_for_url("**/pictures/*/")
    expect(journey.page.get_by_label("Name of the picture")).to_have_value("image")


def test_a_file_goes_before_the_address_it_came_from(journey: Journey) -> None:
    journey.page.goto("/")
    journey.page.evaluate(DROP_BOTH, [DATA_URI.partition(",")[2], HERE])
    journey.page.wait_for_url("**/pictures/*/")
    expect(journey.page.get_by_label("Name of the picture")).to_have_value("dragged")


def test_words_are_no_picture_and_do_not_lead_away(journey: Journey) -> None:
    journey.page.goto("/")
    assert all(gives(journey, "drop", {PLAIN: "see http://127.0.0.1/ there"}))
    expect(journey.page.get_by_role("alert").filter(has_text="no picture in what was dropped")).to_be_visible()
    journey.expected = ["404"]
    journey.page.goto("/pictures/999999/")
    assert all(gives(journey, "drop", {LIST: HERE}))


def test_words_for_a_field_are_left_to_it(journey: Journey) -> None:
    journey.page.goto("/")
    for way in ("drop", "paste"):
        assert not any(gives(journey, way, {PLAIN: HERE}, to="#address"))
    expect(journey.page.locator("#toast")).to_be_hidden()
    assert not any(address.endswith("/pictures/") for address in journey.requests)


def test_what_is_dragged_within_the_page_is_not_opened(journey: Journey) -> None:
    journey.page.goto("/")
    journey.page.locator(".sample img").first.drag_to(journey.page.locator("h1"))
    expect(journey.page.locator("[data-drop-hint]")).to_be_hidden()
    expect(journey.page.locator("#toast")).to_be_hidden()
    assert not any(address.endswith("/pictures/") for address in journey.requests)


def test_the_pictures_of_a_folder_arrive_and_the_rest_is_counted(journey: Journey, tmp_path: Path) -> None:
    inner = tmp_path / "holidays" / "more" / "still more"
    inner.mkdir(parents=True)
    for number in range(120):
        (inner / f"{number}.PNG").write_bytes(image(number))
    (inner.parent / "one.jpeg").write_bytes(image(200))
    for name in ("notes.txt", ".hidden"):
        (tmp_path / "holidays" / name).write_text("No picture.")
    journey.page.goto("/")
    session = journey.page.context.new_cdp_session(journey.page)
    dragged = {"items": [], "files": [str(tmp_path / "holidays")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 300, "y": 300, "data": dragged})
    expect(journey.page.locator("#toast")).to_contain_text("2 files of the folder were left out")
    expect(summary(journey)).to_have_text("121 photos uploaded")


def test_a_link_to_a_picture_is_followed_once_a_person_says_so(journey: Journey) -> None:
    journey.page.goto(f"/?src={HERE.replace('127.0.0.1', 'example.org')}")
    expect(journey.page.get_by_text("http://example.org/photo.jpg")).to_be_visible()
    assert journey.violations() == []
    assert not any(address.endswith("/pictures/") for address in journey.requests)
    journey.page.route("**/pictures/", lambda route: route.fulfill(body="taken"))
    with journey.page.expect_request("**/pictures/") as asked:
        journey.button("Open the picture").click()
    assert "address=http%3A%2F%2Fexample.org%2Fphoto.jpg" in str(asked.value.post_data)
    assert "csrfmiddlewaretoken=" in str(asked.value.post_data)
