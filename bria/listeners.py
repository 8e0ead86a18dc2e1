"""Who hears of a call while it lasts: how far it is, what it counts for, how long it waits; and who may end it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar


class Listener:
    """Listens to all calls of one thread, of whichever client. This one ignores everything: override what matters.

    What a method raises ends the call, and is raised from it.
    """

    def check(self) -> None:
        """The call is about to wait, for at most a second: for a result, or before another try."""

    def progress(self, share: float | None) -> None:
        """An application in this process has done ``share`` (0 to 1) of its answer; None where it cannot tell.

        Called in the application's thread and, several times a second, in the caller's. Raising stops the application.
        """

    def sent(self) -> None:
        """An order has left whole, and may be carried out and charged; called again while its answer is waited for."""

    def called(self) -> None:
        """An order was answered that a service may count and charge; not for free ones, questions and polls."""

    def waits(self, seconds: float) -> None:
        """A rate limit imposes a wait of ``seconds`` before the next try. 0 when that time has come."""


NOBODY = Listener()

_current: ContextVar[Listener] = ContextVar("listener", default=NOBODY)


@contextlib.contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Within the block, ``listener`` hears of this thread's calls, instead of who did before."""
    token = _current.set(listener)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Listener:
    """Who listens in this thread; ``NOBODY`` where nobody does."""
    return _current.get()
