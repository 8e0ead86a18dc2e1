from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

import bria
from bria.connections import Policy, refuse_url
from bria.fetching import FetchSlots, fetch, fetch_onwards, post, probe
from tests.bria.fakes import page, web_server

ALL_PORTS = frozenset(range(65536))
ANYTHING = Policy(allows=lambda address: True, ports=ALL_PORTS, seconds=5)
LIMIT = 1000


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """The root of a small site on loopback, and the paths that it was asked for."""
    pages = {
        "/photo.jpg?size=1": page(b"photo", headers={"Content-Type": "image/jpeg; q=1"}),
        "/limit": page(b"x" * LIMIT),
        "/long": page(b"x" * (LIMIT + 1)),
        "/unmeasured": unmeasured,
        "/chunked": chunked,
        "/cut": page(b"half", headers={"Content-Length": "8"}),
        "/moved": page(b"", 302, {"Location": "/photo.jpg?size=1"}),
        "/circle": page(b"", 301, {"Location": "/elcric"}),
        "/elcric": page(b"", 301, {"Location": "/circle"}),
        **{f"/{steps}": page(b"", 307, {"Location": f"/{steps - 1}"}) for steps in range(1, 6)},
        "/0": page(b"end"),
        "/inside": page(b"", 302, {"Location": "http://169.254.169.254/latest/meta-data/"}),
        "/local-file": page(b"", 302, {"Location": "file:///etc/passwd"}),
        "/nonsense": page(b"", 302, {"Location": "http://[::1"}),
        "/drip": drip,
        "/drip-header": drip_header,
        "/range": page(b"x", 206),
        "/rest": page(b"rest", 206),
        "/too-far": page(b"", 416),
    }
    with web_server(pages) as (port, asked):
        yield f"http://127.0.0.1:{port}", asked


