"""Who is told of the calls that a service was asked for, and of the waits that its rate limit imposes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Protocol


class Meter(Protocol):
    """Listens to all clients of one thread."""

    def called(self) -> None:
        """An order was answered that a service may count and charge; free ones, questions and polls are not told."""

    def waits(self, seconds: float) -> None:
        """The service takes no more calls for now: the next try comes in ``seconds``. 0 when that time has come."""


class Silence:
    """Tells nobody."""

    def called(self) -> None:
        """Nothing."""

    def waits(self, seconds: float) -> None:
        """Nothing."""


_meter: ContextVar[Meter] = ContextVar("meter", default=Silence())  # noqa: B039 - it has no state


@contextlib.contextmanager
def metered(meter: Meter) -> Iterator[None]:
    """Within the block, ``meter`` is told. What it raises ends the call."""
    token = _meter.set(meter)
    try:
        yield
    finally:
        _meter.reset(token)


def current() -> Meter:
    """Whoever is told at the moment."""
    return _meter.get()
