"""What a figure is, and the table of all of them.

A module of this package registers one function per figure with ``@figure``; the function measures and returns a
``Figure``, or raises ``Absent`` where what it needs is not here (the photos, Chromium), which the runner says aloud.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import chromium


class Absent(Exception):
    """What a figure needs is not on this machine; the message says what, and how to provide it."""


@dataclass(frozen=True)
class Figure:
    """One measured value. ``ratio`` is value over peer_value where that is the figure compared with the target."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    peer_value: float | None = None
    ratio: float | None = None


Measure = Callable[[], Figure]


@dataclass(frozen=True)
class Entry:
    """A registered figure: its name, its target in words, and the function that measures it."""

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


def percentile_95(values: Sequence[float]) -> float:
    """What one value in twenty exceeds."""
    return statistics.quantiles(values, n=20)[-1]


def to_row(figure: Figure, target: str) -> str:
    """One line of a table: name, value, peer, ratio, target."""
    peer = "" if figure.peer is None else f"{figure.peer}: {figure.peer_value:.4g}"
    ratio = "" if figure.ratio is None else f"ratio {figure.ratio:.3g}"
    return f"{figure.name:18} {figure.value:>10.4g} {figure.unit:10} {peer:45} {ratio:14} target {target}"


def to_json(figure: Figure) -> str:
    """The same as one JSON object, without the target."""
    return json.dumps(dataclasses.asdict(figure))


def median_seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Median wall time of ``work`` in seconds, after one run that warms caches."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def peak_memory(work: str) -> int:
    """Peak resident memory in bytes of a fresh process that runs the Python code ``work``."""
    return run_for_number(f"{work}; import benchmarks.figures as f; print(f.own_peak())")


def run_for_number(code: str) -> int:
    """The number that a fresh process prints which runs the Python ``code``."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def own_peak() -> int:
    """Peak resident memory in bytes of this process; on Linux ``ru_maxrss`` begins at that of the parent."""
    if Path("/proc/self/status").exists():
        return read_own_memory("VmHWM")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024)


def read_own_memory(name: str) -> int:
    """A line of this process's status on Linux, such as VmRSS, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024


def photos_folder() -> Path:
    """The folder that STUDIO_PHOTOS names; raises Absent without one."""
    named = os.environ.get("STUDIO_PHOTOS")
    if not named:
        raise Absent("STUDIO_PHOTOS is not set; let it name the folder of photos")
    if not Path(named).is_dir():
        raise Absent(f"STUDIO_PHOTOS names {named}, which is no folder")
    return Path(named)


def photo(name: str) -> Path:
    """A photo in that folder; raises Absent where it is not."""
    path = photos_folder() / name
    if not path.exists():
        raise Absent(f"the folder STUDIO_PHOTOS has no {name}")
    return path


def cutouts() -> list[tuple[Path, Path]]:
    """The photos that come with a cut-out, as pairs of photo.jpg and photo.cutout.png; raises Absent without any."""
    found = sorted(photos_folder().glob("*.cutout.png"))
    if not found:
        raise Absent("the folder STUDIO_PHOTOS has no *.cutout.png")
    return [(photo(cutout.name.replace(".cutout.png", ".jpg")), cutout) for cutout in found]


def chromium_path() -> str:
    """Where Chromium is; raises Absent without one."""
    path = chromium.find_whole()
    if path is None:
        raise Absent("there is no Chromium; install it, or set CHROMIUM to its path")
    return path
