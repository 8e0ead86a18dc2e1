"""Receiving the body of a request, before a thread is taken for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from briastudio.serving import limits
from briastudio.serving.environ import Scope
from briastudio.serving.limits import Limits, Pace

Receive = Callable[[], Awaitable[dict[str, Any]]]

IN_MEMORY = 262_144  # bytes of a body that stay in memory; the rest goes to a temporary file


@dataclass
class Body:
    """What has arrived: a file, at its beginning once it is whole, and its length in bytes."""

    file: IO[bytes] = field(default_factory=partial(SpooledTemporaryFile, IN_MEMORY))
    length: int = 0


class Bodies:
    """All bodies that are held at the moment."""

    def __init__(self, bounds: Limits) -> None:
        self.limits, self.held = bounds, 0

    @asynccontextmanager
    async def received(self, receive: Receive, cap: int) -> AsyncIterator[Body]:
        """One body, whole; it goes away with the block.

        Raises:
            Refusal: it is too large or too slow, does not come to its end, or there are too many of them.
        """
        body = Body()
        try:
            await self.fill(body, receive, cap)
            body.file.seek(0)
            yield body
        finally:
            self.held -= body.length
            body.file.close()

    async def fill(self, body: Body, receive: Receive, cap: int) -> None:
        """Write down what arrives, as long as it keeps its pace."""
        pace = Pace(self.limits)
        try:
            async with asyncio.timeout_at(pace.due_at(0)) as deadline:
                while self.take(body, await receive(), cap):
                    deadline.reschedule(pace.due_at(body.length))
        except TimeoutError:
            raise limits.too_slow() from None

    def take(self, body: Body, message: dict[str, Any], cap: int) -> bool:
        """Add what a message brings; True where there is more to come."""
        if message["type"] != "http.request":
            raise limits.broken()
        piece = message.get("body", b"")
        if body.length + len(piece) > cap:
            raise limits.too_large(cap)
        if self.held + len(piece) > self.limits.held:
            raise limits.busy()
        try:
            body.file.write(piece)
        except OSError:
            raise limits.no_room() from None
        body.length += len(piece)
        self.held += len(piece)
        return bool(message.get("more_body"))


def declared_length(scope: Scope) -> int | None:
    """The body's length in bytes as its header says it; None where it says nothing of a body that may come."""
    headers = dict(scope["headers"])
    if b"content-length" in headers:
        return int(headers[b"content-length"])
    return None if b"transfer-encoding" in headers or scope["http_version"] == "2" else 0
