"""Enlarging with the weights of the installation: the choice between the network for photos and the other method."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.weights import waifu2x
from harness.journey import Journey
from harness.studio import Studio, run_studio
from harness.weights import INSTALLED
from tests.browser.conftest import at
from tests.browser.input_methods import Typist

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def studio(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio that has the weights."""
    if not waifu2x.are_installed(INSTALLED):
        pytest.skip("not installed: the weights of waifu2x")
    with run_studio(tmp_path_factory.mktemp("photos"), STUDIO_WEIGHTS=str(INSTALLED)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, studio: Studio) -> Iterator[Page]:
    """A page there."""
    context = browser.new_context(base_url=studio.address)
    yield context.new_page()
    context.close()


@pytest.fixture
def journey(page: Page) -> Iterator[Journey]:
    """A person with a mouse."""
    with at(page, Journey) as person:
        yield person


@pytest.fixture
def typist(page: Page) -> Iterator[Typist]:
    """A person with a keyboard alone."""
    with at(page, Typist) as person:
        yield person


def test_a_photo_is_enlarged_by_the_network_and_the_history_says_so(journey: Journey) -> None:
    journey.opens("Coffee")
    journey.turns_to("Enlarge")
    expect(journey.page.get_by_role("radio", name="Photo")).to_be_checked()
    expect(journey.page.get_by_text("2×: usually about 2 s · 4×: usually about 10 s")).to_be_visible()
    assert journey.violations() == []
    journey.button("Enlarge").click()
    journey.stands_at(2)
    expect(journey.page.get_by_role("button", name="2. Enlarged 2 times by waifu2x")).to_be_visible()


def test_the_faster_method_is_chosen_with_the_keyboard(typist: Typist) -> None:
    typist.opens("Coffee")
    typist.turns_to("Enlarge")
    typist.tabs_to(typist.page.get_by_role("radio", name="Photo"))
    typist.presses("ArrowDown")
    expect(typist.page.get_by_role("radio", name="Fast")).to_be_checked()
    typist.presses("Control+Enter")
    typist.stands_at(2)
    expect(typist.page.get_by_role("button", name="2. Enlarged 2 times, fast")).to_be_visible()
