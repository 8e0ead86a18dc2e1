"""Sockets that do not fall asleep: while one waits, it looks at the clock, and asks whether its answer is still wanted.

A time-out of ``requests`` counts from packet to packet, so a server that drips holds its caller for as long as it
likes, and nobody can end a call that waits. These sockets wait in slices of a second. Before each the listener is asked
(``bria.listeners``), and the whole exchange ends when the time that ``within`` gives it is over. They raise what any
socket raises then, ``TimeoutError``, or whatever the listener raised.
"""

from __future__ import annotations

import contextlib
import functools
import math
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.ssl_ import create_urllib3_context

from bria import listeners

SLICE_SECONDS = 1.0  # the longest that nobody is asked
PIECE_BYTES = 65536  # that are sent at once

Outcome = TypeVar("Outcome")

_deadline: ContextVar[float] = ContextVar("deadline", default=math.inf)  # monotonic seconds
_awaiting: ContextVar[Callable[[], object]] = ContextVar("awaiting", default=bool)


@contextlib.contextmanager
def within(seconds: float, awaiting: Callable[[], object] = bool) -> Iterator[None]:
    """All that the sockets of this thread do within the block must be over after so many seconds.

    ``awaiting`` is called whenever one is about to wait for what is answered: all of the request has left by then.
    """
    until = _deadline.set(min(_deadline.get(), time.monotonic() + seconds))
    token = _awaiting.set(awaiting)
    try:
        yield
    finally:
        _awaiting.reset(token)
        _deadline.reset(until)


if TYPE_CHECKING:
    Socket = socket.socket
else:
    Socket = object


class Attentive(Socket):
    """What ``AttentiveSocket`` and its twin for TLS do alike. Time-outs are of a wait between two packets."""

    _patience: float = math.inf  # seconds without a packet
    _asked_at = 0.0  # monotonic seconds

    def settimeout(self, value: float | None, /) -> None:
        """Wait for a packet no longer than so many seconds."""
        self._patience = math.inf if value is None else value
        super().settimeout(min(self._patience, SLICE_SECONDS))

    def gettimeout(self) -> float | None:
        """The longest wait for a packet in seconds, None for any."""
        return None if self._patience == math.inf else self._patience

    def recv_into(self, *arguments: Any) -> int:
        """See ``socket.socket.recv_into``."""
        _awaiting.get()()
        received: int = self._attend(functools.partial(super().recv_into, *arguments))
        return received

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """See ``socket.socket.sendall``, whose time-out counts for all of the data."""
        rest = memoryview(data).cast("B")
        while rest:
            piece = rest[:PIECE_BYTES]
            rest = rest[self._attend(functools.partial(super().send, piece, flags)) :]

    def _attend(self, do: Callable[[], Outcome]) -> Outcome:
        """What ``do`` returns; it is tried again after each slice, for as long as time and listener allow.

        Raises:
            TimeoutError: no packet came in time, or the exchange as a whole took too long.
            Exception: what the listener raised.
        """
        end = time.monotonic() + self._patience
        while True:
            self._ask()
            try:
                return do()
            except TimeoutError:
                if time.monotonic() >= end:
                    raise

    def _ask(self) -> None:
        """Look at the clock, and ask the listener unless it was asked just now."""
        now = time.monotonic()
        if now >= _deadline.get():
            raise TimeoutError("The exchange took too long")
        if now - self._asked_at >= SLICE_SECONDS:
            self._asked_at = now
            listeners.current().check()


class AttentiveSocket(Attentive, socket.socket):
    """A connection in the clear."""


class AttentiveTlsSocket(Attentive, ssl.SSLSocket):
    """An encrypted connection."""

    def do_handshake(self, block: bool = False) -> None:
        """See ``ssl.SSLSocket.do_handshake``."""
        self._attend(functools.partial(super().do_handshake, block))


def make_attentive(sock: socket.socket) -> AttentiveSocket:
    """The connection of ``sock``, which must not be used any more."""
    timeout = sock.gettimeout()
    attentive = AttentiveSocket(sock.family, sock.type, sock.proto, fileno=sock.detach())
    attentive.settimeout(timeout)
    return attentive


def tls_context(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same context, which from now on makes attentive sockets."""
    context.sslsocket_class = AttentiveTlsSocket
    return context


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return make_attentive(super()._new_conn())


class _TlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return make_attentive(super()._new_conn())


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class AttentiveAdapter(HTTPAdapter):
    """The transport of ``requests``, on sockets that do not fall asleep."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """See ``HTTPAdapter.init_poolmanager``."""
        super().init_poolmanager(*arguments, **options, ssl_context=tls_context(create_urllib3_context()))
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
