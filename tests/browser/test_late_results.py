"""A result that comes when one has gone on with something else: told until it is looked at or put away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from harness.journey import Journey

pytestmark = pytest.mark.browser

TOLD = "You had moved on, so it is in the history as"


@pytest.fixture
def late(journey: Journey) -> Journey:
    """A person who had a picture expanded and went to another step of it meanwhile."""
    journey.opens("Coffee")
    journey.regions.last.click()
    journey.erases()
    journey.button("Undo").click()
    journey.stands_at(1)
    journey.turns_to("Expand")
    journey.page.get_by_role("radio", name="16:9").check()
    expect(journey.button("Expand")).to_be_enabled()
    elsewhere = redoes_elsewhere(journey)
    journey.button("Expand").click()
    journey.stands_at(2)
    elsewhere.close()
    journey.hears(f"{TOLD} step 3")
    journey.stands_at(2)
    expect(journey.page.locator("[data-job]")).to_have_count(0)  # it was looked at automatically: the card is at rest
    return journey


def redoes_elsewhere(journey: Journey) -> Page:
    """Redo in another tab, of which this one does not know yet: what is asked for here is of the step before."""
    other = Journey(journey.page.context.new_page())
    other.page.goto(journey.page.url)
    other.button("Redo").click()
    other.stands_at(2)
    return other.page


def test_it_is_told_across_a_reload_until_it_is_dismissed(late: Journey) -> None:
    card = late.page.locator("job-card", has_text=TOLD)
    expect(card).to_be_visible()
    late.page.reload()
    expect(card).to_be_visible()
    late.hears(f"{TOLD} step 3")
    assert not late.violations()
    late.button("Dismiss").click()
    expect(card).to_have_count(0)
    late.page.reload()
    late.stands_at(2)
    expect(card).to_have_count(0)


def test_it_is_told_no_more_once_it_was_shown(late: Journey) -> None:
    late.button("Show it").click()
    late.stands_at(3)
    expect(late.page.locator("job-card", has_text=TOLD)).to_have_count(0)
    late.button("Undo").click()
    late.stands_at(1)
    expect(late.page.locator("job-card", has_text=TOLD)).to_have_count(0)


@pytest.mark.parametrize(("longest", "questions"), [(1500, 40), (6000, 10)])
def test_a_page_that_waits_asks_no_more_often_than_it_was_told(journey: Journey, longest: int, questions: int) -> None:
    journey.page.clock.install()
    journey.opens("Coffee")
    counted = """longest => {
        const poll = document.createElement("job-poll");
        Object.assign(poll.dataset, { waited: "100", longest });
        poll.addEventListener("studio:ask", () => window.questions = (window.questions ?? 0) + 1);
        document.body.append(poll);
    }"""
    journey.page.evaluate(counted, longest)
    journey.page.clock.run_for(60_100)
    assert journey.page.evaluate("window.questions") == questions
