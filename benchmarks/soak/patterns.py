"""Every address, asked by a second session, with a second token, and with none: the tests that walk them all."""

from __future__ import annotations

import re
import subprocess
import sys

from benchmarks.figures import Figure
from benchmarks.soak.trials import at_least, at_most, trial
from harness.processes import ROOT

TESTS = (
    "tests/editor/test_views_access.py::test_only_its_owner_finds_anything",
    "tests/engine/api/test_ownership.py",
)
COUNT = re.compile(r"(\d+) (passed|failed|error)")
LEAST = 90  # addresses and operations there are


@trial("patterns", patterns_walked=at_least(LEAST), leaks=at_most(0))
def patterns() -> list[Figure]:
    """How many addresses and operations were asked, and how many of them answered whom they do not belong to."""
    command = [sys.executable, "-m", "pytest", "-q", *TESTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    counts = {outcome: int(count) for count, outcome in COUNT.findall(done.stdout.splitlines()[-1])}
    leaks = counts.get("failed", 0) + counts.get("error", 0)
    return [Figure("patterns_walked", sum(counts.values()), "addresses"), Figure("leaks", leaks, "addresses")]
