"""What holds for every request: no host of the studio's own from outside, nothing private in shared caches."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.editor import factories
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spelling", ["{}", "{}:80", "{}.", "{}.:8000"])
def test_the_engines_own_name_is_no_host_for_strangers(spelling: str) -> None:
    host = spelling.format(settings.ENGINE_HOST)
    for name in (host, host.upper()):
        for path in ("/", "/healthz", "/v2/status/x", "/static/icon.svg", "/nothing"):
            assert Client().get(path, headers={"host": name, "api_token": "x"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/pictures/1/", "/pictures/1/revisions/1/export/", "/pictures/999/", "/nothing/"]
)
def test_no_shared_cache_keeps_a_page(path: str) -> None:
    factories.picture(pk=1)
    assert "private" in visitor().get(path).headers["Cache-Control"]


def test_what_says_more_of_caches_is_left_alone() -> None:
    assert "no-store" in visitor().get("/healthz").headers["Cache-Control"]
