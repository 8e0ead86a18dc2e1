"""Whole objects, their parts and what is around them, with an engine that knows the objects of one drawing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from harness.journey import Journey
from harness.studio import run_studio
from tests.browser.conftest import at, phone_at
from tests.browser.input_methods import Phone, Typist
from tests.browser.objects_site import drawing
from tests.browser.objects_site.drawing import AT_BALL, AT_BODY, AT_GROUND, AT_HEAD, AT_SKY
from tests.browser.objects_site.engine import HOLD
from tests.browser.selection_steps import NOTHING, drags, kinds, selected_at, sent, summary, takes

pytestmark = pytest.mark.browser
FIGURE = "303,304"


@pytest.fixture(scope="module")
def data(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a studio whose engine knows objects."""
    return tmp_path_factory.mktemp("objects")


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """Where that studio answers."""
    with run_studio(data, "tests.browser.objects_site.settings") as studio:
        yield studio.address


@pytest.fixture(scope="module")
def picture(data: Path) -> Path:
    """The drawing as a file."""
    return drawing.save_picture(data)


@pytest.fixture
def journey(browser: Browser, address: str, picture: Path) -> Iterator[Journey]:
    """A person who has opened the drawing."""
    context = browser.new_context(base_url=address)
    with at(context.new_page(), Journey) as person:
        person.uploads(picture)
        yield person
    context.close()


@pytest.fixture
def typist(browser: Browser, address: str, picture: Path) -> Iterator[Typist]:
    """A person who has a keyboard alone, and the drawing open before them."""
    context = browser.new_context(base_url=address)
    with at(context.new_page(), Typist) as person:
        person.uploads(picture)
        yield person
    context.close()


@pytest.fixture
def phone(
    browser: Browser, address: str, picture: Path, browser_name: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Phone]:
    """A person with a phone who has opened the drawing."""
    with phone_at(browser, address, browser_name, monkeypatch) as person:
        person.uploads(picture)
        yield person


def chosen(journey: Journey) -> str:
    """The ids that Erase would send."""
    ids = journey.page.locator("selection-bar [name=mask_ids]").input_value().split(",")
    return ",".join(sorted(filter(None, ids), key=int))


def lit(journey: Journey) -> Locator:
    """The row of what is lit up in the picture."""
    return journey.page.locator("region-list [data-hovered]")


def test_pointing_lights_up_the_object_and_one_click_takes_it(journey: Journey) -> None:
    before = len(journey.requests)
    journey.points_at(*AT_HEAD)
    expect(lit(journey)).to_contain_text("object")
    journey.clicks_at(*AT_HEAD)
    assert chosen(journey) == FIGURE
    expect(summary(journey)).to_contain_text("1 object, ")
    assert len(journey.requests) == before
    journey.erases()
    expect(journey.history.last).to_contain_text("Removed an object")
    assert journey.has_stayed()


def test_a_second_click_takes_the_part_and_a_third_none(journey: Journey) -> None:
    for expected in (FIGURE, "303", "", FIGURE):
        journey.clicks_at(*AT_HEAD)
        assert chosen(journey) == expected
    journey.clicks_at(*AT_BODY)
    assert chosen(journey) == "304"
    journey.clicks_at(*AT_HEAD)
    assert chosen(journey) == FIGURE
    journey.clicks_at(*AT_BALL)
    journey.clicks_at(*AT_BALL)
    assert chosen(journey) == FIGURE
    journey.page.keyboard.press("Control+z")
    expect(summary(journey)).to_contain_text("2 objects, ")


def test_alt_takes_a_part_shift_adds_and_ctrl_takes_away(journey: Journey) -> None:
    keys = journey.page.keyboard
    keys.down("Alt")
    journey.points_at(*AT_HEAD)
    journey.clicks_at(*AT_HEAD)
    keys.up("Alt")
    assert chosen(journey) == "303"
    keys.down("Shift")
    journey.clicks_at(*AT_BODY)
    journey.clicks_at(*AT_BALL)
    keys.up("Shift")
    assert chosen(journey) == "303,304,305"
    keys.down("Control")
    journey.clicks_at(*AT_HEAD)
    keys.up("Control")
    assert chosen(journey) == "305"


