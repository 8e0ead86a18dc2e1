"""Somebody else's images and requests do not exist, whatever is asked of them; nobody without a token is answered."""

from __future__ import annotations

import pytest
from django.test import Client

from engine import urls
from engine.views.openapi import describe
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import Api

PATHS = describe("http://localhost", urls.urlpatterns)["paths"]
OPERATIONS = [(path, method) for path, item in PATHS.items() for method in item if method != "parameters"]
OWNED = [(path, method) for path, method in OPERATIONS if "{" in path]


@pytest.fixture
def addresses(bob: Api, scene: Pixels) -> dict[str, str]:
    """What stands in the places of Bob's addresses."""
    visual = bob.register(png(scene))
    request = bob.post("/v2/image/edit/erase_foreground", {"image": base64_of(png(scene)), "sync": False})
    assert request.status_code == 202
    return {"visual_id": visual, "request_id": request.json()["request_id"]}


def ask(client: Client, method: str, path: str) -> int:
    """The status of an answer."""
    if method == "post":
        return int(client.post(path, {}, content_type="application/json").status_code)
    return int(client.get(path).status_code)


def fill(path: str, addresses: dict[str, str]) -> str:
    """An address of Bob's."""
    for name, value in addresses.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path
    return path


@pytest.mark.parametrize(("path", "method"), OWNED)
def test_nobody_else_finds_it(api: Api, bob: Api, addresses: dict[str, str], path: str, method: str) -> None:
    assert ask(api.client, method, fill(path, addresses)) == 404
    assert ask(bob.client, method, fill(path, addresses)) != 404


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_nobody_is_answered_without_a_token(addresses: dict[str, str], path: str, method: str) -> None:
    assert ask(Client(SERVER_NAME="localhost"), method, fill(path, addresses)) == 401
