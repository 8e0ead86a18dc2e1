"""A ``requests`` transport to a WSGI application in this process: the same wire format without a wire."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

MEMORY_BYTES = 16_000_000  # a longer answer waits in a temporary file


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
        """
        seconds = timeout[1] if isinstance(timeout, tuple) else timeout
        pool = ThreadPoolExecutor(1, "in-process")
        answer = pool.submit(exchange, self._application, environ_for(request) | self._environ)
        pool.shutdown(wait=False)
        if not wait([answer], seconds).done:
            raise requests.ReadTimeout(f"No answer within {seconds} seconds", request=request)
        if error := answer.exception():
            raise requests.ConnectionError("The application in this process broke down", request=request) from error
        return self.build_response(request, answer.result())


def environ_for(request: requests.PreparedRequest) -> dict[str, Any]:
    """The WSGI environ (PEP 3333) for a request."""
    url = urlsplit(str(request.url))
    body = _body(request)
    headers = {f"HTTP_{name.upper().replace('-', '_')}": _text(value) for name, value in request.headers.items()}
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

    spool = _spooled(_closing(application(environ, start_response)))
    code, _, reason = started["status"].partition(" ")
    return HTTPResponse(
        body=spool,
        headers=HTTPHeaderDict(started["headers"]),
        status=int(code),
        reason=reason,
        preload_content=False,
        request_method=environ["REQUEST_METHOD"],
    )


def _spooled(chunks: Iterable[bytes]) -> IO[bytes]:
    with contextlib.ExitStack() as failed:
        spool = failed.enter_context(SpooledTemporaryFile(MEMORY_BYTES))
        for chunk in chunks:
            spool.write(chunk)
        spool.seek(0)
        failed.pop_all()  # from here on it belongs to the answer
    return spool


def _closing(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks; then the iterable is closed, as WSGI demands, in the thread that made it."""
    try:
        yield from chunks
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()


def _body(request: requests.PreparedRequest) -> bytes:
    """The content of a request's body, which ``requests`` also takes as text or in parts."""
    body: Any = request.body or b""
    if isinstance(body, str):
        return body.encode()
    return bytes(body) if isinstance(body, bytes | bytearray) else b"".join(body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
