from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import requests

from bria import Listener, listening
from bria.transport import MEMORY_BYTES, InProcessAdapter

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


def session(application: Application, **environ: Any) -> requests.Session:
    made = requests.Session()
    made.mount("https://engine.studio.internal/", InProcessAdapter(application, environ))
    return made


def url(path: str = "/") -> str:
    return f"https://engine.studio.internal{path}"


def echo(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "application/octet-stream")])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


def test_it_passes_what_an_application_needs_to_know() -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        seen.update(environ)
        return echo(environ, start)

    session(application).post(url("/v1/a%20b/ä?x=1&y=ü"), json={"a": 1}, headers={"api_token": "t"})
    assert seen["REQUEST_METHOD"] == "POST"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/v1/a b/ä"
    assert seen["QUERY_STRING"] == "x=1&y=%C3%BC"
    assert seen["CONTENT_TYPE"] == "application/json"
    assert "HTTP_CONTENT_TYPE" not in seen
    assert seen["HTTP_HOST"] == "engine.studio.internal"
    assert (seen["wsgi.url_scheme"], seen["SERVER_PORT"]) == ("https", "443")
    assert seen["HTTP_API_TOKEN"] == "t"


def test_a_client_cannot_set_what_the_adapter_sets() -> None:
    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return [repr((environ["studio.inline"], environ.get("HTTP_STUDIO.INLINE"))).encode()]

    answer = session(application, **{"studio.inline": False}).get(url(), headers={"studio.inline": "True"})
    assert answer.text == "(False, 'True')"


@pytest.mark.parametrize("body", [b"", b"bytes", "text", [b"in", b"parts"]])
def test_it_sends_bodies_of_any_kind(body: Any) -> None:
    assert session(echo).post(url(), data=iter(body) if isinstance(body, list) else body).content in (
        b"",
        b"bytes",
        b"text",
        b"inparts",
    )


def test_it_sends_files() -> None:
    assert b'name="file"; filename="a.png"' in session(echo).post(url(), files={"file": ("a.png", b"x")}).content


def test_it_hands_over_a_long_answer_in_pieces() -> None:
    def application(_: dict[str, Any], start: Start) -> Iterator[bytes]:
        start("200 OK", [])
        for _piece in range(20):
            yield b"x" * 1_000_000

    with session(application).get(url(), stream=True) as answer:
        pieces = [len(piece) for piece in answer.iter_content(65536)]
    assert sum(pieces) == 20_000_000 > MEMORY_BYTES
    assert max(pieces) == 65536


def test_the_applications_iterable_is_closed_in_the_thread_that_made_it() -> None:
    closed: list[bool] = []

    class Body:
        def __init__(self) -> None:
            self.thread = threading.get_ident()

        def __iter__(self) -> Iterator[bytes]:
            return iter([b"x"])

        def close(self) -> None:
            closed.append(threading.get_ident() == self.thread)

    def application(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return Body()

    session(application).get(url())
    assert closed == [True]


def test_it_runs_outside_the_callers_thread() -> None:
    def application(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return [str(threading.get_ident()).encode()]

    assert session(application).get(url()).text != str(threading.get_ident())


@pytest.mark.parametrize("timeout", [0.05, (5, 0.05)])
def test_it_gives_up_after_the_time_out(timeout: Any) -> None:
    leave = threading.Event()

    def application(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        leave.wait(5)
        start("200 OK", [])
        return []

    with pytest.raises(requests.ReadTimeout):
        session(application).get(url(), timeout=timeout)
    leave.set()


@pytest.mark.parametrize("error", [RuntimeError("bug"), TimeoutError("its own")])
def test_an_application_that_breaks_down_is_a_broken_connection(error: Exception) -> None:
    def application(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        raise error

    with pytest.raises(requests.ConnectionError) as caught:
        session(application).get(url())
    assert caught.value.__cause__ is error


def test_an_application_that_breaks_down_in_mid_answer_is_a_broken_connection() -> None:
    def application(_: dict[str, Any], start: Start) -> Iterator[bytes]:
        start("200 OK", [])
        yield b"x"
        raise RuntimeError("bug")

    with pytest.raises(requests.ConnectionError):
        session(application).get(url())


def test_calls_can_nest_deeper_than_any_pool() -> None:
    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        depth = int(environ["PATH_INFO"].strip("/"))
        start("200 OK", [])
        return [opened.get(url(f"/{depth - 1}")).content + b"." if depth else b""]

    opened = session(application)
    assert opened.get(url("/40")).text == "." * 40


def test_status_reason_and_headers_arrive() -> None:
    def application(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        start("460 Download failed", [("Retry-After", "3")])
        return []

    answer = session(application).get(url())
    assert (answer.status_code, answer.reason, answer.headers["retry-after"]) == (460, "Download failed", "3")


class Unwanted(Exception):
    """What a listener stops with."""


class Stop(Listener):
    """Wants no answer any more."""

    def progress(self, share: float | None) -> None:
        raise Unwanted


class Shares(Listener):
    """Remembers how far the answer was."""

    def __init__(self) -> None:
        self.told: list[float | None] = []

    def progress(self, share: float | None) -> None:
        self.told.append(share)


def telling(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Says that it is half done, and answers a refusal politely."""
    try:
        environ["bria.progress"](0.5)
    except Unwanted:
        start("500 Stopped", [])
        return [b"stopped"]
    return echo(environ, start)


def test_a_listener_is_told_how_far_the_answer_is() -> None:
    shares = Shares()
    with listening(shares):
        assert session(telling).post(url(), data=b"x").content == b"x"
    assert shares.told == [0.5]


def test_what_a_listener_raises_stops_the_application_and_the_call() -> None:
    with pytest.raises(Unwanted), listening(Stop()):
        session(telling).post(url())


def test_nobody_listens_outside_the_block() -> None:
    with listening(Shares()):
        pass
    with pytest.raises(requests.ConnectionError) as caught:
        session(telling).post(url())
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_call_ends_soon_after_it_is_unwanted_whatever_the_application_is_at() -> None:
    leave = threading.Event()

    def application(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        leave.wait(30)
        start("200 OK", [])
        return []

    began = time.monotonic()
    with pytest.raises(Unwanted), listening(Stop()):
        session(application).post(url())
    assert time.monotonic() - began < 10
    leave.set()
