"""What is not there any more: a picture deleted elsewhere, a session that ended, a studio that went away."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from harness.journey import Journey

pytestmark = pytest.mark.browser


def test_a_picture_deleted_in_another_tab_is_said_with_the_way_on(journey: Journey) -> None:
    journey.expected = ["404"]
    journey.opens("Cat")
    number = journey.page.url.rstrip("/").rpartition("/")[2]
    other = journey.page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Delete Cat").click()
    other.get_by_role("button", name="Delete", exact=True).click()
    expect(other.get_by_text("Nothing here yet")).to_be_visible()
    journey.regions.first.click()
    journey.button("Erase").click()
    notice = journey.page.get_by_role("alert").filter(has_text="no longer exists")
    expect(notice).to_be_visible()
    assert journey.has_stayed()
    assert journey.violations() == []
    asked = len([address for address in journey.requests if f"/pictures/{number}/status" in address])
    journey.page.wait_for_timeout(1500)
    assert asked == len([address for address in journey.requests if f"/pictures/{number}/status" in address])
    notice.get_by_role("link", name="Go to your pictures").click()
    expect(journey.page.get_by_role("heading", name="Your pictures")).to_be_visible()


def test_a_step_deleted_in_another_tab_is_said_with_the_way_on(journey: Journey) -> None:
    journey.expected = ["404"]
    journey.opens("Cat")
    journey.regions.first.click()
    journey.erases()
    journey.page.locator("#step-1").click()
    journey.stands_at(1)
    other = journey.page.context.new_page()
    other.goto(journey.page.url)
    other.locator("#step-2").focus()
    other.keyboard.press("Delete")
    other.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(other.locator("#step-2")).to_have_count(0)
    journey.page.locator("#step-2").click()
    notice = journey.page.get_by_role("alert").filter(has_text="This picture or step no longer exists")
    expect(notice).to_be_visible()
    assert journey.violations() == []
    notice.get_by_role("link", name="Open it anew").click()
    journey.is_in_the_editor()
    assert journey.history.count() == 1


def test_a_session_that_ended_is_said_and_nothing_is_done(journey: Journey) -> None:
    journey.expected = ["403"]
    journey.opens("Cat")
    steps = journey.history.count()
    kept: Any = journey.page.context.cookies()
    journey.page.context.clear_cookies()
    journey.regions.first.click()
    journey.button("Erase").click()
    notice = journey.page.get_by_role("alert").filter(has_text="out of date")
    expect(notice).to_be_visible()
    assert journey.has_stayed()
    journey.page.context.add_cookies(kept)
    notice.get_by_role("link", name="Open it anew").click()
    journey.is_in_the_editor()
    assert journey.history.count() == steps
