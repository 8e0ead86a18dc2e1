"""Who has a keyboard alone, or fingers alone, is caught using anything else."""

from __future__ import annotations

import pytest

from harness.journey import Journey
from tests.browser.input_methods import Phone, Typist

pytestmark = pytest.mark.browser


def told(person: Journey) -> list[str]:
    """What was complained of; the journey is forgiven for it."""
    person.draws()
    complaints = [complaint.partition(":")[0] for complaint in person.complaints]
    person.complaints.clear()
    return complaints


def test_a_typist_is_caught_with_a_mouse_and_with_a_focus_out_of_nowhere(typist: Typist) -> None:
    typist.page.goto("/")
    typist.tabs_to(typist.page.get_by_label("Upload photos"))
    assert told(typist) == []
    typist.page.get_by_role("button", name="Cat").focus()
    typist.page.get_by_role("heading", level=1).click()
    assert told(typist) == ["focused without a key", "pressed without a key"]


def test_somebody_with_a_phone_is_caught_with_a_mouse(phone: Phone) -> None:
    phone.page.goto("/")
    phone.page.get_by_role("heading", level=1).tap()
    assert told(phone) == []
    phone.page.get_by_role("heading", level=1).click()
    assert told(phone) == ["touched with a mouse"]
