"""What a figure is, and the table of all of them.

A module of this package registers one function per figure with ``@figure``; the function measures and returns a
``Figure``, or None where what it needs is absent (the photos, Chromium), which the runner says aloud.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "photos"


@dataclass(frozen=True)
class Figure:
    """One measured value. ``ratio`` is value over peer_value where that is the figure compared with the target."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    ratio: float | None = None


Measure = Callable[[], Figure | None]


@dataclass(frozen=True)
class Entry:
    """A registered figure: its name, the target as the issue words it, and the function that measures it."""

    name: str
    target: str
    measure: Measure


ENTRIES: dict[str, Entry] = {}


def figure(name: str, target: str) -> Callable[[Measure], Measure]:
    """Register the decorated function under ``name``."""

    def register(measure: Measure) -> Measure:
        ENTRIES[name] = Entry(name, target, measure)
        return measure

    return register


def quotient(name: str, value: float, unit: str, peer: str, peer_value: float) -> Figure:
    """A figure judged by value / peer_value."""
    return Figure(name, value, unit, peer, peer_value, value / peer_value)


def median_seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Median wall time of ``work`` in seconds, after one run that warms caches."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
