"""Rate limits, per token and per route."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from engine.models import RateWindow
from tests.engine.api.conftest import INTERNAL, Api

LIMIT = 3


@pytest.fixture
def limit(settings: Settings) -> None:
    settings.RATE_LIMIT = LIMIT


def statuses(api: Api, *paths: str) -> list[int]:
    return [api.get(path).status_code for path in paths]


def in_one_minute(api: Api, *paths: str) -> list[int]:
    """The statuses of calls within one window; begun anew where a minute ended in between."""
    found = statuses(api, *paths)
    if RateWindow.objects.values("began_at").distinct().count() == 1:
        return found
    RateWindow.objects.all().delete()
    return statuses(api, *paths)


@pytest.mark.usefixtures("limit")
class TestLimit:
    """Three calls a minute."""

    def test_one_call_too_many_is_told_when_to_come_back(self, api: Api) -> None:
        assert in_one_minute(api, *["/v2/status/a"] * 4) == [404, 404, 404, 429]
        response = api.get("/v2/status/a")
        assert response.json()["error"]["code"] == 429
        assert 0 < int(response["Retry-After"]) <= 60

    def test_the_ids_in_a_path_make_no_other_route(self, api: Api) -> None:
        assert in_one_minute(api, "/v1/a/info", "/v1/b/info", "/v1/c/info", "/v1/d/info")[-1] == 429

    def test_routes_are_counted_apart(self, api: Api) -> None:
        assert in_one_minute(api, *["/v2/status/a"] * 3, "/v1/a/info") == [404] * 4

    def test_tokens_are_counted_apart(self, api: Api, bob: Api) -> None:
        in_one_minute(api, *["/v2/status/a"] * 4)
        assert bob.get("/v2/status/a").status_code == 404

    def test_the_studio_itself_is_not_counted(self, api: Api) -> None:
        assert [api.get("/v2/status/a", **INTERNAL).status_code for _ in range(5)] == [404] * 5

    def test_the_next_minute_begins_at_nought(self, api: Api) -> None:
        in_one_minute(api, *["/v2/status/a"] * 4)
        RateWindow.objects.update(began_at="2020-01-01T00:00:00Z")
        assert api.get("/v2/status/a").status_code == 404


def test_there_is_no_limit_unless_one_is_set(api: Api) -> None:
    assert statuses(api, *["/v2/status/a"] * 5) == [404] * 5
    assert not RateWindow.objects.exists()
