"""Browser tests drive the system's browsers; without one they are skipped aloud, and fail where CI is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType, Locator, Page, Playwright, Route

from harness import firefox
from harness.browser import PATIENCE
from harness.browsers import KINDS, type_of
from harness.journey import Journey
from harness.studio import run_studio
from tests.browser.input_methods import Phone, Typist

Person = TypeVar("Person", bound=Journey)

STATIC = Path(__file__).parents[2] / "static"


@pytest.fixture(scope="session")
def browser_path(browser_name: str) -> str:
    """The path of the browser."""
    kind = KINDS[browser_name]
    path: str | None = kind.find()
    if path is None and os.environ.get("CI"):
        pytest.fail(f"There is no {kind.NAME}, and CI is set: browser tests must run")
    if path is None:
        pytest.skip(f"NO {kind.NAME.upper()}: {kind.ADVICE}")
    return path


@pytest.fixture(scope="session")
def browser_type(playwright: Playwright, browser_name: str) -> BrowserType:
    """Whom Playwright takes it for."""
    return type_of(playwright, browser_name)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_name: str, browser_path: str
) -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {**browser_type_launch_args, **KINDS[browser_name].launch_options(browser_path)}


@pytest.fixture(scope="session")
def base_url(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a studio with server, worker and engine, as ``make run`` starts it, without the models' weights.

    Its regions are there at once, and no object takes their place while a journey is under way.
    """
    folder = tmp_path_factory.mktemp("browser")
    with run_studio(folder, STUDIO_WEIGHTS=str(folder / "weights")) as studio:
        yield studio.address


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """A page with nothing but the studio's ES modules in reach, and no studio behind it."""
    page = browser.new_page()
    page.route("**/*", serve)
    page.goto("http://127.0.0.1/")
    yield page
    page.close()


def serve(route: Route) -> None:
    """Answer with a static file of ours."""
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body="<!doctype html>", content_type="text/html")
    else:
        route.fulfill(path=STATIC / path.lstrip("/"), content_type="text/javascript")


@pytest.fixture
def journey(page: Page) -> Iterator[Journey]:
    """A person's way through the studio."""
    with at(page, Journey) as person:
        yield person


@pytest.fixture
def typist(page: Page) -> Iterator[Typist]:
    """A person who has a keyboard alone."""
    with at(page, Typist) as person:
        yield person


@pytest.fixture
def phone(browser: Browser, base_url: str, browser_name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    """A person with a phone."""
    with phone_at(browser, base_url, browser_name, monkeypatch) as person:
        yield person


@contextmanager
def phone_at(browser: Browser, address: str, browser_name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Phone]:
    """A person with a phone, at a studio."""
    if browser_name == "webkit":
        pytest.skip("WebKitGTK's driver makes a mouse of every finger")
    screen: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    if browser_name == "chromium":
        screen["is_mobile"] = True
    context = browser.new_context(base_url=address, device_scale_factor=2, **screen)
    with fingers(browser_name, monkeypatch), at(context.new_page(), Phone) as person:
        yield person
    context.close()


@pytest.fixture(autouse=True)
def allowed(request: pytest.FixtureRequest, browser_name: str) -> None:
    """Skip what is marked ``not_in`` this browser, for the reason given."""
    for marker in request.node.iter_markers("not_in"):
        if browser_name in marker.args:
            pytest.skip(marker.kwargs["reason"])


@contextmanager
def fingers(browser_name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Taps that arrive: Playwright has none for Firefox, whose clicks come from a finger meanwhile."""
    if browser_name != "firefox":
        yield
        return
    monkeypatch.setattr(Locator, "tap", Locator.click)
    firefox.set_pointer("touch")
    yield
    firefox.set_pointer("mouse")


@contextmanager
def at(page: Page, kind: type[Person]) -> Iterator[Person]:
    """Somebody at a page; in the end the console must be empty and no other host asked."""
    page.set_default_timeout(PATIENCE)
    person = kind(page)
    yield person
    assert person.complaints == []
