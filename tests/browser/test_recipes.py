"""Recipes in the browser: made of a step, tried on another picture, applied to several, kept and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.recipes.run import apply
from harness.journey import Journey
from harness.photos import RED, meadow
from harness.processes import ROOT
from recipes import reading
from tests.browser.input_methods import Phone, Typist
from tests.browser.selection_steps import drags, takes

pytestmark = pytest.mark.browser


def uploads_a_portrait(person: Journey, folder: Path, name: str = "portrait") -> None:
    """The same photo under another name."""
    path = folder / f"{name}.jpg"
    path.write_bytes((ROOT / "static" / "samples" / "astronaut.jpg").read_bytes())
    person.uploads(path)


def hides_a_face(person: Journey) -> None:
    """A picture in which a face was hidden."""
    person.opens("Astronaut")
    person.turns_to("Hide")
    person.button("Hide faces").click()
    person.stands_at(2)


def saves_the_recipe(person: Journey) -> None:
    """By way of the step of the history."""
    person.history.last.hover()
    person.page.get_by_role("link", name="Save as recipe 2").click()
    person.page.get_by_role("textbox", name="Name", exact=True).fill("Nobody known")
    person.page.get_by_label("Where").select_option("all")
    assert person.violations() == []
    person.button("Save the recipe").click()
    expect(person.page.get_by_role("heading", name="Nobody known")).to_be_visible()


def saves_a_recipe_of(person: Journey, number: int, name: str) -> None:
    """All that led to a step, as it was done."""
    person.history.last.hover()
    person.page.get_by_role("link", name=f"Save as recipe {number}").click()
    person.page.get_by_role("textbox", name="Name", exact=True).fill(name)
    person.button("Save the recipe").click()
    expect(person.page.get_by_role("heading", name=name)).to_be_visible()


def is_done(page: Page, count: int) -> None:
    """The run over so many pictures has come to its end."""
    expect(page.get_by_text(f"{count} of {count} done")).to_be_visible()


def image_at(page: Page, address: str) -> bytes:
    return page.request.get(address).body()


def test_a_picture_in_which_nothing_is_found_stays_as_it_is(journey: Journey, tmp_path: Path) -> None:
    journey.opens("Coffee")
    picture = journey.page.url
    brings_a_recipe(journey, tmp_path)
    journey.page.get_by_role("link", name="faces", exact=True).click()
    journey.page.locator(".recipes__picture input").first.check()
    journey.button("Apply the recipe").click()
    is_done(journey.page, 1)
    expect(journey.page.get_by_text("Nothing was found, so nothing was changed.")).to_be_visible()
    expect(journey.page.get_by_role("button", name="Keep")).to_have_count(0)
    expect(journey.page.get_by_role("button", name="Undo")).to_have_count(0)
    assert journey.violations() == []
    journey.page.goto(picture)
    journey.stands_at(1)


@pytest.mark.every_browser
def test_a_recipe_is_made_and_applied_to_all_pictures(journey: Journey, tmp_path: Path) -> None:
    uploads_a_portrait(journey, tmp_path)
    uploads_a_portrait(journey, tmp_path, "passport")
    hides_a_face(journey)
    saves_the_recipe(journey)
    page = journey.page
    page.get_by_role("link", name="Select all").click()
    assert journey.violations() == []
    journey.button("Apply the recipe").click()
    expect(page.locator(".run__item").first).to_be_visible()
    is_done(page, page.locator(".run__item").count())
    assert journey.violations() == []
    expect(page.get_by_text("1 found (All faces)").first).to_be_visible()
    page.get_by_role("button", name="Undo portrait").click()
    expect(page.locator(".run__state", has_text="Undone").first).to_be_visible()
    journey.button("Keep all").click()
    expect(journey.button("Keep all")).to_have_count(0)


def test_a_recipe_gives_the_same_bytes_here_and_by_the_engine(journey: Journey, tmp_path: Path) -> None:
    uploads_a_portrait(journey, tmp_path)
    other = journey.page.url
    hides_a_face(journey)
    picture = journey.page.url
    saves_the_recipe(journey)
    recipe = reading.read(image_at(journey.page, f"{journey.page.url}file"))
    journey.page.locator(".recipes__picture input").nth(1).check()
    journey.button("Apply the recipe").click()
    is_done(journey.page, 1)
    before, after = (image_at(journey.page, f"{other}revisions/{number}/image") for number in (1, 2))
    assert apply(recipe, before).image == after == image_at(journey.page, f"{picture}revisions/2/image")


def test_a_soft_edge_and_a_crop_with_its_background_give_the_same_bytes_elsewhere(journey: Journey) -> None:
    journey.opens("Cat")
    other = journey.page.url
    journey.opens("Cat")
    picture = journey.page.url
    takes(journey, "Box")
    drags(journey, (0.05, 0.05), (0.2, 0.25))
    journey.page.get_by_text("Edge", exact=True).click()
    journey.page.get_by_role("slider", name="Feather").fill("12")
    journey.erases()
    journey.turns_to("Crop")
    journey.button("Crop").click()
    journey.stands_at(3)
    saves_a_recipe_of(journey, 3, "Without the corner")
    recipe = reading.read(image_at(journey.page, f"{journey.page.url}file"))
    assert [step.fields.get("feather", step.fields.get("keep_background")) for step in recipe.steps] == [12, True]
    journey.page.locator(".recipes__picture input").nth(1).check()
    journey.button("Apply the recipe").click()
    is_done(journey.page, 1)
    before, after = (image_at(journey.page, f"{other}revisions/{number}/image") for number in (1, 2))
    assert apply(recipe, before).image == after == image_at(journey.page, f"{picture}revisions/3/image")


def test_what_distracts_is_erased_anew_in_another_picture(journey: Journey, tmp_path: Path) -> None:
    scene = meadow(tmp_path)
    journey.uploads(scene)
    journey.uploads(scene)
    journey.turns_to("Clean up")
    journey.clicks_at(*RED)
    journey.button("Erase accepted").click()
    journey.stands_at(2)
    journey.history.last.hover()
    journey.page.get_by_role("link", name="Save as recipe 2").click()
    journey.page.get_by_label("Where").select_option(label="What distracts")
    journey.button("Save the recipe").click()
    expect(journey.page.get_by_text("Erase: What distracts")).to_be_visible()
    journey.page.locator(".recipes__picture input").nth(1).check()
    journey.button("Apply the recipe").click()
    is_done(journey.page, 1)
    expect(journey.page.get_by_text("2 found (What distracts)")).to_be_visible()
    assert journey.violations() == []


def test_a_recipe_is_tried_on_another_picture(journey: Journey) -> None:
    journey.opens("Coffee")
    hides_a_face(journey)
    journey.page.get_by_role("link", name="Save as recipe 2").click()
    journey.page.get_by_label("Where").select_option("all")
    journey.page.get_by_label("Picture", exact=True).select_option(label="Coffee")
    journey.button("Try").click()
    is_done(journey.page, 1)
    expect(journey.page.get_by_text("nothing was found (All faces)")).to_be_visible()
    expect(journey.page.get_by_role("img", name="After")).to_be_visible()
    expect(journey.page.get_by_label("Where")).to_have_value("all")
    assert journey.violations() == []


def test_a_file_that_is_no_recipe_is_refused_at_the_form(journey: Journey, tmp_path: Path) -> None:
    journey.expected.append("422")
    path = tmp_path / "odd.json"
    path.write_text("{}")
    journey.page.goto("/recipes/")
    journey.page.get_by_label("A recipe's file").set_input_files(path)
    journey.button("Bring it here").click()
    expect(journey.page.get_by_role("alert").filter(has_text="This is no recipe")).to_be_visible()
    assert journey.violations() == []


def brings_a_recipe(person: Journey, folder: Path) -> None:
    """A recipe out of a file, among the others; by whatever means, for that is no part of these journeys."""
    path = folder / "faces.recipe.json"
    path.write_text('{"recipe": 1, "steps": [{"do": "hide_faces", "method": "blur"}]}')
    person.page.goto("/recipes/")
    person.page.get_by_label("A recipe's file").set_input_files(path)
    person.button("Bring it here").evaluate("(button) => button.form.requestSubmit(button)")


def test_pictures_are_chosen_by_shift_as_a_range(journey: Journey, tmp_path: Path) -> None:
    for sample in ("Coffee", "Astronaut", "Cat"):
        journey.opens(sample)
    brings_a_recipe(journey, tmp_path)
    journey.page.get_by_role("link", name="faces", exact=True).click()
    boxes = journey.page.locator(".recipes__picture input")
    boxes.first.click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(journey.page.get_by_text("3 selected")).to_be_visible()
    journey.page.get_by_role("link", name="Select none").click()
    expect(journey.page.get_by_text("0 selected")).to_be_visible()


def test_a_recipe_is_applied_by_the_keyboard(typist: Typist, tmp_path: Path) -> None:
    typist.opens("Astronaut")
    brings_a_recipe(typist, tmp_path)
    typist.tabs_to(typist.page.get_by_role("link", name="faces", exact=True))
    typist.presses("Enter")
    typist.tabs_to(typist.page.locator(".recipes__picture input").first)
    typist.presses("Space")
    typist.tabs_to(typist.button("Apply the recipe"))
    typist.presses("Enter")
    is_done(typist.page, 1)
    typist.tabs_to(typist.page.get_by_role("button", name="Undo Astronaut"))
    typist.presses("Enter")
    expect(typist.page.locator(".run__state")).to_contain_text("Undone")


def test_a_recipe_is_applied_by_a_finger(phone: Phone, tmp_path: Path) -> None:
    phone.opens("Astronaut")
    brings_a_recipe(phone, tmp_path)
    phone.page.get_by_role("link", name="faces", exact=True).tap()
    phone.page.locator(".recipes__picture").first.tap()
    phone.button("Apply the recipe").tap()
    is_done(phone.page, 1)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.violations() == []
