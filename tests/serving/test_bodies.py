"""What arrives over a real socket: headers with an underscore, bodies without a length, bodies that are too large."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from harness.studio import Studio

CAP, API_CAP = 65_000_000, 40_000_000  # bytes; a photo of the editor with its form, a body of the API
PART = bytes(range(256)) * 4096  # about 1 MB


def parts(count: int) -> Iterator[bytes]:
    """A body that requests sends in chunks, without a length."""
    for _ in range(count):
        yield PART


def test_the_api_token_header_arrives(studio: Studio) -> None:
    answer = requests.post(f"{studio.address}/echo", headers={"api_token": "secret"}, timeout=10)
    assert answer.json()["token"] == "secret"


@pytest.mark.parametrize("count", [1, 5])
def test_a_body_without_a_length_arrives_whole(studio: Studio, count: int) -> None:
    answer = requests.post(f"{studio.address}/echo", data=parts(count), timeout=10).json()
    assert answer["digest"] == hashlib.sha256(PART * count).hexdigest()


def test_an_empty_body_without_a_length_is_no_error(studio: Studio) -> None:
    assert requests.post(f"{studio.address}/echo", data=parts(0), timeout=10).json()["length"] == 0


def test_a_body_without_a_length_is_refused_past_the_cap(studio: Studio) -> None:
    answer = requests.post(f"{studio.address}/echo", data=parts(CAP // len(PART) + 1), timeout=30)
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text == "The request is larger than 65 MB, which is the most that is taken."


def test_a_body_that_declares_to_be_too_large_is_refused_before_it_is_sent(studio: Studio) -> None:
    where = urlsplit(studio.address)
    head = f"POST /echo HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: {CAP + 1}\r\n\r\n"
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_body_at_the_cap_arrives(studio: Studio) -> None:
    answer = requests.post(f"{studio.address}/echo", data=bytes(API_CAP), timeout=30)
    assert answer.json()["length"] == API_CAP


@pytest.mark.parametrize(
    ("path", "shape"),
    [("/v1/eraser", {"code", "description", "message"}), ("/v2/image/edit/erase", {"error", "request_id"})],
)
def test_a_body_that_is_too_large_is_refused_in_the_words_of_the_version(
    studio: Studio, path: str, shape: set[str]
) -> None:
    too_many = parts(API_CAP // len(PART) + 1)
    answer = requests.post(studio.address + path, data=too_many, headers={"api_token": "any"}, timeout=30)
    assert answer.status_code == 413
    assert set(answer.json()) == shape
