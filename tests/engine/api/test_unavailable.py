"""Routes of v2 that this engine cannot serve."""

from __future__ import annotations

import pytest

from tests.engine.api.conftest import Api


@pytest.mark.parametrize(
    "route", ["image/edit", "image/edit/enhance", "image/edit/erase_by_text", "structured_instruction/generate"]
)
def test_they_say_why(api: Api, route: str) -> None:
    response = api.post(f"/v2/{route}", {"image": "AAAA", "instruction": "make it night"})
    assert response.status_code == 422
    assert "generative" in response.json()["error"]["details"]


def test_a_token_is_asked_for_all_the_same(api: Api) -> None:
    assert api.post("/v2/image/edit/enhance", {}, headers={"api_token": ""}).status_code == 401
