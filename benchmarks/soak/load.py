"""Fifty people for ten minutes, with one worker and with two: upload 1 MP, wait for regions, erase, undo, and again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np

from benchmarks.figures import Figure, quotient
from benchmarks.soak import crowd
from benchmarks.soak.crowd import SESSIONS, SIZE, Counts
from benchmarks.soak.slow_clients import percentile
from benchmarks.soak.trials import at_least, at_most, say, scaled, trial
from benchmarks.soak.visitor import Ledger, Person, make_photo
from harness.processes import ROOT, temporary_folder
from harness.studio import Studio, run_studio

SITE = "benchmarks.site.settings"
SECONDS = 600
PAUSE = 0.5  # seconds between two looks at the pages
IDLE_LOOKS = 60
TARGETS = {
    "requests": at_least(scaled(10_000)),
    "errors": at_most(0),
    "busy": at_least(0),  # how often somebody was asked to come back is told, and no fault
    "edits": at_least(scaled(SESSIONS)),
    "sessions_with_edits": at_least(scaled(SESSIONS)),
    "editor_p95_ratio": at_most(3),
    "start_p95_ratio": at_most(5),
}


@dataclass
class Watch:
    """How long pages take to somebody who only looks: seconds by what was looked at."""

    visitor: Person
    times: dict[str, list[float]] = field(default_factory=lambda: {"empty": [], "start": [], "editor": []})

    def look(self) -> None:
        """Ask for each page once."""
        for name, path in (("empty", "/empty"), ("start", "/"), ("editor", self.visitor.page)):
            began = time.perf_counter()
            self.visitor.get(path)
            self.times[name].append(time.perf_counter() - began)

    def take(self) -> dict[str, float]:
        """The 95th percentile of each since the last time."""
        found = {name: percentile(times) for name, times in self.times.items()}
        for times in self.times.values():
            times.clear()
        return found


@trial("load", **TARGETS)
def load() -> list[Figure]:
    """With one worker."""
    return measure(1, "")


@trial("load_two_workers", **{f"{name}_two_workers": target for name, target in TARGETS.items()})
def load_two_workers() -> list[Figure]:
    """With two."""
    return measure(2, "_two_workers")


def measure(workers: int, suffix: str) -> list[Figure]:
    """The figures of one run, their names with a suffix."""
    seconds = scaled(SECONDS)
    with warm_studio(STUDIO_WORKERS=str(workers)) as studio:
        watch = Watch(Person(studio.address, Ledger()))
        chance = np.random.default_rng(0)
        watch.visitor.open(make_photo(SIZE, chance))
        watch.visitor.erase(chance)
        watch.visitor.wait_for_end()
        for _ in range(IDLE_LOOKS):
            watch.look()
        idle = watch.take()
        busy, counts = watch_crowd(watch, studio.address, seconds)
    errors = counts.errors + Counter(watch.visitor.ledger.errors)
    say(f"{counts.edits.total()} edits, {counts.busy} times busy, {dict(errors.most_common(10))}")
    say(f"idle {describe(idle)}; busy {describe(busy)}")
    return [
        Figure(f"requests{suffix}", counts.requests, "requests"),
        Figure(f"errors{suffix}", errors.total(), "errors"),
        Figure(f"busy{suffix}", counts.busy, "answers"),
        Figure(f"edits{suffix}", counts.edits.total(), "edits"),
        Figure(f"sessions_with_edits{suffix}", len(counts.edits), "sessions"),
        quotient(f"editor_p95_ratio{suffix}", busy["editor"], "s", "an empty view", busy["empty"]),
        quotient(f"start_p95_ratio{suffix}", busy["start"], "s", "the same without anybody", idle["start"]),
    ]


@contextmanager
def warm_studio(**environment: str) -> Iterator[Studio]:
    """A studio whose engine is compiled."""
    with temporary_folder("studio-soak-") as folder:
        command = [sys.executable, "manage.py", "warm_up"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "STUDIO_DATA": str(folder)}, check=True)
        with redirect_stdout(sys.stderr), run_studio(folder, SITE, **environment) as studio:
            yield studio


def watch_crowd(watch: Watch, address: str, seconds: float) -> tuple[dict[str, float], Counts]:
    """Look at the pages while everybody is at it, in another process: whoever measures waits for none of them."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        coming = pool.submit(crowd.work, address, seconds)
        while not coming.done():
            watch.look()
            time.sleep(PAUSE)
        return watch.take(), coming.result()


def describe(times: dict[str, float]) -> str:
    """In milliseconds."""
    return ", ".join(f"{name} {1000 * seconds:.0f} ms" for name, seconds in times.items())
