"""What stands between the server and Django: a cap on request bodies, and a length for those that have none."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

API = ("/v1/", "/v2/")
CHUNK = 65_536  # bytes read at a time
IN_MEMORY = 1_000_000  # bytes of a body without a length that stay in memory; the rest goes to a temporary file
BODILESS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class BodyTooLarge(Exception):
    """The body is larger than the cap."""


class BoundedBodies:
    """Refuses bodies over ``cap`` bytes, to the API over ``api_cap``, with 413, and gives a length to chunked ones.

    Django takes a body without a ``Content-Length`` for an empty one. A chunked body is therefore read to its end, or
    to the cap, before Django sees the request. A body that declares to be too large is refused before it is read.
    """

    def __init__(self, application: WSGIApplication, cap: int, api_cap: int) -> None:
        self.application, self.cap, self.api_cap = application, cap, api_cap

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        cap = self.api_cap if environ["PATH_INFO"].startswith(API) else self.cap
        if int(environ.get("CONTENT_LENGTH") or 0) > cap:
            return refuse(environ, start_response, cap)
        if environ.get("CONTENT_LENGTH") or environ["REQUEST_METHOD"] in BODILESS:
            return self.application(environ, start_response)
        try:
            body, length = spool(environ["wsgi.input"], cap)
        except BodyTooLarge:
            return refuse(environ, start_response, cap)
        environ.update({"wsgi.input": body, "CONTENT_LENGTH": str(length)})
        return closing(body, self.application(environ, start_response))


def spool(stream: InputStream, cap: int) -> tuple[IO[bytes], int]:
    """The body as a file at its beginning, and its length in bytes.

    Raises:
        BodyTooLarge: it is longer than ``cap`` bytes, and was read no further.
    """
    body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when the answer is
    while chunk := stream.read(CHUNK):
        body.write(chunk)
        if body.tell() > cap:
            body.close()
            raise BodyTooLarge
    length = body.tell()
    body.seek(0)
    return body, length


def refuse(environ: WSGIEnvironment, start_response: StartResponse, cap: int) -> list[bytes]:
    """Answer 413, as the version of the API that was asked words its errors."""
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    message = f"The request is larger than {cap // 1_000_000} MB, which is the most that is taken."
    body: dict[str, Any] = {"code": status.value, "description": message, "message": message}
    if environ["PATH_INFO"].startswith("/v2/"):
        error = {"code": status.value, "message": status.phrase, "details": message}
        body = {"error": error, "request_id": uuid.uuid4().hex}
    answer = json.dumps(body).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [answer]


def closing(body: IO[bytes], answer: Iterable[bytes]) -> Iterator[bytes]:
    """The answer as it is; the spooled body is closed after it."""
    try:
        yield from answer
    finally:
        body.close()
        if hasattr(answer, "close"):
            answer.close()
