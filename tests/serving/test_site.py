"""What the server does with a client before and after a thread answers; ASGI's two functions are the test's own."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briastudio.serving.answers import AT_ONCE
from briastudio.serving.bodies import Bodies, Body, Receive
from briastudio.serving.environ import build_environ
from briastudio.serving.limits import Limits, Refusal
from briastudio.serving.site import Site
from briastudio.serving.visitors import name_visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CAP = 1000
ROOMY = Limits(CAP, CAP)
STRICT = Limits(CAP, CAP, quiet=0.05, rate=1000, patience=0.05)  # seconds, bytes a second
ELSEWHERE = "192.0.2.1"
LARGE = bytes(range(256)) * (5 * AT_ONCE // 256)


class Answers:
    """What was sent to a client, who reads no more than ``reads`` messages."""

    def __init__(self, reads: int = 1000) -> None:
        self.messages: list[dict[str, Any]] = []
        self.reads = reads

    async def send(self, message: dict[str, Any]) -> None:
        if len(self.messages) >= self.reads:
            await asyncio.Event().wait()
        self.messages.append(message)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.messages[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.messages[1:])

    @property
    def is_complete(self) -> bool:
        return bool(self.messages) and not self.messages[-1].get("more_body", False)


def scope(method: str = "POST", path: str = "/echo", client: str = ELSEWHERE, **headers: str) -> dict[str, Any]:
    named = [(name.replace("__", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": named,
        "client": (client, 50000),
        "server": ("127.0.0.1", 8000),
    }


def arriving(*pieces: bytes, pause: float = 0, end: bool = True) -> Receive:
    """A body in pieces, so many seconds apart; without an end it never comes to one."""
    left = list(pieces)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        if not left and not end:
            await asyncio.Event().wait()
        body = left.pop(0) if left else b""
        return {"type": "http.request", "body": body, "more_body": bool(left) or not end}

    return receive


async def never() -> dict[str, Any]:
    raise AssertionError("The body was asked for")


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """What arrived."""
    start_response("200 OK", [("X-Length", environ["CONTENT_LENGTH"])])
    return [environ["wsgi.input"].read()]


def serve(site: Site, asked: dict[str, Any], receive: Receive, reads: int = 1000) -> Answers:
    """One request, from its header to its end."""
    answers = Answers(reads)
    asyncio.run(asyncio.wait_for(site(asked, receive, answers.send), 30))
    return answers


def test_a_body_in_pieces_arrives_whole_and_with_its_length() -> None:
    answers = serve(Site(echo, ROOMY, 1), scope(transfer__encoding="chunked"), arriving(b"one", b"two", b"three"))
    assert (answers.status, answers.body, answers.headers[b"x-length"]) == (200, b"onetwothree", b"11")


@pytest.mark.parametrize(
    "receive",
    [
        arriving(b"x", end=False),
        arriving(*[b"x"] * 200, pause=0.02),
    ],
    ids=["quiet", "dripping"],
)
def test_a_body_that_does_not_arrive_is_given_up(receive: Receive) -> None:
    answers = serve(Site(echo, STRICT, 1), scope(content__length="900"), receive)
    assert (answers.status, answers.headers[b"connection"]) == (408, b"close")


def test_no_body_takes_longer_than_the_longest() -> None:
    steady = arriving(*[b"x" * 100] * 9, pause=0.04)
    answers = serve(Site(echo, replace(STRICT, longest=0.1), 1), scope(content__length="900"), steady)
    assert answers.status == 408


def test_a_slow_body_that_keeps_the_pace_is_taken() -> None:
    steady = arriving(*[b"x" * 100] * 9, pause=0.04)
    assert serve(Site(echo, replace(STRICT, quiet=1), 1), scope(content__length="900"), steady).status == 200


def test_a_body_that_breaks_off_is_an_error_and_never_a_shorter_body() -> None:
    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    begun: dict[str, Any] = {"type": "http.request", "body": b"abc", "more_body": True}
    messages = [begun, {"type": "http.disconnect"}]
    answers = serve(Site(unreached, ROOMY, 1), scope(transfer__encoding="chunked"), receive)
    assert answers.status == 400


def unreached(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    raise AssertionError("The site was asked")


@pytest.mark.parametrize(("length", "receive"), [(str(CAP + 1), never), (None, arriving(b"x" * CAP, b"x"))])
def test_a_body_over_the_cap_is_refused(length: str | None, receive: Receive) -> None:
    headers = {"transfer__encoding": "chunked"} if length is None else {"content__length": length}
    assert serve(Site(unreached, ROOMY, 1), scope(**headers), receive).status == 413


def test_no_more_bodies_are_held_than_there_is_room_for_and_the_room_is_given_back() -> None:
    site = Site(echo, replace(ROOMY, held=5), 1)
    refused = serve(site, scope(content__length="6"), arriving(b"123", b"456"))
    assert (refused.status, refused.headers[b"retry-after"]) == (503, b"5")
    assert serve(site, scope(content__length="5"), arriving(b"12345")).status == 200
    assert site.bodies.held == 0


def test_a_body_that_the_disk_has_no_room_for_is_refused_with_a_sentence() -> None:
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115 - closed below
    with full, pytest.raises(Refusal, match="no room left") as refused:
        Bodies(ROOMY).take(Body(full), {"type": "http.request", "body": b"x"}, CAP)
    assert refused.value.status == 507


def test_the_body_of_a_stranger_to_the_api_is_never_asked_for() -> None:
    site = Site(echo, ROOMY, 1, knows_caller=lambda environ: environ.get("HTTP_API_TOKEN") == "known")
    answers = serve(site, scope(path="/v1/eraser", content__length="900", api_token="other"), never)
    assert (answers.body, answers.headers[b"connection"]) == (b"", b"close")
    known = scope(path="/v1/eraser", content__length="3", api_token="known")
    assert serve(site, known, arriving(b"abc")).body == b"abc"


@pytest.mark.parametrize(("client", "status"), [(ELSEWHERE, 429), ("192.0.2.2", 200), ("127.0.0.1", 200)])
def test_one_address_has_so_many_requests_under_way_and_others_theirs(client: str, status: int) -> None:
    async def ask() -> Answers:
        site, first, second = Site(echo, replace(ROOMY, per_address=1), 1), Answers(), Answers()
        hanging = asyncio.create_task(site(scope(content__length="9"), arriving(end=False), first.send))
        await asyncio.sleep(0)
        await site(scope("GET", client=client), never, second.send)
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)
        assert not site.visitors.present
        return second

    answers = asyncio.run(ask())
    assert answers.status == status
    assert (b"retry-after" in answers.headers) == (status == 429)


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("127.0.0.2", ""),
        ("::1", ""),
        ("", ""),
    ],
)
def test_a_visitor_is_an_address_or_the_network_of_one(address: str, visitor: str) -> None:
    assert name_visitor(address) == visitor


def test_who_finds_no_free_thread_is_told_when_to_come_back() -> None:
    async def ask() -> Answers:
        site, answers = Site(unreached, STRICT, 1), Answers()
        await site.free.acquire()
        await site(scope("GET"), never, answers.send)
        return answers

    answers = asyncio.run(ask())
    assert (answers.status, answers.headers[b"retry-after"]) == (503, b"5")


def test_a_request_that_was_given_up_leaves_its_thread_free() -> None:
    site = Site(echo, STRICT, 1)
    serve(site, scope(content__length="900"), arriving(end=False))
    assert serve(site, scope("GET"), never).status == 200


class Closing(list[bytes]):
    """An answer that knows whether it was closed; ``streaming`` is Django's word for what is made while it is sent."""

    streaming, is_closed = False, False

    def close(self) -> None:
        self.is_closed = True


