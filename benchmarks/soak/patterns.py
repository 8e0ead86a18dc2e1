"""Every address, asked by a second session, with a second token, and with none: the tests that walk them all."""

from __future__ import annotations

import re

from benchmarks.figures import Figure
from benchmarks.soak.files_mutated import run_tests
from benchmarks.soak.trials import at_least, at_most, trial

TESTS = (
    "tests/editor/test_views_access.py::test_only_its_owner_finds_anything",
    "tests/engine/api/test_ownership.py",
)
COUNT = re.compile(r"(\d+) (passed|failed|error)")
LEAST = 90  # addresses and operations there are


@trial("patterns", patterns_walked=at_least(LEAST), leaks=at_most(0))
def patterns() -> list[Figure]:
    """How many addresses and operations were asked, and how many of them answered whom they do not belong to."""
    summary = run_tests(*TESTS).splitlines()[-1]
    counts = {outcome: int(count) for count, outcome in COUNT.findall(summary)}
    leaks = counts.get("failed", 0) + counts.get("error", 0)
    return [Figure("patterns_walked", sum(counts.values()), "addresses"), Figure("leaks", leaks, "addresses")]