def test_the_switch_makes_clicks_take_parts(journey: Journey) -> None:
    journey.page.get_by_label("Parts").check()
    journey.clicks_at(*AT_BODY)
    assert chosen(journey) == "304"
    expect(summary(journey)).to_contain_text("1 region, ")
    journey.clicks_at(*AT_SKY)
    assert chosen(journey) == "301,304"
    journey.page.get_by_label("Parts").uncheck()
    journey.button("Clear").click()
    journey.clicks_at(*AT_SKY)
    assert chosen(journey) == "300,301"
    journey.page.reload()
    expect(journey.page.get_by_label("Parts")).not_to_be_checked()


def test_a_selection_grows_from_part_to_object_to_what_is_around_it(journey: Journey) -> None:
    journey.page.keyboard.down("Alt")
    journey.clicks_at(*AT_HEAD)
    journey.page.keyboard.up("Alt")
    journey.button("Grow").click()
    assert chosen(journey) == FIGURE
    journey.button("Grow").click()
    assert set(chosen(journey).split(",")) > {"303", "304"}
    journey.button("Shrink").click()
    journey.button("Shrink").click()
    assert chosen(journey) == "303"


def test_neighbours_are_whole_objects(journey: Journey) -> None:
    journey.clicks_at(*AT_BALL)
    journey.button("Neighbours").click()
    assert chosen(journey) == "302,305"
    journey.button("Neighbours").click()
    assert chosen(journey) == "300,301,302,303,304,305"


def test_the_list_has_objects_first_with_their_parts_folded_under_them(journey: Journey) -> None:
    rows = journey.objects
    expect(rows).to_have_count(4)
    names = [name.split(",")[0] for name in rows.all_inner_texts()]
    assert [name.rsplit(" ", 1)[1] for name in names] == ["object", "object", "region", "region"]
    figure = rows.first
    figure.locator("[data-fold]").click()
    expect(rows).to_have_count(6)
    expect(figure).to_have_attribute("aria-expanded", "true")
    rows.nth(2).click()
    assert chosen(journey) in ("303", "304")
    expect(figure).to_have_attribute("data-partly", "")
    expect(figure).to_have_attribute("aria-selected", "false")
    assert journey.violations() == []
    figure.click()
    assert chosen(journey) == FIGURE
    figure.click()
    expect(summary(journey)).to_have_text(NOTHING)
    figure.locator("[data-fold]").click()
    expect(rows).to_have_count(4)
    journey.turns_the_light_off()
    assert journey.violations() == []