def unmeasured(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    request.wfile.write(b"x" * (LIMIT + 1))


def chunked(request: BaseHTTPRequestHandler) -> None:
    request.protocol_version = "HTTP/1.1"
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")


def drip(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    trickle(request, b"x")


def drip_header(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\n")
    trickle(request, b"X-Slow: 1\r\n"[:1])


def trickle(request: BaseHTTPRequestHandler, byte: bytes) -> None:
    try:
        for _ in range(100):
            request.wfile.write(byte)
            time.sleep(0.02)
    except OSError:
        pass


def test_only_so_many_addresses_are_fetched_at_the_same_time() -> None:
    slots = FetchSlots(1)
    with slots.take(), pytest.raises(bria.FetchBusy), slots.take():
        pass
    with slots.take():
        pass


def test_it_fetches_a_file(server: tuple[str, list[str]]) -> None:
    fetched = fetch(f" {server[0]}/photo.jpg?size=1#part ", LIMIT, ANYTHING)
    assert fetched == bria.Fetched(b"photo", "image/jpeg", f"{server[0]}/photo.jpg?size=1")


def test_it_reads_chunked_bodies(server: tuple[str, list[str]]) -> None:
    assert fetch(f"{server[0]}/chunked", LIMIT, ANYTHING).data == b"abcde"


def test_it_follows_redirects_and_says_where_it_arrived(server: tuple[str, list[str]]) -> None:
    assert fetch(f"{server[0]}/moved", LIMIT, ANYTHING).url == f"{server[0]}/photo.jpg?size=1"


def test_it_follows_three_redirects_and_no_more(server: tuple[str, list[str]]) -> None:
    assert fetch(f"{server[0]}/3", LIMIT, ANYTHING).data == b"end"
    with pytest.raises(bria.FetchFailed, match="more than 3 times"):
        fetch(f"{server[0]}/5", LIMIT, ANYTHING)


def test_circles_are_said(server: tuple[str, list[str]]) -> None:
    with pytest.raises(bria.FetchFailed, match="circles"):
        fetch(f"{server[0]}/circle", LIMIT, ANYTHING)


@pytest.mark.parametrize("path", ["/inside", "/local-file", "/nonsense"])
def test_a_redirect_is_checked_like_the_first_address(server: tuple[str, list[str]], path: str) -> None:
    only_this = Policy(allows=lambda address: address == "127.0.0.1", ports=ALL_PORTS)
    with pytest.raises(bria.FetchRefused):
        fetch(f"{server[0]}{path}", LIMIT, only_this)


def test_the_limit_is_exact(server: tuple[str, list[str]]) -> None:
    assert len(fetch(f"{server[0]}/limit", LIMIT, ANYTHING).data) == LIMIT


@pytest.mark.parametrize("path", ["/long", "/unmeasured"])
def test_what_is_larger_is_refused_with_and_without_a_length(server: tuple[str, list[str]], path: str) -> None:
    with pytest.raises(bria.FetchTooLarge):
        fetch(f"{server[0]}{path}", LIMIT, ANYTHING)


def test_a_body_that_ends_early_is_no_file(server: tuple[str, list[str]]) -> None:
    with pytest.raises(bria.FetchFailed, match="broke off"):
        fetch(f"{server[0]}/cut", LIMIT, ANYTHING)


def test_an_error_page_is_no_file(server: tuple[str, list[str]]) -> None:
    with pytest.raises(bria.FetchFailed, match="404") as caught:
        fetch(f"{server[0]}/nowhere", LIMIT, ANYTHING)
    assert caught.value.status == 404


@pytest.mark.parametrize("path", ["/drip", "/drip-header"])
def test_a_server_that_drips_is_cut_off(server: tuple[str, list[str]], path: str) -> None:
    hasty = Policy(allows=lambda address: True, ports=ALL_PORTS, seconds=0.2)
    started = time.monotonic()
    with pytest.raises(bria.FetchFailed, match="too long"):
        fetch(f"{server[0]}{path}", LIMIT, hasty)
    assert time.monotonic() - started < 1


def test_it_asks_for_the_first_byte_only(server: tuple[str, list[str]]) -> None:
    found = probe(f"{server[0]}/range", ANYTHING)
    assert (found.status, found.length) == (206, 1)


def test_a_server_without_tls_is_told_as_such(server: tuple[str, list[str]]) -> None:
    with pytest.raises(bria.FetchFailed, match="secure connection"):
        fetch(server[0].replace("http:", "https:"), LIMIT, ANYTHING)


def test_a_name_that_cannot_exist_is_told_as_such() -> None:
    with pytest.raises(bria.FetchFailed, match="no server named"):
        fetch("http://" + "a" * 300 + ".com/", LIMIT)


def test_a_closed_port_is_told_as_such() -> None:
    with web_server({}) as (port, _):
        pass
    with pytest.raises(bria.FetchFailed, match="does not take connections"):
        fetch(f"http://127.0.0.1:{port}/", LIMIT, ANYTHING)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "0.0.0.0",
        "0",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "①②⑦.⓪.⓪.①",
    ],
)
def test_no_spelling_of_this_machine_is_reached(server: tuple[str, list[str]], host: str) -> None:
    port = server[0].rpartition(":")[2]
    with pytest.raises(bria.FetchRefused):
        fetch(f"http://{host}:{port}/limit", LIMIT, Policy(ports=ALL_PORTS))
    assert server[1] == []


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "[fd00::1]", "[fe80::1]"])
def test_private_networks_are_refused_without_a_connection(host: str) -> None:
    with pytest.raises(bria.FetchRefused, match="private"):
        fetch(f"http://{host}/", LIMIT)


def test_a_name_that_changes_its_mind_is_caught_at_the_connection(server: tuple[str, list[str]]) -> None:
    verdicts = iter([True, False])
    with pytest.raises(bria.FetchRefused):
        fetch(f"{server[0]}/limit", LIMIT, Policy(allows=lambda address: next(verdicts), ports=ALL_PORTS))
    assert server[1] == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.com/a", "http"),
        ("file:///etc/passwd", "http"),
        ("data:image/png;base64,AAAA", "http"),
        ("example.com/a.png", "http"),
        ("", "http"),
        ("//example.com/a", "http"),
        ("http://", "complete"),
        ("http:///path", "complete"),
        ("http://[::1", "complete"),
        ("http://example.com:port/", "complete"),
        ("http://example.com:99999/", "complete"),
        ("http://8.8.8.8:8080/", "port 8080"),
        ("https://user:secret@example.com/", "password"),
        ("https://user@example.com/", "password"),
    ],
)
def test_what_is_no_public_web_address_is_refused_with_a_reason(url: str, said: str) -> None:
    with pytest.raises(bria.FetchRefused, match=said) as caught:
        fetch(url, LIMIT)
    assert "secret" not in caught.value.message


