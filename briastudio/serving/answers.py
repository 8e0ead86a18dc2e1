"""Answers of the site: made by a thread, sent from the event loop, so that no thread waits until they are read."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from http import HTTPStatus
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from briastudio.serving.limits import API, Gone, Pace, Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

AT_ONCE = 262_144  # bytes of an answer that are in memory at the same time
PIECE = 65_536  # bytes that are handed to the server at a time


@dataclass
class Answer:
    """A status, headers, and the body: its beginning and, unless that is the whole, what comes after it."""

    status: int
    headers: Headers
    beginning: bytes = b""
    rest: Iterator[bytes] | None = None
    close: Callable[[], None] = field(default=lambda: None)


class FileBlocks:
    """A file as an answer, in blocks of a size that is worth a thread's while; Django knows it as a file wrapper."""

    def __init__(self, file: IO[bytes], _: int = 0) -> None:
        self.file, self.close = file, file.close

    def __iter__(self) -> Iterator[bytes]:
        while block := self.file.read(AT_ONCE):
            yield block


def ask(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """What the site answers; to be called by a thread. It is closed already where it has no rest."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
        begun.append((status, headers))
        return begun.append  # type: ignore[return-value]  # nothing of Django's writes in this way

    environ["wsgi.file_wrapper"] = FileBlocks
    chunks = application(environ, start_response)
    close = getattr(chunks, "close", lambda: None)
    try:
        answer = Answer(int(begun[0][0][:3]), encode_headers(begun[0][1]))
        fill(answer, chunks, close)
    except BaseException:
        close()
        raise
    if answer.rest is None:
        close()
    return answer


def encode_headers(headers: list[tuple[str, str]]) -> Headers:
    """As ASGI has them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def fill(answer: Answer, chunks: Iterable[bytes], close: Callable[[], None]) -> None:
    """Take the body as far as it fits; what was made whole goes to a file where it does not."""
    if isinstance(chunks, FileBlocks) or getattr(chunks, "streaming", False):
        answer.rest, answer.close = iter(chunks), close
        answer.beginning = gather(answer.rest)
        if len(answer.beginning) < AT_ONCE:
            answer.rest = None
        return
    content = b"".join(chunks)
    if len(content) <= AT_ONCE:
        answer.beginning = content
    else:
        close()
        answer.rest, answer.close = put_aside(content)


def gather(pieces: Iterator[bytes]) -> bytes:
    """The next bytes, about as many as are sent from memory; fewer than AT_ONCE are the last."""
    found, length = [], 0
    while length < AT_ONCE and (piece := next(pieces, None)) is not None:
        found.append(piece)
        length += len(piece)
    return b"".join(found)


def put_aside(content: bytes) -> tuple[Iterator[bytes], Callable[[], None]]:
    """The content in a temporary file, read from there, and what closes it."""
    file = TemporaryFile()  # noqa: SIM115 - closed when the answer is sent
    file.write(content)
    file.seek(0)
    return iter(FileBlocks(file)), file.close


async def send_answer(answer: Answer, send: Send, pace: Pace, readers: Executor) -> None:
    """Send it as fast as it is read; ``readers`` are the threads that read what is not in memory.

    Raises:
        Gone: it is not read.
    """
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if answer.rest is None and len(answer.beginning) <= PIECE:  # the server has room for it, whoever reads it
        await send({"type": "http.response.body", "body": answer.beginning})
        return
    moved = 0
    try:
        async with asyncio.timeout_at(pace.due_at(0)) as deadline:
            async for block in read_blocks(answer, readers):
                for start in range(0, len(block), PIECE):
                    piece = block[start : start + PIECE]
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                    moved += len(piece)
                    deadline.reschedule(pace.due_at(moved))
            await send({"type": "http.response.body", "body": b""})
    except TimeoutError:
        raise Gone from None
    finally:
        await asyncio.get_running_loop().run_in_executor(readers, answer.close)


async def read_blocks(answer: Answer, readers: Executor) -> AsyncIterator[bytes]:
    """The body, read as it is sent."""
    yield answer.beginning
    while answer.rest is not None:
        block = await asyncio.get_running_loop().run_in_executor(readers, gather, answer.rest)
        if not block:
            return
        yield block


def refuse(refusal: Refusal, path: str) -> Answer:
    """Answer without the site, in the words of whom it is for; then the connection ends."""
    kind, content = word(refusal, path)
    headers = [("Content-Type", kind), ("Content-Length", str(len(content))), ("Connection", "close")]
    headers.append(("X-Content-Type-Options", "nosniff"))
    if refusal.retry_after is not None:
        headers.append(("Retry-After", str(refusal.retry_after)))
    return Answer(refusal.status, encode_headers(headers), content)


def word(refusal: Refusal, path: str) -> tuple[str, bytes]:
    """A refusal's media type and body: as the version of the API has its errors, or for a person to read."""
    if not path.startswith(API):
        return "text/plain; charset=utf-8", refusal.sentence.encode()
    body: dict[str, Any] = {"code": refusal.status, "description": refusal.sentence, "message": refusal.sentence}
    if path.startswith("/v2/"):
        phrase = HTTPStatus(refusal.status).phrase
        error = {"code": refusal.status, "message": phrase, "details": refusal.sentence}
        body = {"error": error, "request_id": uuid.uuid4().hex}
    return "application/json", json.dumps(body).encode()
