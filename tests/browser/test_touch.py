"""A phone in the hand: everything fits, is met by a thumb, and fingers do what a mouse does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import serve
from tests.browser.input_methods import Phone

pytestmark = pytest.mark.browser

Size = tuple[int, int]

SIZES = [(390, 844), (360, 664), (320, 640), (844, 390)]  # CSS pixels: a phone, small ones, and one on its side
FINGER = 44  # CSS pixels that a target for a finger has at least (WCAG 2.2, 2.5.5)
TALL = 0.45  # of the screen's height: what the picture has at least
# What of the top bar sticks out of the screen or lies on something else.
CROWDED = """() => {
  const seen = [...document.querySelectorAll(".topbar :is(button, a, summary, input)")]
    .filter((element) => element.checkVisibility() && !element.closest("dialog, .menu__list"));
  const boxes = seen.map((element) => ({ element, box: element.getBoundingClientRect() }));
  const isOut = ({ box }) => box.left < 0 || box.right > innerWidth + 0.5;
  const meet = (one, other) => one.left < other.right - 0.5 && other.left < one.right - 0.5;
  const isOn = (one) => boxes.some((other) => other !== one && meet(one.box, other.box));
  return boxes.filter((one) => isOut(one) || isOn(one)).map(({ element }) => element.outerHTML);
}"""
# The width of a bitmap of 24 and of 12 megapixels on this device, and that of a bitmap where one of 300 is asked for.
WIDEST = """async () => {
  const { widestFor } = await import("/js/lib/mipmap.js");
  const { levelsOf } = await import("/js/lib/levels.js");
  const canvas = new OffscreenCanvas(600, 400);
  canvas.getContext("2d");
  const [largest] = await levelsOf(await canvas.convertToBlob(), 300);
  return [widestFor({ width: 6000, height: 4000 }), widestFor({ width: 4000, height: 3000 }), largest.width];
}"""
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
PICTURE_SHARE = "document.querySelector('picture-stage').getBoundingClientRect().height / innerHeight"
# Whether the middle of an element is inside the screen with nothing on top of it.
IS_MET = """(element) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}"""
# Whether a part of the element is there in its scrolled parent, and a part is not.
IS_CUT = """(element) => {
  const [own, rail] = [element, element.parentElement].map((each) => each.getBoundingClientRect());
  const isThere = own.right > rail.left && own.left < rail.right;
  return isThere && (own.left < rail.left - 1 || own.right > rail.right + 1);
}"""


def tabs(phone: Phone) -> list[Locator]:
    """The tools of the rail."""
    return phone.page.get_by_role("tab").all()


def cut(phone: Phone) -> list[Locator]:
    """The tools that are seen in part."""
    return [tab for tab in tabs(phone) if tab.evaluate(IS_CUT)]


def opens(phone: Phone, language: str) -> None:
    """Open a sample, in this language."""
    phone.opens("Cat")
    phone.page.emulate_media(reduced_motion="reduce")
    phone.page.set_extra_http_headers({"Accept-Language": language})
    phone.page.reload()
    phone.page.locator("#panel-regions [role=option]").first.wait_for()


def turns(phone: Phone, size: Size) -> None:
    """Have a screen of this size, with the first tool in the hand."""
    phone.page.set_viewport_size({"width": size[0], "height": size[1]})
    phone.opens_tab(tabs(phone)[0])
    phone.draws()


@pytest.mark.parametrize("language", ["en", "de", "he"])
def test_a_small_screen_holds_everything(phone: Phone, language: str) -> None:
    opens(phone, language)
    for size in SIZES:
        turns(phone, size)
        assert phone.page.evaluate(CROWDED) == []
        for tab in tabs(phone):
            phone.opens_tab(tab)
            assert phone.page.evaluate(OVERFLOW) == 0
            assert phone.page.evaluate(PICTURE_SHARE) >= TALL
            for button in phone.page.locator(".panel .button--main:visible").all():
                assert button.evaluate(IS_MET), button.inner_text()


def test_what_stands_above_the_picture_is_as_large_as_a_finger(phone: Phone) -> None:
    opens(phone, "de")
    for size in SIZES:
        turns(phone, size)
        for target in phone.page.locator(".topbar").locator("button:visible, a:visible, summary:visible").all():
            box = target.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= FINGER, target.evaluate("(element) => element.outerHTML")


def test_the_name_has_the_whole_bar_while_it_is_changed(phone: Phone) -> None:
    phone.opens("Cat")
    name = phone.page.get_by_label("Name of the picture")
    name.tap()
    expect(phone.button("Find an action")).to_be_hidden()
    assert name.evaluate("(element) => element.offsetWidth") > phone.page.evaluate("innerWidth / 2")
    name.fill("Chelsea")
    name.press("Enter")
    expect(phone.button("Find an action")).to_be_visible()
    expect(name).to_have_value("Chelsea")


def test_the_rail_shows_that_there_is_more(phone: Phone) -> None:
    opens(phone, "en")
    for size in SIZES:
        turns(phone, size)
        (last,) = cut(phone)
        box = last.bounding_box()
        assert box is not None
        phone.page.touchscreen.tap(box["x"] + 6, box["y"] + box["height"] / 2)
        expect(last).to_have_attribute("aria-selected", "true")
        expect(last).to_be_in_viewport(ratio=1)


def test_the_selection_is_at_hand_beside_the_picture(phone: Phone) -> None:
    opens(phone, "de")
    for size in SIZES:
        turns(phone, size)
        bar, picture = phone.page.locator("selection-bar").bounding_box(), phone.canvas.bounding_box()
        assert bar is not None
        assert picture is not None
        assert bar["y"] >= picture["y"] + picture["height"]
        for target in phone.page.locator("selection-bar button, .selecting__tools input").all():
            assert target.evaluate(IS_MET)


@pytest.mark.does("compare")
def test_a_finger_moves_the_divider_and_a_tap_goes_back_in_the_history(phone: Phone) -> None:
    phone.opens("Cat")
    original = phone.pixels()
    phone.regions.first.tap()
    phone.button("Erase").tap()
    phone.stands_at(2)
    edited = phone.pixels()
    phone.button("Compare").tap()
    slider = phone.page.get_by_label("How much of the left one to show")
    expect(slider).to_have_value("500")
    box = phone.canvas.bounding_box()
    assert box is not None
    middle, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phone.touches([[(middle, y)], [(middle + 40, y)], [(middle + box["width"] / 4, y)]])
    assert int(slider.input_value()) == pytest.approx(750, abs=15)
    assert phone.violations() == []
    phone.button("Stop comparing").tap()
    phone.sees(edited)
    phone.history.first.get_by_role("button", name="Original").tap()
    phone.stands_at(1)
    assert phone.pixels() == original


def test_what_is_compared_can_be_chosen_by_touch(phone: Phone) -> None:
    phone.opens("Cat")
    phone.regions.first.tap()
    phone.button("Erase").tap()
    phone.stands_at(2)
    for size in SIZES:
        turns(phone, size)
        phone.button("Compare").tap()
        expect(phone.button("Stop comparing")).to_be_visible()
        for side in phone.page.locator("compare-bar select").all():
            box = side.bounding_box()
            assert box is not None
            assert box["width"] >= 80
        phone.button("Stop comparing").tap()


def test_a_tap_that_soon_follows_a_swipe_counts(phone: Phone) -> None:
    phone.opens("Cat")
    phone.page.keyboard.press("1")
    phone.draws_along((0.2, 0.2), (0.4, 0.4), (0.7, 0.7))
    for tool in ("Brush", "Lasso", "Box", "Pointer"):
        phone.chooses(tool)
        phone.draws_along((0.2, 0.2), (0.4, 0.4), (0.7, 0.7))


def test_a_phone_makes_no_bitmap_larger_than_phones_take(browser: Browser, modules: Page) -> None:
    phone = browser.new_page(has_touch=True, is_mobile=True)
    phone.route("**/*", serve)
    phone.goto("http://127.0.0.1/")
    width, unlimited, made = phone.evaluate(WIDEST)
    phone.close()
    assert width * width * 4000 / 6000 <= 2**24 < (width + 2) * (width + 2) * 4000 / 6000
    assert (unlimited, made) == (0, 300)
    assert modules.evaluate(WIDEST)[0] == 0
