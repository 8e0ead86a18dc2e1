"""What every answer tells a browser not to do: guess types, run what is not ours, show us in a frame, tell others."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.editor import factories
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db

PAGES = ["/", "/pictures/1/", "/pictures/1/revisions/1/export/", "/pictures/999/", "/nothing/"]
ANSWERS = [
    *PAGES,
    "/healthz",
    "/manifest.webmanifest",
    "/openapi.json",
    "/v1/nothing",
    "/v2/status/x",
    "/pictures/1/name/",
]


@pytest.fixture
def alice() -> Client:
    """Somebody whose picture has the number 1."""
    factories.picture(pk=1)
    return visitor()


def policy(client: Client, path: str) -> dict[str, list[str]]:
    """The content security policy of a page, by directive."""
    header = client.get(path).headers["Content-Security-Policy"]
    return {name: sources for name, *sources in (directive.split() for directive in header.split(";"))}


@pytest.mark.parametrize("path", ANSWERS)
def test_types_are_not_guessed_nor_pages_framed_nor_addresses_told(alice: Client, path: str) -> None:
    headers = alice.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_and_loads_nothing_but_what_is_ours(alice: Client, path: str) -> None:
    told = policy(alice, path)
    scripts = [source for source in told.pop("script-src") if not source.startswith("'nonce-")]
    assert (scripts, told.pop("default-src")) == (["'self'"], ["'none'"])
    assert {"base-uri", "frame-ancestors", "form-action", "style-src", "connect-src"} <= set(told)
    assert {source for sources in told.values() for source in sources} == {"'self'", "'none'", "blob:", "data:"}


def test_no_page_has_a_script_or_a_style_within_it_that_the_policy_would_have_to_allow(alice: Client) -> None:
    for path in PAGES:
        page = alice.get(path).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
