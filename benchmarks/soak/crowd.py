"""Fifty people at a studio, each with one photo after the other, and some edits of it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np

from benchmarks.soak.visitor import Ledger, Person, Unhappy, make_photo

SESSIONS = 50
SIZE = (1200, 833)  # columns and rows: 1 MP
EDITS = 3  # of one photo
REST = 1.0  # seconds that a person looks at what came


@dataclass(frozen=True)
class Counts:
    """What they met: requests, polite refusals, errors by what they were, and edits by who had them made."""

    requests: int
    busy: int
    errors: Counter[str]
    edits: Counter[str]


def work(address: str, seconds: float) -> Counts:
    """Have all of them at the studio at ``address`` for so long."""
    ledger, end = Ledger(), time.monotonic() + seconds
    people = [
        threading.Thread(target=visit, args=(address, ledger, seed, end), daemon=True) for seed in range(SESSIONS)
    ]
    for person in people:
        person.start()
    time.sleep(seconds)
    with ledger.lock:
        return Counts(ledger.requests, ledger.busy, Counter(ledger.errors), Counter(ledger.edits))


def visit(address: str, ledger: Ledger, seed: int, end: float) -> None:
    """One person after the other, until the end."""
    chance = np.random.default_rng(seed + 1)
    while time.monotonic() < end:
        visitor = Person(address, ledger, f"session {seed}")
        try:
            visitor.open(make_photo(SIZE, chance))
            for _ in range(EDITS):
                time.sleep(REST)
                visitor.erase(chance)
                visitor.undo()
        except (Unhappy, OSError, ValueError) as error:
            if time.monotonic() < end:
                ledger.note_failure(error)