def test_it_sends_no_credentials_and_no_cookies() -> None:
    seen: dict[str, Any] = {}

    def remember(request: BaseHTTPRequestHandler) -> None:
        seen.update({name.lower(): value for name, value in request.headers.items()})
        page(b"")(request)

    with web_server({"/": remember}) as (port, _):
        fetch(f"http://127.0.0.1:{port}/", LIMIT, ANYTHING)
    assert set(seen) == {"host", "user-agent", "accept", "accept-encoding"}


def test_it_posts_and_tells_the_status() -> None:
    seen: dict[str, Any] = {}

    def remember(request: BaseHTTPRequestHandler) -> None:
        seen.update(body=vars(request)["body"], kind=request.headers["Content-Type"])
        page(b"", 202)(request)

    with web_server({"/hook": remember}) as (port, _):
        url = f"http://127.0.0.1:{port}/hook"
        assert post(url, b'{"a": 1}', {"Content-Type": "application/json"}, ANYTHING) == 202
    assert seen == {"body": b'{"a": 1}', "kind": "application/json"}


def test_it_posts_to_no_redirect(server: tuple[str, list[str]]) -> None:
    address, asked = server
    assert post(f"{address}/moved", b"x", {}, ANYTHING) == 302
    assert asked == ["/moved"]


def test_it_posts_nothing_to_this_machine(server: tuple[str, list[str]]) -> None:
    address, asked = server
    policy = Policy(ports=ALL_PORTS)
    with pytest.raises(bria.FetchRefused):
        post(f"{address}/0", b"x", {}, policy)
    with pytest.raises(bria.FetchRefused):
        refuse_url(f"{address}/0", policy)
    assert asked == []


def test_a_name_that_nobody_knows_is_not_refused_beforehand() -> None:
    refuse_url("https://nowhere.invalid/")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "[::1]", "169.254.169.254"])
def test_this_machine_is_refused_without_looking_anything_up(host: str) -> None:
    with pytest.raises(bria.FetchRefused, match="private"):
        refuse_url(f"http://{host}/", looks_up=False)


def test_a_name_is_not_looked_up_beforehand_where_that_must_tell_nobody() -> None:
    refuse_url("http://localhost.example/", looks_up=False)


def pieces(url: str, start: int, limit: int = LIMIT) -> list[tuple[int, bytes]]:
    """What is handed over of a file from byte ``start`` on."""
    taken: list[tuple[int, bytes]] = []
    fetch_onwards(url, start, limit, lambda place, chunk: taken.append((place, chunk)), ANYTHING)
    return taken


def test_a_download_goes_on_where_it_broke_off(server: tuple[str, list[str]]) -> None:
    assert pieces(f"{server[0]}/rest", 10) == [(10, b"rest")]


def test_a_server_that_cannot_go_on_sends_all_of_it_again(server: tuple[str, list[str]]) -> None:
    assert pieces(f"{server[0]}/photo.jpg?size=1", 3) == [(0, b"photo")]


def test_what_goes_on_is_held_to_the_limit_in_all(server: tuple[str, list[str]]) -> None:
    with pytest.raises(bria.FetchTooLarge):
        pieces(f"{server[0]}/rest", 10, limit=13)
    with pytest.raises(bria.FetchTooLarge):
        pieces(f"{server[0]}/unmeasured", 0)


def test_where_nothing_is_left_the_status_says_so(server: tuple[str, list[str]]) -> None:
    with pytest.raises(bria.FetchFailed) as caught:
        pieces(f"{server[0]}/too-far", 10)
    assert caught.value.status == 416
