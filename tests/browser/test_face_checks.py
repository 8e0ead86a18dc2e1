"""Hiding faces in many pictures: looked for in each, unticked where they are to stay, and only then hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from engine.recipes.run import apply
from harness.journey import Journey
from harness.processes import ROOT
from recipes.model import Recipe, Step
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


def uploads_a_portrait(person: Journey, folder: Path) -> str:
    """The photo of the astronaut under another name; where it is edited."""
    path = folder / "portrait.jpg"
    path.write_bytes((ROOT / "static" / "samples" / "astronaut.jpg").read_bytes())
    person.uploads(path)
    return person.page.url


def faces_of(person: Journey, name: str) -> Locator:
    """The boxes of the faces of one picture."""
    return person.page.get_by_role("group", name=name).get_by_role("checkbox")


def looks_for_faces_in_all(person: Journey) -> None:
    """Every picture of the gallery is chosen, by whatever means."""
    person.page.goto("/faces/?all=1")
    person.button("Look for faces").evaluate("(button) => button.form.requestSubmit(button)")
    expect(person.page.get_by_role("heading", name="Which faces are to be hidden?")).to_be_visible()


def is_done(person: Journey, count: int) -> None:
    expect(person.page.get_by_text(f"{count} of {count} done")).to_be_visible()


@pytest.mark.every_browser
def test_faces_are_found_in_many_pictures_and_hidden_where_they_stay_ticked(journey: Journey, tmp_path: Path) -> None:
    uploads_a_portrait(journey, tmp_path)
    journey.opens("Coffee")
    journey.opens("Astronaut")
    journey.comes()
    journey.page.get_by_role("link", name="Hide faces").click()
    journey.page.get_by_role("link", name="Select all").click()
    assert journey.violations() == []
    journey.button("Look for faces").click()
    expect(faces_of(journey, "Astronaut")).to_have_count(1)
    expect(faces_of(journey, "portrait")).to_be_checked()
    expect(journey.page.get_by_role("link", name="Look at it in the editor")).to_be_visible()
    crop = faces_of(journey, "portrait").locator("xpath=following-sibling::img")
    expect(crop).to_have_js_property("naturalWidth", 192)
    assert journey.violations() == []
    faces_of(journey, "portrait").uncheck()
    journey.page.get_by_role("radio", name="Pixelate").check(force=True)
    journey.button("Hide the ticked faces").click()
    is_done(journey, 3)
    expect(journey.page.locator(".run__item", has_text="portrait")).to_contain_text("Left as it is")
    assert journey.violations() == []
    journey.page.get_by_role("button", name="Undo Astronaut").click()
    expect(journey.page.locator(".run__item", has_text="Astronaut")).to_contain_text("Undone")


def test_faces_are_hidden_as_by_a_recipe_and_what_was_left_has_no_step(journey: Journey, tmp_path: Path) -> None:
    portrait = uploads_a_portrait(journey, tmp_path)
    journey.opens("Astronaut")
    astronaut = journey.page.url
    looks_for_faces_in_all(journey)
    faces_of(journey, "portrait").uncheck()
    journey.page.get_by_role("radio", name="Pixelate").check(force=True)
    journey.button("Hide the ticked faces").click()
    is_done(journey, 2)
    before, after = (journey.page.request.get(f"{astronaut}revisions/{number}/image").body() for number in (1, 2))
    assert apply(Recipe((Step("hide_faces", {"method": "pixelate"}),)), before).image == after
    assert journey.page.request.get(f"{portrait}revisions/2/image").status == 404


def test_whoever_ticks_nothing_is_told_so_and_nothing_is_changed(journey: Journey) -> None:
    journey.expected.append("422")
    journey.opens("Astronaut")
    picture = journey.page.url
    looks_for_faces_in_all(journey)
    faces_of(journey, "Astronaut").uncheck()
    journey.button("Hide the ticked faces").click()
    expect(journey.page.get_by_role("alert").filter(has_text="Choose at least one face.")).to_be_visible()
    expect(faces_of(journey, "Astronaut")).not_to_be_checked()
    assert journey.violations() == []
    assert journey.page.request.get(f"{picture}revisions/2/image").status == 404


def test_a_run_is_found_again_with_what_was_left_and_what_was_hidden(journey: Journey, tmp_path: Path) -> None:
    uploads_a_portrait(journey, tmp_path)
    journey.opens("Astronaut")
    looks_for_faces_in_all(journey)
    faces_of(journey, "portrait").uncheck()
    journey.button("Hide the ticked faces").click()
    is_done(journey, 2)
    journey.page.get_by_role("link", name="All recipes").click()
    journey.page.get_by_role("region", name="Applied lately").get_by_role("link", name="Hide faces").click()
    expect(journey.page.locator(".run__item", has_text="portrait")).to_contain_text("Left as it is")
    expect(journey.page.get_by_role("img", name="After")).to_have_count(1)


def test_faces_of_many_pictures_are_hidden_by_the_keyboard(typist: Typist, tmp_path: Path) -> None:
    uploads_a_portrait(typist, tmp_path)
    typist.opens("Astronaut")
    typist.page.goto("/")
    typist.tabs_to(typist.page.get_by_role("link", name="Hide faces"))
    typist.presses("Enter")
    typist.tabs_to(typist.page.get_by_role("link", name="Select all"))
    typist.presses("Enter")
    typist.tabs_to(typist.button("Look for faces"))
    typist.presses("Enter")
    expect(faces_of(typist, "portrait")).to_be_checked()
    typist.tabs_to(faces_of(typist, "portrait"))
    typist.presses("Space")
    typist.tabs_to(typist.page.get_by_role("radio", name="Blur"))
    typist.presses("ArrowRight", "ArrowRight")
    expect(typist.page.get_by_role("radio", name="Fill")).to_be_checked()
    typist.tabs_to(typist.button("Hide the ticked faces"))
    typist.presses("Enter")
    is_done(typist, 2)
    typist.tabs_to(typist.page.get_by_role("button", name="Undo Astronaut"))
    typist.presses("Enter")
    expect(typist.page.locator(".run__item", has_text="Astronaut")).to_contain_text("Undone")


def test_faces_of_many_pictures_are_hidden_by_a_finger(phone: Phone) -> None:
    phone.opens("Coffee")
    phone.opens("Astronaut")
    phone.page.goto("/faces/")
    for picture in phone.page.locator(".recipes__picture").all():
        picture.tap()
    phone.button("Look for faces").tap()
    expect(faces_of(phone, "Astronaut")).to_be_checked()
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.violations() == []
    phone.chooses("Fill")
    phone.button("Hide the ticked faces").tap()
    is_done(phone, 2)
    assert phone.violations() == []
