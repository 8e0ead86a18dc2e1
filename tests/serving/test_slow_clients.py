"""Clients that are slow on purpose stop nobody: pages answer while they hang."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from harness.slow_clients import kinds, slow_clients
from harness.studio import Studio
from tests.serving.conftest import StartStudio

THREADS, CLIENTS = 4, 40
KINDS = kinds(upload="/echo", file="/large")


@pytest.fixture(scope="module")
def small_studio(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with few threads."""
    with start_studio(tmp_path_factory.mktemp("small"), STUDIO_THREADS=str(THREADS)) as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_pages_answer_while_slow_clients_hang(small_studio: Studio, kind: str) -> None:
    with slow_clients(small_studio.address, KINDS[kind], CLIENTS) as clients:
        assert all(client.drip() for client in clients)
        answer = small_studio.get("/pid")
        assert answer is not None and answer.status_code == 200
        assert all(client.drip() for client in clients)


BROKEN = [b"3\r\nabc\r\nZZ\r\n", b"3\r\nabcdef\r\n0\r\n\r\n", b"fffffffffffffffff\r\nabc", b"-3\r\nabc\r\n0\r\n\r\n"]


@pytest.mark.parametrize("chunks", BROKEN)
def test_a_body_whose_chunks_are_broken_is_an_error(small_studio: Studio, chunks: bytes) -> None:
    assert exchange(small_studio, b"POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", chunks)[0] == 400


@pytest.mark.parametrize(
    ("framing", "body"),
    [(b"Transfer-Encoding: chunked", b"3\r\nabc\r\n"), (b"Content-Length: 5", b"abc")],
    ids=["chunked", "sized"],
)
def test_a_body_that_ends_too_early_is_an_error(small_studio: Studio, framing: bytes, body: bytes) -> None:
    assert exchange(small_studio, b"POST /echo HTTP/1.1\r\n" + framing + b"\r\n", body, ends=True)[0] == 400


SMUGGLED = [
    b"Content-Length: 3\r\nContent-Length: 4\r\n",
    b"Content-Length : 3\r\n",
    b"Transfer-Encoding: xchunked\r\n",
    b"Content-Length: +3\r\n",
]


@pytest.mark.parametrize("headers", SMUGGLED)
def test_a_body_of_two_lengths_is_refused(small_studio: Studio, headers: bytes) -> None:
    assert exchange(small_studio, b"POST /echo HTTP/1.1\r\n" + headers, b"abcd")[0] == 400


def test_a_connection_is_used_again_and_head_has_no_body(small_studio: Studio) -> None:
    connection = http.client.HTTPConnection(urlsplit(small_studio.address).netloc, timeout=30)
    for method, path in (("HEAD", "/large"), ("GET", "/pid"), ("POST", "/echo"), ("GET", "/large")):
        connection.request(method, path, b"abc" if method == "POST" else None)
        answer = connection.getresponse()
        body, length = answer.read(), int(answer.headers["Content-Length"])
        assert (answer.status, len(body)) == (200, 0 if method == "HEAD" else length)
    connection.close()


def test_http2_is_not_spoken_unless_asked_for(small_studio: Studio) -> None:
    with socket.create_connection(place_of(small_studio), timeout=30) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        assert not connection.recv(1).startswith(b"\0")  # the length of the frame that a server of HTTP/2 begins with


def place_of(studio: Studio) -> tuple[str, int]:
    where = urlsplit(studio.address)
    assert where.hostname is not None and where.port is not None
    return where.hostname, where.port


def exchange(studio: Studio, head: bytes, body: bytes, ends: bool = False) -> tuple[int, bytes]:
    """The status and the whole answer to a request written by hand; ``ends``: the client says that no more comes."""
    with socket.create_connection(place_of(studio), timeout=30) as connection:
        connection.sendall(head + b"Host: " + urlsplit(studio.address).netloc.encode() + b"\r\n\r\n" + body)
        if ends:
            connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(10_000)
    return int(answer.split()[1]), answer
