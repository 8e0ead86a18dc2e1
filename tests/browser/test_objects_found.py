"""The embedded engine's own objects, with the weights that were installed, by mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.weights import bundled
from harness.journey import Journey
from harness.studio import run_studio
from harness.weights import INSTALLED
from tests.browser.conftest import at
from tests.browser.selection_steps import drags, selected_at, sent, summary, takes

pytestmark = pytest.mark.browser
CUP, TABLE = (0.55, 0.45), (0.05, 0.05)  # places in the sample


@pytest.fixture
def journey(browser: Browser, tmp_path: Path) -> Iterator[Journey]:
    """A person in a studio whose engine has its weights."""
    if missing := bundled.list_missing(INSTALLED):
        pytest.skip(f"not installed: {', '.join(one.name for one in missing)}")
    with run_studio(tmp_path / "data", STUDIO_WEIGHTS=str(INSTALLED)) as studio:
        context = browser.new_context(base_url=studio.address)
        with at(context.new_page(), Journey) as person:
            yield person
        context.close()


def test_a_cup_is_taken_by_one_click_and_by_a_box_around_it_and_erased(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.clicks_at(*CUP)
    expect(summary(journey)).to_contain_text("1 object, ")
    assert len(journey.page.locator("selection-bar [name=mask_ids]").input_value().split(",")) >= 1
    assert journey.violations() == []
    journey.page.keyboard.press("Escape")
    takes(journey, "Box")
    drags(journey, (0.08, 0.08), (0.97, 0.97))
    journey.hears("An object was found")
    assert [step["kind"] for step in sent(journey)["steps"]] == ["lasso"]
    assert selected_at(journey, CUP, TABLE) == [255, 0]
    takes(journey, "Pointer")
    journey.page.keyboard.press("Escape")
    journey.clicks_at(*CUP)
    journey.erases()
    expect(journey.history.last).to_contain_text("Removed an object")
