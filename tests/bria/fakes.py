"""Stand-ins at the transport: a function that answers requests, a clock that does not wait, a small web server."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from bria import Bria, Timeouts

TOKEN = "0123456789abcdef-token"
BASE = "https://engine.example.com"
TIMEOUTS = Timeouts(connect=1, read=1, work=1, first_poll=1, longest_poll=8, total=30)

Reply = HTTPResponse | Exception
Handler = Callable[[requests.PreparedRequest], Reply]


def reply(body: Any = b"", status: int = 200, **headers: str) -> HTTPResponse:
    """An answer; what is not bytes is sent as JSON, underscores in header names stand for hyphens."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTPResponse(io.BytesIO(data), named, status, preload_content=False)


class FakeTransport(HTTPAdapter):
    """Answers every request by calling ``handler``, and remembers them."""

    def __init__(self, handler: Handler) -> None:
        super().__init__()
        self._handler = handler
        self.requests: list[requests.PreparedRequest] = []
        self.timeouts: list[Any] = []

    def send(  # type: ignore[override]
        self, request: requests.PreparedRequest, timeout: Any = None, **_: Any
    ) -> requests.Response:
        self.requests.append(request)
        self.timeouts.append(timeout)
        answer = self._handler(request)
        if isinstance(answer, Exception):
            raise answer
        return self.build_response(request, answer)

    @property
    def asked(self) -> list[str]:
        """Method and path of each request."""
        return [f"{request.method} {request.path_url}" for request in self.requests]

    def sent(self, number: int = -1) -> Any:
        """The JSON body of a request."""
        return json.loads(self.requests[number].body or b"null")


class Scene:
    """A client, the transport behind it, and the waits it asked for."""

    def __init__(self, *replies: Reply | Callable[[], Reply], **options: Any) -> None:
        self._replies = list(replies)
        self.waits: list[float] = []
        self.transport = FakeTransport(self._next)
        options = {"timeouts": TIMEOUTS, "sleep": self.waits.append, **options}
        self.bria = Bria(BASE, TOKEN, self.transport, **options)

    def _next(self, _: requests.PreparedRequest) -> Reply:
        answer = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        return answer() if callable(answer) else answer


Page = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def web_server(pages: dict[str, Page]) -> Iterator[tuple[int, list[str]]]:
    """A server on loopback: its port, and the paths that it was asked for. A page finds what was sent in ``body``."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            pages.get(self.path, page(b"not here", 404))(self)

        def do_POST(self) -> None:
            self.body = self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Page:
    """A page with a fixed answer."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer
