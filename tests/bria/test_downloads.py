from __future__ import annotations

import pytest
import requests

import bria
from tests.bria.fakes import BASE, Scene, page, reply, web_server

ANYTHING = bria.Policy(allows=lambda address: True, ports=frozenset(range(65536)))


def test_a_result_at_the_services_origin_is_fetched_without_the_token() -> None:
    scene = Scene(reply(b"image"))
    assert scene.bria.download(f"{BASE}:443/files/1.png?Signature=s", 10) == b"image"
    assert scene.transport.asked == ["GET /files/1.png?Signature=s"]
    assert "api_token" not in scene.transport.requests[0].headers


def test_a_result_elsewhere_goes_through_the_guarded_fetch() -> None:
    scene = Scene(reply(b"image"))
    with web_server({"/1.png": page(b"secret")}) as (port, asked), pytest.raises(bria.FetchRefused):
        scene.bria.download(f"http://127.0.0.1:{port}/1.png", 10)
    assert asked == []
    assert scene.transport.requests == []


def test_a_result_elsewhere_is_fetched_where_it_is_allowed() -> None:
    with web_server({"/1.png": page(b"image")}) as (port, _):
        assert Scene(reply(), policy=ANYTHING).bria.download(f"http://127.0.0.1:{port}/1.png", 10) == b"image"


@pytest.mark.parametrize("url", ["https://engine.example.com.evil.test/", "http://engine.example.com/", f"{BASE}:444/"])
def test_another_origin_does_not_pass_for_the_services_own(url: str) -> None:
    scene = Scene(reply(b"image"), policy=bria.Policy(allows=lambda address: False))
    with pytest.raises(bria.FetchError):
        scene.bria.download(url, 10)
    assert scene.transport.requests == []


def test_a_redirect_within_the_origin_is_followed() -> None:
    scene = Scene(reply(status=302, Location="/files/2.png"), reply(b"image"))
    assert scene.bria.download(f"{BASE}/files/1.png", 10) == b"image"


def test_a_redirect_to_a_private_host_is_refused() -> None:
    with pytest.raises(bria.FetchRefused):
        Scene(reply(status=302, Location="http://127.0.0.1/")).bria.download(f"{BASE}/1.png", 10)


@pytest.mark.parametrize("url", ["", "nonsense", "http://[::1", "https://engine.example.com:port/"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(bria.FetchRefused):
        Scene(reply(b"image")).bria.download(url, 10)


def test_redirects_end() -> None:
    with pytest.raises(bria.FetchFailed):
        Scene(lambda: reply(status=302, Location="/1.png")).bria.download(f"{BASE}/1.png", 10)


def test_a_result_that_is_too_large_is_not_read_to_its_end() -> None:
    with pytest.raises(bria.FetchTooLarge):
        Scene(reply(b"x" * 1000)).bria.download(f"{BASE}/1.png", 999)


@pytest.mark.parametrize("passing", [reply(status=503), requests.ConnectionError("reset")])
def test_a_result_is_asked_for_again_after_a_passing_failure(passing: bria.BriaError) -> None:
    assert Scene(passing, reply(b"image")).bria.download(f"{BASE}/1.png", 10) == b"image"


def test_a_result_elsewhere_is_asked_for_again_too() -> None:
    pages = iter([page(b"half", headers={"Content-Length": "8"}), page(b"image")])
    with web_server({"/1.png": lambda request: next(pages)(request)}) as (port, _):
        assert Scene(reply(), policy=ANYTHING).bria.download(f"http://127.0.0.1:{port}/1.png", 10) == b"image"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_result_that_is_gone_is_told(status: int) -> None:
    with pytest.raises(bria.FetchFailed) as caught:
        Scene(reply(b"<html>", status)).bria.download(f"{BASE}/1.png", 10)
    assert caught.value.status == status


@pytest.mark.parametrize("status", [200, 206])
def test_a_placeholder_is_waited_for(status: int) -> None:
    scene = Scene(reply(status=404), requests.ReadTimeout(), reply(b"x", status, Content_Length="1"))
    scene.bria.wait_for(f"{BASE}/1.png")
    assert [request.headers["Range"] for request in scene.transport.requests] == ["bytes=0-0"] * 3


@pytest.mark.parametrize("empty", [reply(status=416), reply(status=200, Content_Length="0")])
def test_an_empty_placeholder_means_moderation(empty: bria.BriaError) -> None:
    with pytest.raises(bria.Moderated):
        Scene(empty).bria.wait_for(f"{BASE}/1.png")


def test_a_placeholder_is_not_waited_for_for_ever() -> None:
    scene = Scene(lambda: reply(status=404))
    with pytest.raises(bria.NotReady):
        scene.bria.wait_for(f"{BASE}/1.png")
    assert 30 <= sum(scene.waits) < 40


def test_a_placeholder_elsewhere_is_waited_for_too() -> None:
    scene = Scene(reply(), policy=ANYTHING)
    with web_server({"/1.png": page(b"x", 206)}) as (port, asked):
        scene.bria.wait_for(f"http://127.0.0.1:{port}/1.png")
    assert asked == ["/1.png"]


def test_a_placeholder_at_a_private_host_is_refused_at_once() -> None:
    with pytest.raises(bria.FetchRefused):
        Scene(reply()).bria.wait_for("http://10.0.0.1/1.png")
