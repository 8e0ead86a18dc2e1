"""A ``requests`` transport to a WSGI application in this process: the same wire format without a wire."""

from __future__ import annotations

import contextlib
import io
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from bria import listeners
from bria.environ import PROGRESS
from bria.listeners import NOBODY, Listener

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

POLL_SECONDS = 0.25  # seconds between two questions whether an answer is still wanted
MEMORY_BYTES = 16_000_000  # a longer answer waits in a temporary file


class Watch:
    """Passes on to a listener how far one answer is; ``error`` is what the listener stopped it with."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.error: Exception | None = None

    @property
    def environ(self) -> dict[str, Any]:
        """What the request's environ gets."""
        return {} if self._listener is NOBODY else {PROGRESS: self}

    def __call__(self, share: float | None) -> None:
        """Pass it on, and remember a refusal: the application may answer it as it likes."""
        self.check()
        try:
            self._listener.progress(share)
        except Exception as error:
            self.error = error
            raise

    def check(self) -> None:
        """Raise what the listener stopped the answer with, in whichever thread it did."""
        if self.error is not None:
            raise self.error


def finishes_within(answer: Future[HTTPResponse], watch: Watch, seconds: float | None) -> bool:
    """Wait for the answer; False where it takes longer than ``seconds``.

    The listener is asked meanwhile: an application may be at something that it cannot leave at once.
    """
    deadline = math.inf if seconds is None else time.monotonic() + seconds
    while not wait([answer], min(POLL_SECONDS, max(0.0, deadline - time.monotonic()))).done:
        if time.monotonic() >= deadline:
            return False
        watch(None)
    return True


def discard(answer: Future[HTTPResponse]) -> None:
    """Close an answer that nobody waits for any more."""
    if answer.exception() is None:
        answer.result().close()


class InProcessAdapter(HTTPAdapter):
    """Answers requests by calling ``application``, each on a thread of its own.

    Its own thread, because a Django handler closes the database connection of the thread that it runs in, and because
    only then can a time-out be kept; a new one each, because calls nest and a bounded pool could wait for itself.

    Mount it for one host only, and never on a session that an address from outside can reach.

    Args:
        application: a WSGI callable.
        environ: entries that are added to each request's environ. Clients cannot send them: what they send arrives
            under ``HTTP_…``.
    """

    def __init__(self, application: Application, environ: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._application = application
        self._environ = dict(environ or {})

    def send(  # type: ignore[override]
        self, request: requests.PreparedRequest, stream: bool = False, timeout: Any = None, **_: Any
    ) -> requests.Response:
        """The application's answer.

        Raises:
            requests.ReadTimeout: it did not come within ``timeout`` (of a pair, the second).
            requests.ConnectionError: the application broke down instead of answering.
            Exception: what the listener stopped the application with.
        """
        watch = Watch(listeners.current())
        seconds = timeout[1] if isinstance(timeout, tuple) else timeout
        pool = ThreadPoolExecutor(1, "in-process")
        answer = pool.submit(exchange, self._application, wsgi_environ(request) | self._environ | watch.environ)
        pool.shutdown(wait=False)
        try:
            if not finishes_within(answer, watch, seconds):
                raise requests.ReadTimeout(f"No answer within {seconds} seconds", request=request)
            watch.check()
        except Exception as stopped:
            watch.error = stopped  # so that the application stops as well
            answer.add_done_callback(discard)
            raise
        if error := answer.exception():
            raise requests.ConnectionError("The application in this process broke down", request=request) from error
        return self.build_response(request, answer.result())


def wsgi_environ(request: requests.PreparedRequest) -> dict[str, Any]:
    """The WSGI environ (PEP 3333) for a request."""
    url = urlsplit(str(request.url))
    body = _read_request_body(request)
    headers = {f"HTTP_{name.upper().replace('-', '_')}": _header_text(value) for name, value in request.headers.items()}
    return headers | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path or "/").decode("latin-1"),
        "QUERY_STRING": url.query,
        "CONTENT_TYPE": headers.pop("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": url.hostname or "",
        "SERVER_PORT": str(url.port or (443 if url.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": url.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def exchange(application: Application, environ: dict[str, Any]) -> HTTPResponse:
    """Run the application to the end; its body waits in memory or, when long, in a temporary file."""
    started: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        started.update(status=status, headers=headers)
        return lambda data: None

    spool = _spool(_iterate_and_close(application(environ, start_response)))
    code, _, reason = started["status"].partition(" ")
    return HTTPResponse(
        body=spool,
        headers=HTTPHeaderDict(started["headers"]),
        status=int(code),
        reason=reason,
        preload_content=False,
        request_method=environ["REQUEST_METHOD"],
    )


def _spool(chunks: Iterable[bytes]) -> IO[bytes]:
    with contextlib.ExitStack() as failed:
        spool = failed.enter_context(SpooledTemporaryFile(MEMORY_BYTES))
        for chunk in chunks:
            spool.write(chunk)
        spool.seek(0)
        failed.pop_all()  # from here on it belongs to the answer
    return spool


def _iterate_and_close(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks; then the iterable is closed, as WSGI demands, in the thread that made it."""
    try:
        yield from chunks
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()


def _read_request_body(request: requests.PreparedRequest) -> bytes:
    """The content of a request's body, which ``requests`` also takes as text or in parts."""
    body: Any = request.body or b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, bytes | bytearray) else b"".join(body)


def _header_text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
