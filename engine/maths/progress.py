"""Telling how far work is, which may raise to stop it: what is told is the finished share, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]


def ignore(share: float) -> None:
    """A Progress that drops what it is told, for calls that nobody watches or stops."""


def sub_progress(tell: Progress, start: float, share: float) -> Progress:
    """Progress of a step, told 0..1 of itself, that fills ``start`` to ``start + share`` of the whole."""
    return lambda done: tell(start + share * done)
