"""Telling how far work is, which may raise to stop it: what is told is the finished share, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], None]


def ignore(share: float) -> None:
    """Progress that nobody asked for."""


def sub_progress(tell: Progress, start: float, share: float) -> Progress:
    """Progress of one step that takes ``share`` of the whole, from ``start`` on."""
    return lambda done: tell(start + share * done)
