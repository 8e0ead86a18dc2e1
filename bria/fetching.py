"""Fetches an address that somebody gave us, or sends something there; nothing but public addresses.

What counts is the address that the connection ends at, not how it is spelled: every name is resolved, all its addresses
are checked before the first packet, and the connected peer once more before the first byte. Proxies, cookies and
credentials are not used. The time-out holds for the whole exchange, also against a server that drips.
"""

from __future__ import annotations

import contextlib
import functools
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from bria import sockets
from bria.addresses import is_public
from bria.errors import FetchBusy, FetchFailed, FetchRefused, FetchTooLarge
from bria.urls import PORTS, normalize_url, resolve_redirect

CONNECT_SECONDS = 5
READ_SECONDS = 20  # between two packets
TOTAL_SECONDS = 60
MAX_REDIRECTS = 3
CHUNK_BYTES = 65536
# Some servers, Wikimedia's among them, answer nobody without a name.
HEADERS = {"User-Agent": "bria-studio", "Accept": "*/*", "Accept-Encoding": "identity"}
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Policy:
    """Which addresses may be fetched, and how long that may take (seconds, redirects included)."""

    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    seconds: float = TOTAL_SECONDS


PUBLIC_ONLY = Policy()


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
    with _open_answer(urlsplit(normalize_url(url)), headers, policy, deadline, body) as response:
        return response.status


def refuse_url(url: str, policy: Policy = PUBLIC_ONLY, *, looks_up: bool = True) -> None:
    """Refuse beforehand what would be refused later; a name that cannot be looked up now may be known then.

    Without ``looks_up`` nobody is asked for the address of a name, so that nobody hears of it; ``localhost`` needs no
    asking (RFC 6761).

    Raises:
        FetchRefused: the address, or the host it names, is not allowed.
    """
    parts = urlsplit(normalize_url(url))
    _refuse_oddities(parts, policy)
    is_here = _host(parts) == "localhost"
    flags = 0 if looks_up or is_here else socket.AI_NUMERICHOST
    with contextlib.suppress(OSError, UnicodeError):
        _refuse_private(_resolve_host(parts, flags), policy)


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
        with _open_answer(urlsplit(address), headers, policy, deadline) as response:
            target = response.headers.get("Location")
            if response.status not in REDIRECTS or not target:
                yield address, response
                return
        url = resolve_redirect(address, target)
    raise FetchFailed(f"The address redirects more than {MAX_REDIRECTS} times.")


@contextlib.contextmanager
def _open_answer(
    url: SplitResult, headers: dict[str, str], policy: Policy, deadline: float, body: bytes | None = None
) -> Iterator[http.client.HTTPResponse]:
    """The answer of one server to one request: a GET, or where there is a body, a POST."""
    _refuse_oddities(url, policy)
    with _translate_errors(_host(url), deadline), contextlib.ExitStack() as stack:
        sock = stack.enter_context(_connect(url, policy))
        stack.enter_context(_shut_at(sock, deadline))
        if url.scheme == "https":
            sock = stack.enter_context(_tls().wrap_socket(sock, server_hostname=_host(url)))
        connection = http.client.HTTPConnection(_host(url))
        connection.sock = sock
        target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        method = "GET" if body is None else "POST"
        connection.request(method, target, body, {"Host": url.netloc} | HEADERS | headers)
        yield stack.enter_context(contextlib.closing(connection.getresponse()))


def _host(url: SplitResult) -> str:
    """The host without the dot that may end a full name; certificates are written without it."""
    return str(url.hostname).rstrip(".")


def _refuse_oddities(url: SplitResult, policy: Policy) -> None:
    if url.username is not None or url.password is not None:
        raise FetchRefused("The address contains a user name or a password; addresses with credentials are not used.")
    if _port(url) not in policy.ports:
        raise FetchRefused(f"The address uses port {url.port}; only the usual ports of the web are fetched from.")


def _connect(url: SplitResult, policy: Policy) -> socket.socket:
    """A connection to the address's host.

    Raises:
        FetchRefused: the host, or one of its addresses, is not allowed.
        OSError: no connection.
    """
    addresses = _resolve_host(url)
    _refuse_private(addresses, policy)
    sock = _first_connection(addresses, _port(url))
    try:
        _refuse_private([sock.getpeername()[0]], policy)
    except (FetchRefused, OSError):
        sock.close()
        raise
    sock = sockets.make_attentive(sock)
    sock.settimeout(READ_SECONDS)
    return sock


def _resolve_host(url: SplitResult, flags: int = 0) -> list[str]:
    """All IP addresses of the host."""
    found = socket.getaddrinfo(_host(url), _port(url), type=socket.SOCK_STREAM, flags=flags)
    return [str(entry[4][0]) for entry in found]


def _port(url: SplitResult) -> int:
    return url.port or PORTS[url.scheme]


def _refuse_private(addresses: list[str], policy: Policy) -> None:
    if not all(map(policy.allows, addresses)):
        raise FetchRefused("The address leads to a private or local network; only public addresses are fetched.")


def _first_connection(addresses: list[str], port: int) -> socket.socket:
    """A connection to the first address that takes one."""
    for address in addresses[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, port), CONNECT_SECONDS)
    return socket.create_connection((addresses[-1], port), CONNECT_SECONDS)


@contextlib.contextmanager
def _shut_at(sock: socket.socket, deadline: float) -> Iterator[None]:
    """Shut the connection down when time is up, whatever is being read: a header can drip as well as a body."""
    twin = sock.dup()  # a TLS socket takes the original's place; the connection is the same
    # A little late, so that whoever wakes up finds the deadline passed.
    timer = threading.Timer(max(0.0, deadline - time.monotonic()) + 0.05, _shut, [twin])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        twin.close()


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


@functools.cache
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    context.set_alpn_protocols(["http/1.1"])
    return sockets.tls_context(context)


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


@contextlib.contextmanager
def _translate_errors(host: str, deadline: float) -> Iterator[None]:
    """Whatever the network throws, as an error of ours."""
    try:
        yield
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise FetchFailed(_describe(error, host, time.monotonic() >= deadline)) from error


def _describe(error: Exception, host: str, is_late: bool) -> str:
    if is_late or isinstance(error, TimeoutError):
        return f"The server {host} took too long to answer."
    if isinstance(error, socket.gaierror | UnicodeError):  # the latter for names too long to be looked up
        return f"There is no server named {host}."
    if isinstance(error, ssl.SSLError):
        return f"No secure connection to {host} could be made."
    if isinstance(error, ConnectionRefusedError):
        return f"The server {host} does not take connections."
    return f"The connection to {host} broke off."
