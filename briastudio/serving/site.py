"""The ASGI application around the site's WSGI application: what takes long is waited for here, not in its threads.

    client ─▶ header ─▶ one too many of its address? ─▶ too large? ─▶ a token that nobody was given?
                                                                 │
           answer ◀─ sent as it is read ◀─ a thread asks Django ◀─ body, received to its end

Whatever stands before the thread costs a slow client's own time and no other's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from briastudio.serving import limits
from briastudio.serving.answers import Answer, Send, ask, refuse, send_answer
from briastudio.serving.bodies import Bodies, Receive, declared_length
from briastudio.serving.environ import Scope, build_environ, client_address, put_body
from briastudio.serving.limits import API, Gone, Limits, Pace, Refusal
from briastudio.serving.visitors import Visitors

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

READERS = 2  # threads that read files while they are sent

Made = TypeVar("Made")


class Site:
    """Serves ``application`` with ``threads`` threads.

    ``knows_caller`` says, by a call of the API without its body, whether its token is taken; a thread calls it.
    """

    def __init__(
        self,
        application: WSGIApplication,
        bounds: Limits,
        threads: int,
        knows_caller: Callable[[WSGIEnvironment], bool] = lambda _: True,
    ) -> None:
        self.application, self.limits, self.knows_caller = application, bounds, knows_caller
        self.visitors, self.bodies = Visitors(bounds.per_address), Bodies(bounds)
        self.threads, self.free = ThreadPoolExecutor(threads, "web"), asyncio.Semaphore(threads)
        self.readers = ThreadPoolExecutor(READERS, "files")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            with self.visitors.admit(client_address(scope)):
                answer = await self.answer(scope, receive)
                await send_answer(answer, send, Pace(self.limits), self.readers)
        except Refusal as refusal:
            await send_answer(refuse(refusal, scope["path"]), send, Pace(self.limits), self.readers)
        except Gone:
            return  # without an end, so that the server ends the connection

    async def answer(self, scope: Scope, receive: Receive) -> Answer:
        """The answer to a request, once it has arrived.

        Raises:
            Refusal: it is not taken.
        """
        cap, length = self.limits.cap_of(scope["path"]), declared_length(scope)
        environ = build_environ(scope)
        if length == 0:
            return await self.run(ask, self.application, environ)
        if length is not None and length > cap:
            raise limits.too_large(cap)
        if scope["path"].startswith(API) and not await self.run(self.knows_caller, environ):
            return close_after(await self.run(ask, self.application, environ))  # whose views say why
        async with self.bodies.received(receive, cap) as body:
            put_body(environ, body.file, body.length)
            return await self.run(ask, self.application, environ)

    async def run(self, function: Callable[..., Made], *arguments: Any) -> Made:
        """What a thread makes of the arguments, once one is free.

        Raises:
            Refusal: none is, for long.
        """
        try:
            async with asyncio.timeout(self.limits.patience):
                await self.free.acquire()
        except TimeoutError:
            raise limits.busy() from None
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, function, *arguments)
        finally:
            self.free.release()


def close_after(answer: Answer) -> Answer:
    """The answer to a request whose body was not received: what comes after it is no request."""
    answer.headers.append((b"connection", b"close"))
    return answer
