"""The studio in German and in Hebrew: nothing on the screen is left in English, and what is to be mirrored is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briastudio.translations import catalogues
from harness.journey import Journey

pytestmark = pytest.mark.browser

LOCALE = Path(__file__).parents[2] / "locale"
VALUE = re.compile(r"%\(\w+\)[sd]|{\w+}")
LETTERS = re.compile(r"[^\W\d_]")
AROUND = re.compile(r"^(?:\d+\. |, )|(?: \([A-Z]\)| \d+)$")
# Names and marks that are the same in every language: of people, formats, keys, units and languages.
SAME = re.compile(
    r"Bria Studio|https://|English|Deutsch|עברית|Stéfan van der Walt \(CC0\)|Rachel Michetti \(CC0\)|\d+:\d+|"
    r"JPEG|PNG|WebP|AVIF|BMP|TIFF|PSD|\S|[×\d][\d×.,\s%MPpx]*|#\w+"
)
# Every text that is shown or spoken, but for what people wrote, what the browser says itself, and times in words.
SHOWN = """() => {
  const own =
    "script, style, noscript, bdi, input[name=name], time-ago, elapsed-time, [lang]:not(html), .history__rename";
  const spoken = ["aria-label", "title", "placeholder", "alt", "data-reason"];
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if ((node.nodeType === 3 ? node.parentElement : node).closest(own)) continue;
    if (node.nodeType === 3) texts.push(node.data);
    else texts.push(...spoken.map((name) => node.getAttribute(name)));
  }
  return texts.filter(Boolean).map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


def visitor(browser: Browser, base_url: str, language: str, width: int, height: int) -> Journey:
    context = browser.new_context(base_url=base_url, locale=language, viewport={"width": width, "height": height})
    person = Journey(context.new_page())
    person.page.set_default_timeout(60_000)
    return person


@pytest.fixture(params=["de", "he"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def foreigner(browser: Browser, base_url: str, language: str) -> Iterator[Journey]:
    """A person whose browser asks for another language."""
    person = visitor(browser, base_url, language, 1440, 900)
    yield person
    assert person.complaints == []
    person.page.context.close()


def opens_the_coffee(person: Journey) -> None:
    person.page.goto("/")
    person.page.locator('form:has([value="coffee"]) button').click()
    person.page.wait_for_url("**/pictures/*/")
    person.page.locator("[data-list] [role=option]").first.wait_for()
    expect(person.page.locator("[data-job]")).to_have_count(0)


def patterns(language: str) -> re.Pattern[str]:
    """What matches any text in this language; values may be anything."""
    entries = catalogues.read(LOCALE / language / "LC_MESSAGES" / "django.po").entries
    parts = {" ".join(part.split()) for forms in entries.values() for form in forms for part in tags_off(form)}
    telling = [wild(part) for part in sorted(parts, reverse=True) if LETTERS.search(VALUE.sub("", part))]
    return re.compile("|".join(telling), re.IGNORECASE)


def tags_off(form: str) -> list[str]:
    """The stretches of text between tags."""
    return re.split(r"<[^>]+>", form)


def wild(form: str) -> str:
    """A pattern for a text with any values in it."""
    return ".+?".join(re.escape(part) for part in VALUE.split(form))


def strangers(page: Page, language: str) -> list[str]:
    """The texts on a page that are in no catalogue of this language."""
    known = patterns(language)
    return [text for text in dict.fromkeys(page.evaluate(SHOWN)) if not is_known(text, known)]


def is_known(text: str, known: re.Pattern[str]) -> bool:
    """True for a text of the catalogue, with a number or a key around it or not, and for several of them in a row."""
    bare = AROUND.sub("", text)
    readings = [text], [bare], [f"{part}." for part in bare.removesuffix(".").split(". ")]
    return any(all(SAME.fullmatch(part) or known.fullmatch(part) for part in reading) for reading in readings)


def test_english_would_be_found(journey: Journey) -> None:
    journey.page.goto("/")
    assert {"Upload photos", "Your pictures", "Cat"} <= set(strangers(journey.page, "de"))


def test_nothing_on_the_start_page_is_english(foreigner: Journey, language: str) -> None:
    foreigner.page.goto("/")
    assert strangers(foreigner.page, language) == []
    assert foreigner.page.locator("html").get_attribute("dir") == ("rtl" if language == "he" else "ltr")
    assert foreigner.violations() == []


def test_nothing_in_the_editor_is_english(foreigner: Journey, language: str) -> None:
    opens_the_coffee(foreigner)
    page = foreigner.page
    page.locator("[data-list] [role=option]").first.click()
    page.locator("#erase").click()
    expect(page.locator('[aria-current="true"]')).to_contain_text("2. ")
    page.keyboard.press("Control+k")
    assert strangers(page, language) == []
    assert foreigner.violations() == []


def test_nothing_that_went_wrong_is_told_in_english(foreigner: Journey, language: str) -> None:
    foreigner.expected.append("404")
    foreigner.page.goto("/pictures/999999/")
    assert strangers(foreigner.page, language) == []


def test_the_page_is_mirrored_but_not_the_picture(browser: Browser, base_url: str) -> None:
    person = visitor(browser, base_url, "he", 1440, 900)
    opens_the_coffee(person)
    page = person.page
    stage, panel = page.locator("picture-stage").bounding_box(), page.locator("section.panel").bounding_box()
    assert stage and panel
    assert panel["x"] < stage["x"]
    box = page.locator("[data-canvas]").bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.05 * box["width"], box["y"] + 0.95 * box["height"])
    expect(page.locator('[role=option][aria-selected="true"]')).to_contain_text("משמאל")
    page.context.close()


def test_the_language_is_chosen_and_kept(journey: Journey) -> None:
    journey.page.goto("/")
    journey.page.get_by_role("button", name="Deutsch").click()
    expect(journey.page.get_by_role("heading", level=1)).to_contain_text("Etwas wegklicken")
    journey.page.goto("/")
    assert journey.page.locator("html").get_attribute("lang") == "de"
    assert journey.page.get_by_role("button", name="Deutsch").get_attribute("aria-pressed") == "true"
