"""Addresses of images that lead to a private host, directly, by redirect, or by a name that changes its mind.

Behind the names below listen servers of this machine: one that stands for the internet, one that nobody may reach.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings

from bria.fetching import slots
from harness.images import base64_of
from tests.bria.fakes import page, web_server
from tests.engine.api.conftest import Api

PUBLIC, OWN = "93.184.216.34", "127.0.0.1"
NAMES = {"public.example": PUBLIC, "own.example": OWN, "moody.example": PUBLIC, "mixed.example": f"{PUBLIC} {OWN}"}
SPELLINGS = ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]")

Asked = tuple[list[str], list[str]]  # what the internet was asked for, what the private host was


class PublicPeer(socket.socket):
    """A connection whose other end says that it is on the internet."""

    def getpeername(self) -> Any:
        return PUBLIC, 80


@pytest.fixture
def asked(photo: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """Both servers, and the names that lead to them; ``moody.example`` is looked up as public and leads home."""
    look_up, connect = socket.getaddrinfo, socket.create_connection
    moods: list[str] = []

    def found(host: str, *more: Any, **named: Any) -> Any:
        moods.append(host)
        entries = [look_up(address, *more, **named) for address in NAMES.get(host, host).split()]
        return [entry for listed in entries for entry in listed]

    internet = {"/photo.png": page(photo), "/away": page(b"", 302, {"Location": "http://own.example/photo.png"})}
    internet["/spelled"] = page(b"", 302, {"Location": "http://0x7f.1/photo.png"})
    with web_server(internet) as (public_port, of_public), web_server({"/photo.png": page(photo)}) as (port, of_own):

        def connected(address: tuple[str, int], *more: Any) -> socket.socket:
            if address[0] == PUBLIC and moods[-1] != "moody.example":
                return PublicPeer(fileno=connect((OWN, public_port), *more).detach())
            return connect((OWN, port), *more)

        monkeypatch.setattr(socket, "getaddrinfo", found)
        monkeypatch.setattr(socket, "create_connection", connected)
        yield of_public, of_own


def test_an_image_of_the_internet_is_fetched(api: Api, asked: Asked) -> None:
    assert api.post("/v1/register", {"image_url": "http://public.example/photo.png"}).status_code == 200
    assert asked == (["/photo.png"], [])


def test_while_too_many_addresses_are_fetched_a_further_one_is_put_off(api: Api, asked: Asked) -> None:
    with ExitStack() as stack:
        for _ in range(settings.FETCHES):
            stack.enter_context(slots.take())
        response = api.post("/v1/register", {"image_url": "http://public.example/photo.png"})
    assert (response.status_code, response["Retry-After"], asked) == (429, "5", ([], []))


@pytest.mark.parametrize("host", ["own.example", "mixed.example", "moody.example", *SPELLINGS])
def test_a_private_host_is_not_asked(api: Api, asked: Asked, host: str) -> None:
    response = api.post("/v1/register", {"image_url": f"http://{host}/photo.png"})
    assert response.status_code == 400
    assert "private" in response.json()["message"]
    assert asked == ([], [])


@pytest.mark.parametrize("path", ["/away", "/spelled"])
def test_no_redirect_leads_there(api: Api, asked: Asked, path: str) -> None:
    assert api.post("/v1/register", {"image_url": f"http://public.example{path}"}).status_code == 400
    assert asked == ([path], [])


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/eraser", "image_url"),
        ("/v1/eraser", "mask_url"),
        ("/v2/image/edit/erase", "mask"),
        ("/v2/image/edit/remove_background", "keep"),
        ("/v2/image/edit/replace_background", "ref_images"),
        ("/v2/image/segment/all_masks", "image"),
        ("/v2/image/edit/erase", "webhook_url"),
    ],
)
def test_every_field_for_addresses_is_guarded(api: Api, asked: Asked, photo: bytes, path: str, field: str) -> None:
    known = {"image": base64_of(photo), "mask": base64_of(photo)}
    others = {name: value for name, value in known.items() if name != field.removesuffix("_url")}
    # A webhook's host is asked again when it is due, so only what it says of itself counts here.
    host = "own.example" if field == "webhook_url" else "moody.example"
    response = api.post(path, {**others, field: f"http://{host}/photo.png"})
    assert response.status_code == 400
    assert asked == ([], [])
