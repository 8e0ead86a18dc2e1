"""Fetches an address that somebody gave us, or sends something there; ``bria.connections`` says what is refused."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bria.connections import PUBLIC_ONLY, Policy, open_answer
from bria.errors import FetchBusy, FetchFailed, FetchTooLarge
from bria.urls import normalize_url, resolve_redirect

MAX_REDIRECTS = 3
CHUNK_BYTES = 65536
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchSlots:
    """How many addresses this process fetches at the same time, at most ``most``: each holds the thread that asked."""

    def __init__(self, most: int) -> None:
        self.most, self._taken, self._lock = most, 0, threading.Lock()

    @contextlib.contextmanager
    def take(self) -> Iterator[None]:
        """One of the slots for as long as the block runs.

        Raises:
            FetchBusy: all are taken.
        """
        with self._lock:
            if self._taken >= self.most:
                raise FetchBusy()
            self._taken += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken -= 1


slots = FetchSlots(4)


@dataclass(frozen=True)
class Fetched:
    """What lay behind an address, the address it was finally found at, and its type as the server told it."""

    data: bytes
    content_type: str
    url: str


@dataclass(frozen=True)
class Probe:
    """A server's answer without its body. ``length`` is None where the server does not tell."""

    status: int
    length: int | None


def fetch(url: str, limit_bytes: int, policy: Policy = PUBLIC_ONLY) -> Fetched:
    """The file behind ``url``, at most ``limit_bytes`` long.

    Raises:
        FetchBusy: too many others are being fetched.
        FetchRefused: the address, or one it redirects to, must not be fetched; nothing was sent there.
        FetchTooLarge: the file is longer.
        FetchFailed: anything else.
    """
    deadline = time.monotonic() + policy.seconds
    with slots.take(), _follow_redirects(url, {}, policy, deadline) as (found_at, response):
        if response.status != 200:
            raise FetchFailed(f"The server answered {response.status} instead of a file.", status=response.status)
        data = _read(response, limit_bytes, deadline)
        return Fetched(data, response.headers.get_content_type(), found_at)


def fetch_onwards(
    url: str, start: int, limit_bytes: int, take: Callable[[int, bytes], None], policy: Policy = PUBLIC_ONLY
) -> None:
    """The file behind ``url`` from byte ``start`` on, at most ``limit_bytes`` long in all, handed to ``take`` piece by
    piece, each with its place in the file. A server that cannot go on sends the whole file: places begin at 0 then.

    Raises as ``fetch`` does, and whatever ``take`` raises.
    """
    deadline = time.monotonic() + policy.seconds
    with _follow_redirects(url, {"Range": f"bytes={start}-"} if start else {}, policy, deadline) as (_, response):
        if response.status not in (200, 206):
            raise FetchFailed(f"The server answered {response.status} instead of a file.", status=response.status)
        place = start if response.status == 206 else 0
        if place + (response.length or 0) > limit_bytes:
            raise _too_large(limit_bytes)
        for chunk in _read_chunks(response, deadline):
            if place + len(chunk) > limit_bytes:
                raise _too_large(limit_bytes)
            take(place, chunk)
            place += len(chunk)


def probe(url: str, policy: Policy = PUBLIC_ONLY) -> Probe:
    """Ask for the first byte of ``url`` only. Raises as ``fetch`` does."""
    deadline = time.monotonic() + policy.seconds
    with _follow_redirects(url, {"Range": "bytes=0-0"}, policy, deadline) as (_, response):
        return Probe(response.status, response.length)


def post(url: str, body: bytes, headers: dict[str, str], policy: Policy = PUBLIC_ONLY) -> int:
    """Send ``body`` to ``url`` and return the status of the answer; redirects are not followed. Raises as ``fetch``."""
    deadline = time.monotonic() + policy.seconds
    with open_answer(urlsplit(normalize_url(url)), headers, policy, deadline, body) as response:
        return response.status


@contextlib.contextmanager
def _follow_redirects(
    url: str, headers: dict[str, str], policy: Policy, deadline: float
) -> Iterator[tuple[str, http.client.HTTPResponse]]:
    """The answer at the end of the redirects, each of which is checked like the first address."""
    seen: set[str] = set()
    while len(seen) <= MAX_REDIRECTS:
        address = normalize_url(url)
        if address in seen:
            raise FetchFailed("The address redirects in circles.")
        seen.add(address)
        with open_answer(urlsplit(address), headers, policy, deadline) as response:
            target = response.headers.get("Location")
            if response.status not in REDIRECTS or not target:
                yield address, response
                return
        url = resolve_redirect(address, target)
    raise FetchFailed(f"The address redirects more than {MAX_REDIRECTS} times.")


def _read(response: http.client.HTTPResponse, limit_bytes: int, deadline: float) -> bytes:
    """The whole body, packet by packet, so that neither limit is overrun by more than one."""
    data = bytearray()
    if (response.length or 0) > limit_bytes:
        raise _too_large(limit_bytes)
    for chunk in _read_chunks(response, deadline):
        data += chunk
        if len(data) > limit_bytes:
            raise _too_large(limit_bytes)
    return bytes(data)


def _read_chunks(response: http.client.HTTPResponse, deadline: float) -> Iterator[bytes]:
    """The body, packet by packet, until time is up.

    Raises:
        TimeoutError, ConnectionError: it did not come to its end.
    """
    while chunk := response.read1(CHUNK_BYTES):
        yield chunk
        if time.monotonic() >= deadline:
            raise TimeoutError
    if response.length or time.monotonic() >= deadline:
        raise ConnectionError("The body ended early")


def _too_large(limit_bytes: int) -> FetchTooLarge:
    return FetchTooLarge(f"The file behind the address is larger than {limit_bytes / 1e6:.0f} MB.")