class Streaming(Closing):
    streaming = True


def giving(body: Iterable[bytes]) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return body

    return application


BODIES: list[Callable[[], Closing]] = [
    lambda: Closing([b"small"]),
    lambda: Closing([LARGE]),
    lambda: Streaming([LARGE[:10]]),
    lambda: Streaming([LARGE[:10], LARGE[10:AT_ONCE], LARGE[AT_ONCE:]]),
    lambda: Streaming([LARGE[:AT_ONCE]]),
    lambda: Streaming([]),
]


@pytest.mark.parametrize("make", BODIES)
def test_an_answer_is_sent_whole_and_closed(make: Callable[[], Closing]) -> None:
    body = make()
    answers = serve(Site(giving(body), ROOMY, 1), scope("GET"), never)
    assert answers.body == b"".join(body)
    assert (answers.is_complete, body.is_closed) == (True, True)


@pytest.mark.parametrize("make", [BODIES[1], BODIES[3]])
def test_an_answer_that_is_not_read_is_given_up_without_an_end_and_closed(make: Callable[[], Closing]) -> None:
    body = make()
    answers = serve(Site(giving(body), STRICT, 1), scope("GET"), never, reads=3)
    assert (answers.is_complete, body.is_closed) == (False, True)


def test_a_file_is_sent_as_it_is_read() -> None:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        answer: Iterable[bytes] = environ["wsgi.file_wrapper"](file, 4096)
        return answer

    file = io.BytesIO(LARGE)
    assert serve(Site(application, ROOMY, 1), scope("GET"), never).body == LARGE
    assert file.closed


@pytest.mark.parametrize(("path", "key"), [("/v1/eraser", "message"), ("/v2/image/edit/erase", "error")])
def test_a_refusal_is_in_the_words_of_the_version(path: str, key: str) -> None:
    answers = serve(Site(unreached, ROOMY, 1), scope(path=path, content__length=str(CAP + 1)), never)
    assert key in json.loads(answers.body)
    assert HTTPStatus(answers.status).phrase == "Request Entity Too Large"


def test_a_refusal_of_a_page_is_a_sentence() -> None:
    answers = serve(Site(unreached, ROOMY, 1), scope(path="/pictures/", content__length=str(CAP + 1)), never)
    assert answers.headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert answers.body == b"The request is larger than 0 MB, which is the most that is taken."


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"api_token": "a"}, {"HTTP_API_TOKEN": "a"}),
        ({"api__token": "b"}, {"HTTP_API_TOKEN": "b"}),
        ({"api_token": "a", "api__token": "b"}, {"HTTP_API_TOKEN": "a"}),
        ({"x_forwarded_proto": "https", "content__type": "x/y"}, {"CONTENT_TYPE": "x/y"}),
        ({"content_length": "5", "transfer__encoding": "chunked"}, {}),
    ],
)
def test_a_name_with_an_underscore_is_the_tokens_or_nobodys(headers: dict[str, str], found: dict[str, str]) -> None:
    environ = build_environ(scope(**headers))
    named = {key: value for key, value in environ.items() if key.startswith(("HTTP_", "CONTENT_TYPE"))}
    assert named == found
    assert environ["CONTENT_LENGTH"] == "0"


def test_headers_sent_several_times_are_one_list() -> None:
    asked = scope()
    asked["headers"] = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")]
    environ = build_environ(asked)
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


def test_an_address_arrives_byte_for_byte() -> None:
    asked = scope()
    asked.update(raw_path=b"/a%2Fb%FF%C3%A9", query_string=b"x=%20")
    environ = build_environ(asked)
    assert environ["PATH_INFO"].encode("latin-1") == b"/a/b\xff\xc3\xa9"
    assert environ["QUERY_STRING"] == "x=%20"
