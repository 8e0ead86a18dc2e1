"""Hiding faces: by mouse, by keyboard alone and by touch."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


def opens(journey: Journey) -> None:
    journey.opens("Astronaut")
    journey.turns_to("Hide")
    expect(journey.page.get_by_role("checkbox", name="Person 1")).to_be_checked()


@pytest.mark.every_browser
@pytest.mark.does("hide_faces")
def test_a_face_is_pixelated_with_the_mouse(journey: Journey) -> None:
    opens(journey)
    journey.page.get_by_role("radio", name="Pixelate").check(force=True)
    assert journey.violations() == []
    journey.button("Hide faces").click()
    journey.stands_at(2)
    expect(journey.page.get_by_role("button", name="2. Hid 1 face")).to_be_visible()


def test_without_a_face_it_is_said_at_its_place(journey: Journey) -> None:
    journey.expected.append("422")
    opens(journey)
    journey.page.get_by_role("checkbox", name="Person 1").uncheck()
    journey.button("Hide faces").click()
    expect(journey.page.get_by_role("alert").filter(has_text="Choose at least one face.")).to_be_visible()
    expect(journey.page.get_by_role("checkbox", name="Person 1")).not_to_be_checked()


@pytest.mark.does("hide_faces")
def test_a_face_is_hidden_with_the_keyboard(typist: Typist) -> None:
    opens(typist)
    typist.tabs_to(typist.page.get_by_role("checkbox", name="Person 1"))
    typist.tabs_to(typist.page.get_by_role("radio", name="Blur"))
    typist.presses("ArrowRight")
    expect(typist.page.get_by_role("radio", name="Pixelate")).to_be_checked()
    typist.presses("Control+Enter")
    typist.stands_at(2)


@pytest.mark.does("hide_faces")
def test_a_finger_hides_a_face(phone: Phone) -> None:
    opens(phone)
    phone.button("Hide faces").tap()
    phone.stands_at(2)
