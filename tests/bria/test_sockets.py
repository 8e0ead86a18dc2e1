"""Services that keep a caller waiting, over real sockets: none for longer than was given, and none against its will."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import bria
from bria import sockets
from tests.bria.fakes import TOKEN, Page, page, web_server

HURRIED = bria.Timeouts(connect=1, read=1.2, work=1.2, first_poll=1, longest_poll=1, total=1)
PATIENT = bria.Timeouts(connect=1, read=60, work=60, first_poll=1, longest_poll=1, total=1)
DRIP = 0.3  # seconds between two bytes, far less than any time-out between packets
ANYTHING = bria.Policy(allows=lambda address: True, ports=frozenset(range(65536)))


class Unwanted(Exception):
    """A person has cancelled."""


class Impatient(bria.Listener):
    """Wants no answer any more when it is asked for the third time."""

    def __init__(self) -> None:
        self.asked = 0

    def check(self) -> None:
        self.asked += 1
        if self.asked >= 3:
            raise Unwanted


def drip(head: bytes, byte: bytes) -> Page:
    """Sends ``head`` and then a byte now and then, for as long as anybody reads."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        try:
            request.wfile.write(head)
            while True:
                request.wfile.write(byte)
                time.sleep(DRIP)
        except OSError:
            return

    return answer


def silence(request: BaseHTTPRequestHandler) -> None:
    """Sends nothing, until the other side hangs up."""
    request.close_connection = True
    request.connection.settimeout(30)
    request.connection.recv(1)


