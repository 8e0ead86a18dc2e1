"""What a studio's processes hold on to over a thousand edits, after a hundred that warm them up."""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.figures import Absent, Figure, quotient
from benchmarks.soak.load import warm_studio
from benchmarks.soak.trials import at_most, say, scaled, trial
from benchmarks.soak.visitor import Ledger, Person, make_photo
from harness.processes import descendants

WARM_UP, EDITS = 100, 1000
VISITORS = 4
SIZE = (480, 320)  # columns and rows: what an edit of a larger photo takes, it takes for longer, not again and again
SETTLE = 5.0  # seconds


@trial("memory", memory_growth=at_most(1.1))
def memory() -> list[Figure]:
    """Resident memory of all processes together."""
    if sys.platform != "linux":
        raise Absent("resident memory is read from /proc, which Linux has")
    ledger = Ledger()
    with warm_studio() as studio, ThreadPoolExecutor(VISITORS) as pool:
        visitors = [Person(studio.address, ledger) for _ in range(VISITORS)]
        list(pool.map(begin, visitors, range(VISITORS)))
        list(pool.map(partial(edit, scaled(WARM_UP) // VISITORS + 1), visitors, range(VISITORS)))
        before = resident(studio.process.pid)
        list(pool.map(partial(edit, scaled(EDITS) // VISITORS + 1), visitors, range(VISITORS)))
        after = resident(studio.process.pid)
    say(f"{ledger.edits.total()} edits, {len(ledger.errors)} errors")
    return [quotient("memory_growth", after / 1e6, "MB", "after the warm-up", before / 1e6)]


def begin(visitor: Person, seed: int) -> None:
    """Open a photo, and let everything be found in it."""
    visitor.open(make_photo(SIZE, np.random.default_rng(seed)))
    visitor.wait_for_end()


def edit(count: int, visitor: Person, seed: int) -> None:
    """Erase something and take it back, so many times."""
    chance = np.random.default_rng((seed, count))
    for _ in range(count):
        visitor.erase(chance)
        visitor.undo()


def resident(root: int) -> int:
    """Bytes of a process and of all that descend from it, once they have settled."""
    time.sleep(SETTLE)
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in [root, *descendants(root)]]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE")
