"""How far the call at hand is: told to whoever asked from within this process, who may want it no more.

The transport that calls the engine in its own process puts a function into the WSGI environ (``bria.environ``). It is
given the finished share of the work, 0 to 1, or None where that is not known, and raises whatever it likes to stop the
work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from engine.errors import Abandoned

Listener = Callable[[float | None], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Within the block, ``tell`` and ``check`` go to ``listener``."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def part(number: int, count: int) -> Iterator[None]:
    """Within the block, ``tell`` says the share of the part ``number``, from 0, of ``count`` equal ones."""
    outer = _listener.get()
    if outer is None:
        yield
        return
    with listening(lambda share: outer(None if share is None else (number + share) / count)):
        yield


def tell(share: float | None) -> None:
    """Say which share of the work is done; often, for the listener takes what it can use.

    Raises:
        Abandoned: the work is to stop here.
    """
    listener = _listener.get()
    if listener is None:
        return
    try:
        listener(share)
    except Exception as error:
        raise Abandoned("Whoever asked for this wants it no more.") from error


def check() -> None:
    """Go on only while the work is wanted.

    Raises:
        Abandoned: it is not.
    """
    tell(None)
