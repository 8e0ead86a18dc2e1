"""A connection to an address that somebody gave us, or its refusal; nothing but public addresses.

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
from bria.errors import FetchFailed, FetchRefused
from bria.urls import PORTS, normalize_url

CONNECT_SECONDS = 5
READ_SECONDS = 20  # between two packets
TOTAL_SECONDS = 60
# Some servers, Wikimedia's among them, answer nobody without a name.
HEADERS = {"User-Agent": "bria-studio", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True)
class Policy:
    """Which addresses may be fetched, and how long that may take (seconds, redirects included)."""

    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    seconds: float = TOTAL_SECONDS


PUBLIC_ONLY = Policy()


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
def open_answer(
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


def _refuse_private(addresses: list[str], policy: Policy) -> None:
    if not all(map(policy.allows, addresses)):
        raise FetchRefused("The address leads to a private or local network; only public addresses are fetched.")


def _first_connection(addresses: list[str], port: int) -> socket.socket:
    """A connection to the first address that takes one."""
    for address in addresses[:-1]:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, port), CONNECT_SECONDS)
    return socket.create_connection((addresses[-1], port), CONNECT_SECONDS)


def _resolve_host(url: SplitResult, flags: int = 0) -> list[str]:
    """All IP addresses of the host."""
    found = socket.getaddrinfo(_host(url), _port(url), type=socket.SOCK_STREAM, flags=flags)
    return [str(entry[4][0]) for entry in found]


def _host(url: SplitResult) -> str:
    """The host without the dot that may end a full name; certificates are written without it."""
    return str(url.hostname).rstrip(".")


def _port(url: SplitResult) -> int:
    return url.port or PORTS[url.scheme]


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