SLOW: dict[str, Page] = {
    "head": drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    "body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b" "),
    "chunks": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "until closed": drip(b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    "silence": silence,
}


@contextmanager
def client_of(answer: Page, timeouts: bria.Timeouts) -> Iterator[bria.Bria]:
    """A client of a service that answers everything so."""
    paths = ("/v1/a/create", "/v1/a/info", "/1.png")
    with (
        web_server(dict.fromkeys(paths, answer)) as (port, _),
        bria.Bria(f"http://127.0.0.1:{port}", TOKEN, timeouts=timeouts, sleep=lambda _: None) as client,
    ):
        yield client


@pytest.mark.parametrize("slow", SLOW)
def test_an_order_is_not_waited_for_for_ever(slow: str) -> None:
    with client_of(SLOW[slow], HURRIED) as client, pytest.raises(bria.OutcomeUnknown):
        client.create("a", {})


@pytest.mark.parametrize("slow", ["head", "silence"])
def test_a_cancel_is_heard_while_an_answer_is_waited_for(slow: str) -> None:
    with client_of(SLOW[slow], PATIENT) as client, pytest.raises(Unwanted), bria.listening(Impatient()):
        client.create("a", {})


class Told(Impatient):
    """Is impatient as well, and remembers whether an order had left."""

    has_left = False

    def sent(self) -> None:
        self.has_left = True


@pytest.mark.parametrize(("ask", "is_order"), [("create", True), ("info", False)])
def test_whoever_cancels_is_told_that_an_order_had_left(ask: str, is_order: bool) -> None:
    listener = Told()
    with client_of(SLOW["silence"], PATIENT) as client, pytest.raises(Unwanted), bria.listening(listener):
        client.create("a", {}) if is_order else client.info("a")
    assert listener.has_left == is_order


def test_an_order_that_the_service_does_not_read_to_its_end_has_not_left() -> None:
    listener = Told()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with (
            bria.Bria(base, TOKEN, timeouts=replace(PATIENT, connect=60)) as client,
            pytest.raises(Unwanted),
            bria.listening(listener),
        ):
            client.submit("image/edit/erase", {"image": "A" * 30_000_000})
    assert not listener.has_left


def test_a_dripping_result_is_not_waited_for_for_ever() -> None:
    with client_of(SLOW["body"], HURRIED) as client, pytest.raises(bria.Unreachable):
        client.download(f"{client._wire.base_url}/1.png", 2_000_000)


def test_a_cancel_is_heard_during_a_download_from_elsewhere() -> None:
    with (
        web_server({"/1.png": SLOW["body"]}) as (port, _),
        pytest.raises(Unwanted),
        bria.listening(Impatient()),
    ):
        bria.fetch(f"http://127.0.0.1:{port}/1.png", 2_000_000, ANYTHING)


def test_a_service_that_does_not_read_is_not_waited_for_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with bria.Bria(base, TOKEN, timeouts=HURRIED) as client, pytest.raises(bria.OutcomeUnknown):
            client.submit("image/edit/erase", {"image": "A" * 30_000_000})


def test_a_large_order_has_more_time() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        end = time.monotonic() + 2 * HURRIED.work
        while time.monotonic() < end:
            request.wfile.write(b"a")
            time.sleep(DRIP)
        request.wfile.write(b"\r\nContent-Length: 20\r\n\r\n" + b'{"request_id": "r1"}')

    with (
        web_server({"/v2/image/edit/erase": answer}) as (port, _),
        bria.Bria(f"http://127.0.0.1:{port}", TOKEN, timeouts=HURRIED) as client,
    ):
        assert client.submit("image/edit/erase", {"image": "A" * 200_000}) == "r1"


BOMB = gzip.compress(b" " * 40_000_000, 1)
PACKED = page(BOMB, headers={"Content-Encoding": "gzip", "Content-Length": str(len(BOMB))})


def test_an_answer_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    with client_of(PACKED, PATIENT) as client, pytest.raises(bria.OutcomeUnknown, match="far too long"):
        client.create("a", {})


def test_a_result_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    with client_of(PACKED, PATIENT) as client, pytest.raises(bria.FetchTooLarge):
        client.download(f"{client._wire.base_url}/1.png", 1_000_000)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for localhost."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    options = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", *options, *names, "-keyout", str(path), "-out", f"{path}.cert"]
    subprocess.run(command, check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.cert").read_text())
    return path


@contextmanager
def encrypted(certificate: Path, serve: Callable[[ssl.SSLSocket], object]) -> Iterator[socket.socket]:
    """A connection to a server that shakes hands late and then does what ``serve`` says."""
    mine, theirs = socket.socketpair()

    def run() -> None:
        time.sleep(sockets.SLICE_SECONDS + 0.3)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        try:
            with context.wrap_socket(theirs, server_side=True) as connection:
                serve(connection)
        except OSError:
            return

    thread = threading.Thread(target=run)
    thread.start()
    context = sockets.tls_context(ssl.create_default_context(cafile=f"{certificate}.cert"))
    mine.settimeout(20)
    with context.wrap_socket(sockets.make_attentive(mine), server_hostname="localhost") as client:
        yield client
    thread.join()
    theirs.close()


def test_an_encrypted_connection_has_its_time_for_handshake_and_answer(certificate: Path) -> None:
    def serve(connection: ssl.SSLSocket) -> None:
        received = b""
        while len(received) < 200_000:
            received += connection.recv(65536)
        time.sleep(sockets.SLICE_SECONDS + 0.3)
        connection.sendall(received[-5:])

    with encrypted(certificate, serve) as client:
        client.sendall(b"a" * 199_995 + b"hello")
        assert client.makefile("rb").read(5) == b"hello"


def test_a_cancel_is_heard_on_an_encrypted_connection(certificate: Path) -> None:
    with encrypted(certificate, lambda connection: connection.recv(1)) as client:
        with pytest.raises(Unwanted), bria.listening(Impatient()):
            client.makefile("rb").read(5)
        client.sendall(b"x")


def test_an_encrypted_exchange_ends_when_its_time_is_over(certificate: Path) -> None:
    with encrypted(certificate, lambda connection: connection.recv(1)) as client:
        with pytest.raises(TimeoutError), sockets.within(1.2):
            client.makefile("rb").read(5)
        client.sendall(b"x")
