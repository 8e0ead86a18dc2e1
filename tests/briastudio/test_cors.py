"""Pages of other sites."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at:UserWarning")]

SITE, OTHER = "https://app.example.com", "https://evil.example.com"
ALLOWED = "Access-Control-Allow-Origin"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "api_token"}


@pytest.fixture
def site(settings: Settings) -> None:
    settings.CORS_ORIGINS = [SITE]


def call(origin: str, path: str = "/v2/status/nothing", **headers: str) -> Any:
    return Client(SERVER_NAME="localhost").get(path, headers={"Origin": origin, "api_token": "any", **headers})


def preflight(origin: str, path: str = "/v1/eraser") -> Any:
    return Client(SERVER_NAME="localhost").options(path, headers={"Origin": origin, **PREFLIGHT})


def test_no_site_is_allowed_unless_it_is_named() -> None:
    assert ALLOWED not in call(SITE)
    assert ALLOWED not in preflight(SITE)


@pytest.mark.usefixtures("site")
class TestNamed:
    """One site is named."""

    def test_its_pages_may_call(self) -> None:
        response = call(SITE)
        assert response[ALLOWED] == SITE
        assert "Retry-After" in response["Access-Control-Expose-Headers"]
        assert "Origin" in response["Vary"]

    def test_its_preflights_need_no_token(self) -> None:
        response = preflight(SITE)
        assert (response.status_code, response[ALLOWED]) == (204, SITE)
        assert "api_token" in response["Access-Control-Allow-Headers"]
        assert "POST" in response["Access-Control-Allow-Methods"]

    @pytest.mark.parametrize("origin", [OTHER, "null", SITE + ".evil.com", "http://app.example.com"])
    def test_others_may_not(self, origin: str) -> None:
        assert ALLOWED not in call(origin)
        assert ALLOWED not in preflight(origin)

    @pytest.mark.parametrize("path", ["/", "/healthz", "/openapi.json"])
    def test_nothing_but_the_api_is_open(self, path: str) -> None:
        assert ALLOWED not in call(SITE, path)

    def test_an_answer_to_no_page_names_none(self) -> None:
        response = Client(SERVER_NAME="localhost").get("/v2/status/nothing", headers={"api_token": "any"})
        assert ALLOWED not in response
        assert "Origin" in response["Vary"]


def test_all_sites_can_be_allowed(settings: Settings) -> None:
    settings.CORS_ORIGINS = ["*"]
    assert call(OTHER)[ALLOWED] == OTHER
