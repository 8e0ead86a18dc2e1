"""What everybody needs to reach and see: targets, focus, contrast and calm; and the whole job by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2] / "static" / "samples" / "chelsea.jpg"
MOUSE, FINGER = 24, 44  # CSS pixels: WCAG 2.2, 2.5.8 and 2.5.5
# What is smaller than `least` each way; a label counts with its field.
SMALL = """(least) => {
  const interactive = "button, a[href], input:not([type=hidden]), select, summary, [role=option], [role=tab]";
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(".visually-hidden, [inert]");
  const sizeOf = (element) => (element.closest("label") ?? element).getBoundingClientRect();
  return [...document.querySelectorAll(interactive)].filter(isSeen).flatMap((element) => {
    const { width, height } = sizeOf(element);
    const isSmall = Math.round(Math.min(width, height)) < least && width > 1 && !element.matches("[type=file]");
    return isSmall ? [`${width.toFixed(0)}x${height.toFixed(0)} ${element.outerHTML.slice(0, 120)}`] : [];
  });
}"""
# Whether what has the focus can be told from when it had not.
FOCUS = """() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const isSeen = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || element === document.body;
  return isSeen ? "" : element.outerHTML.slice(0, 160);
}"""


def small(page: Page, least: int) -> list[str]:
    """The targets that are too small to be met."""
    return [str(target) for target in page.evaluate(SMALL, least)]


def every_panel(person: Journey) -> list[str]:
    """The names of the panels."""
    return [tab.inner_text() for tab in person.page.get_by_role("tab").all()]


def test_targets_are_large_enough_for_a_mouse(journey: Journey) -> None:
    journey.page.goto("/")
    assert small(journey.page, MOUSE) == []
    journey.opens("Astronaut")
    for name in every_panel(journey):
        journey.page.get_by_role("tab", name=name).click()
        assert small(journey.page, MOUSE) == [], name


def test_targets_are_large_enough_for_a_finger(phone: Phone) -> None:
    phone.page.goto("/")
    assert small(phone.page, FINGER) == []
    phone.opens("Astronaut")
    for name in every_panel(phone):
        phone.turns_to(name)
        assert small(phone.page, FINGER) == [], name


def test_whoever_walks_with_the_tab_key_sees_where_they_are(journey: Journey) -> None:
    journey.opens("Astronaut")
    journey.page.locator("body").focus()
    unseen = []
    for _ in range(45):
        journey.page.keyboard.press("Tab")
        unseen.append(journey.page.evaluate(FOCUS))
    assert [element for element in unseen if element] == []


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}, {"reduced_motion": "reduce"}])
def test_what_people_set_in_their_system_is_respected(journey: Journey, media: dict[str, str]) -> None:
    journey.page.emulate_media(**media)  # type: ignore[arg-type]
    journey.opens("Cat")
    journey.regions.first.click()
    assert journey.violations() == []
    if "reduced_motion" in media:
        running = "document.getAnimations().filter(({ playState }) => playState === 'running').length"
        assert journey.page.evaluate(running) == 0


@pytest.mark.not_in("webkit", reason="WebKitGTK's driver tells of no file chooser")
@pytest.mark.does("region")
def test_the_whole_job_is_done_by_keyboard_alone(typist: Typist) -> None:
    page = typist.page
    page.emulate_media(reduced_motion="reduce")  # axe would see colours that are on their way
    page.goto("/")
    assert typist.violations() == []
    typist.tabs_to(page.get_by_label("Upload photos"))
    with page.expect_file_chooser() as chooser:
        typist.presses("Space")
    chooser.value.set_files(SAMPLE)
    typist.is_in_the_editor()
    assert typist.violations() == []
    typist.walks_to("option")
    typist.presses("ArrowDown", " ")
    expect(page.locator("selection-bar [data-summary]")).to_contain_text("1 region, ")
    assert typist.violations() == []
    typist.presses("Delete")
    typist.stands_at(2)
    typist.hears("Showing 2. Removed a region")
    expect(page.locator("[role=option]:focus")).to_have_count(1)
    assert typist.violations() == []
    with page.expect_download() as download:
        typist.presses("Control+s")
    assert download.value.suggested_filename == "chelsea.jpg"
    assert typist.has_stayed()


def test_letters_are_the_keys_where_they_are_on_layouts_without_latin_ones(journey: Journey) -> None:
    journey.opens("Cat")
    press = "(key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true }))"
    for letter in ("з", "פ", "π"):  # what a Russian, a Hebrew and a Greek keyboard may write with the key P
        journey.page.keyboard.press("r")
        journey.page.evaluate(press, {"key": letter, "code": "KeyP"})
        expect(journey.page.get_by_role("tab", name="People")).to_have_attribute("aria-selected", "true")
