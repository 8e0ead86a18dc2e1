"""Browser tests drive the system's Chromium; without one they are skipped aloud, and fail where CI is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, Route, expect

from harness import chromium
from harness.journey import Journey
from harness.processes import free_port, started, wait_for
from tests.browser.input_methods import Phone, Typist

Person = TypeVar("Person", bound=Journey)

STATIC = Path(__file__).parents[2] / "static"
START = 180  # seconds until the studio is well: on a fresh cache the engine compiles first
PATIENCE = 60_000  # milliseconds for anything on a page: an erasure on a busy machine takes a while

expect.set_options(timeout=PATIENCE)

# No graphics card, and nothing that Chromium does on its own account: no updates, no reports, no QUIC.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of Chromium."""
    path = chromium.find()
    if path is None and os.environ.get("CI"):
        pytest.fail("There is no Chromium, and CI is set: browser tests must run")
    if path is None:
        pytest.skip("NO CHROMIUM: install it, or set CHROMIUM to its path")
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: str) -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    sandbox = ["--no-sandbox"] if chromium.is_root() else []
    return {**browser_type_launch_args, "executable_path": chromium_path, "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def base_url(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a studio with server, worker and engine, as ``make run`` starts it."""
    folder, port = tmp_path_factory.mktemp("browser"), str(free_port())
    address = f"http://127.0.0.1:{port}"
    variables = {"PORT": port, "STUDIO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "briastudio.settings"}
    with started("manage.py", "studio", log=folder / "studio.log", **variables):
        wait_for(lambda: is_well(address), START, "the studio to be well")
        yield address


def is_well(address: str) -> bool:
    """True when web server and worker both live."""
    try:
        return requests.get(f"{address}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


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
def phone(browser: Browser, base_url: str) -> Iterator[Phone]:
    """A person with a phone."""
    screen: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(base_url=base_url, device_scale_factor=2, **screen)
    with at(context.new_page(), Phone) as person:
        yield person
    context.close()


@contextmanager
def at(page: Page, kind: type[Person]) -> Iterator[Person]:
    """Somebody at a page; in the end the console must be empty and no other host asked."""
    page.set_default_timeout(PATIENCE)
    person = kind(page)
    yield person
    assert person.complaints == []