@pytest.mark.does("region", "grow and shrink")
def test_objects_and_parts_are_chosen_by_keyboard_alone(typist: Typist) -> None:
    typist.walks_to("treeitem")
    rows = typist.objects
    expect(rows.first).to_be_focused()
    typist.presses("Space")
    assert chosen(typist) == FIGURE
    typist.presses("ArrowRight", "ArrowRight")
    expect(rows.nth(1)).to_be_focused()
    typist.presses("Control+Space")
    assert chosen(typist) in ("303", "304")
    typist.presses("ArrowLeft", "ArrowLeft")
    expect(rows).to_have_count(4)
    expect(rows.first).to_be_focused()
    typist.presses("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    typist.presses("Control+ArrowUp")
    expect(typist.page.locator("region-list :focus")).to_contain_text("region")
    typist.presses("Escape", "Home", "Space", "]", "[")
    assert chosen(typist) == FIGURE
    typist.presses("Delete")
    typist.stands_at(2)


def test_the_switch_and_what_is_here_have_keys(typist: Typist) -> None:
    typist.presses("o")
    expect(typist.page.get_by_label("Parts")).to_be_checked()
    typist.presses("o")
    expect(typist.page.get_by_label("Parts")).not_to_be_checked()
    typist.walks_to("treeitem")
    typist.presses("End", "Space", "Shift+Tab", "w")  # in the list, letters lead to names
    expect(typist.page.locator("#toast")).to_contain_text("No object was found there")


@pytest.mark.does("region")
def test_objects_and_parts_are_tapped(phone: Phone) -> None:
    phone.taps_at(*AT_HEAD)
    expect(summary(phone)).to_contain_text("1 object, ")
    phone.taps_at(*AT_HEAD)
    expect(summary(phone)).to_contain_text("1 region, ")
    assert chosen(phone) == "303"
    phone.button("Erase").tap()
    phone.stands_at(2)


# Circled


AROUND_FIGURE = [(0.15, 0.08), (0.55, 0.08), (0.55, 0.85), (0.15, 0.85)]
ON_FIGURE, BESIDE_FIGURE = [AT_HEAD, AT_BODY], [(0.17, 0.1), (0.53, 0.83)]


def test_a_box_around_a_thing_selects_the_thing_and_is_taken_back_as_one_step(journey: Journey) -> None:
    takes(journey, "Box")
    expect(journey.page.get_by_label("Object inside").locator("visible=true")).to_be_checked()
    expect(journey.page.get_by_label("Snap to regions")).to_be_disabled()
    drags(journey, AROUND_FIGURE[0], AROUND_FIGURE[2])
    journey.hears("An object was found")
    assert kinds(sent(journey)["steps"]) == [("lasso", True)]
    assert selected_at(journey, *ON_FIGURE, *BESIDE_FIGURE) == [255, 255, 0, 0]
    assert journey.violations() == []
    journey.page.keyboard.press("Control+z")
    expect(summary(journey)).to_have_text(NOTHING)


def test_a_box_is_selected_until_the_thing_in_it_is_found_and_not_any_more_once_taken_back(journey: Journey) -> None:
    held: list[Route] = []
    journey.page.route("**/object", lambda route: held.append(route))
    takes(journey, "Box")
    drags(journey, AROUND_FIGURE[0], AROUND_FIGURE[2])
    assert selected_at(journey, *BESIDE_FIGURE) == [255, 255]
    journey.page.keyboard.press("Control+z")
    expect(summary(journey)).to_have_text(NOTHING)
    with journey.page.expect_response("**/object"):
        held[0].continue_()
    journey.draws()
    expect(summary(journey)).to_have_text(NOTHING)


def test_a_lasso_selects_what_is_drawn_or_the_thing_in_it(journey: Journey) -> None:
    takes(journey, "Lasso")
    drags(journey, *AROUND_FIGURE)
    assert selected_at(journey, *BESIDE_FIGURE) == [255, 255]
    journey.page.get_by_label("Object inside").locator("visible=true").check()
    journey.page.get_by_role("radio", name="Take away").check(force=True)
    drags(journey, *AROUND_FIGURE)
    journey.hears("An object was found")
    assert selected_at(journey, *ON_FIGURE, *BESIDE_FIGURE) == [0, 0, 255, 255]
    journey.erases()


def test_a_box_around_nothing_says_so_and_is_selected_itself(journey: Journey) -> None:
    takes(journey, "Box")
    drags(journey, (0.7, 0.05), (0.9, 0.2))
    expect(journey.page.locator("#toast")).to_contain_text("No object was found there")
    expect(journey.page.locator("#toast")).to_contain_text("The area itself is selected.")
    assert kinds(sent(journey)["steps"]) == [("box", True)]
    assert selected_at(journey, (0.8, 0.1), AT_HEAD) == [255, 0]
    journey.page.keyboard.press("Control+z")
    expect(summary(journey)).to_have_text(NOTHING)


def test_a_box_is_a_box_where_no_object_is_wanted(journey: Journey) -> None:
    takes(journey, "Box")
    journey.page.get_by_label("Object inside").locator("visible=true").uncheck()
    drags(journey, AROUND_FIGURE[0], AROUND_FIGURE[2])
    assert selected_at(journey, *BESIDE_FIGURE) == [255, 255]


def test_boxes_are_looked_into_one_after_the_other(journey: Journey) -> None:
    takes(journey, "Box")
    drags(journey, AROUND_FIGURE[0], AROUND_FIGURE[2])
    drags(journey, (0.62, 0.62), (0.88, 0.97))
    expect(summary(journey)).to_contain_text("14\u00a0%")
    assert selected_at(journey, AT_HEAD, AT_BALL) == [255, 255]


def test_where_ground_was_clicked_an_object_is_looked_for_and_selected_instead(journey: Journey) -> None:
    journey.clicks_at(*AT_HEAD)
    expect(journey.button("Find what is here")).to_be_disabled()
    journey.button("Clear").click()
    journey.clicks_at(0.68, 0.92)
    expect(summary(journey)).to_contain_text("1 region, ")
    journey.button("Find what is here").click()
    journey.hears("An object was found")
    assert selected_at(journey, AT_BALL, AT_GROUND) == [255, 0]
    journey.page.keyboard.press("Control+z")
    assert chosen(journey) == "302"


# Objects that come later


@pytest.fixture
def early(browser: Browser, address: str, picture: Path, data: Path) -> Iterator[Journey]:
    """A person who has opened the drawing, and has to do with what was found at once until ``come`` is called."""
    (data / HOLD).touch()
    context = browser.new_context(base_url=address)
    with at(context.new_page(), Journey) as person:
        person.page.goto("/")
        person.page.get_by_label("Upload photos").set_input_files(picture)
        person.page.wait_for_url("**/pictures/*/")
        person.page.evaluate("window.stays = true")
        expect(person.regions).to_have_count(5)
        expect(person.page.locator("[data-job]")).to_contain_text("You can begin")
        yield person
    (data / HOLD).unlink(missing_ok=True)
    context.close()


def come(journey: Journey, data: Path) -> None:
    """Objects are found."""
    (data / HOLD).unlink()
    expect(journey.page.locator("[data-job]")).to_have_count(0)


def test_objects_take_the_place_of_regions_while_nothing_is_selected(early: Journey, data: Path) -> None:
    assert early.violations() == []
    come(early, data)
    expect(early.objects).to_have_count(4)
    early.hears("one press takes a whole object")
    assert early.has_stayed()


def test_a_selection_that_was_begun_is_not_disturbed(early: Journey, data: Path) -> None:
    early.clicks_at(*AT_HEAD)
    assert chosen(early) == "3"
    come(early, data)
    expect(early.page.locator("#toast")).to_contain_text("as soon as nothing is selected")
    early.clicks_at(*AT_BODY)
    assert chosen(early) == "3,4"
    early.page.reload()
    expect(summary(early)).to_contain_text("2 regions, ")
    assert chosen(early) == "3,4"
    early.clicks_at(*AT_BODY)
    assert chosen(early) == "3"
    early.page.keyboard.press("Escape")
    expect(early.objects).to_have_count(4)
    early.page.keyboard.press("Control+z")
    assert chosen(early) == "3"
    expect(early.regions).to_have_count(5)
    early.erases()
    expect(early.objects).to_have_count(4)
    expect(summary(early)).to_have_text(NOTHING)


def test_an_edit_does_not_wait_for_objects(early: Journey, data: Path) -> None:
    early.clicks_at(*AT_BALL)
    early.erases()
    early.clicks_at(*AT_HEAD)
    early.page.keyboard.press("Escape")
    come(early, data)
    expect(early.objects).to_have_count(3)  # the ball is gone from them
