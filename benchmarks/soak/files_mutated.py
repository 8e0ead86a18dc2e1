"""Damaged image files by every door: ``tests/contract/test_mutated_files.py`` with ten thousand of them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from typing import Any

from benchmarks.figures import Figure
from benchmarks.soak.trials import at_least, at_most, scaled, trial
from harness.processes import ROOT

FILES = 10_000
OUTCOMES, STATUSES = re.compile(r"files by \d+ doors: (\{.*\})"), re.compile(r"answers by status: (\{.*\})")
SOUND = {"opened", "refused"}
SERVER_ERROR = 500


@trial("files_mutated", files_mutated=at_least(scaled(FILES)), five_hundreds=at_most(0))
def files_mutated() -> list[Figure]:
    """How many files were sent, and what of them broke a door or was answered as the server's fault."""
    test = [sys.executable, "-m", "pytest", "-q", "-s", "tests/contract/test_mutated_files.py"]
    environment = {**os.environ, "SOAK_FILES": str(scaled(FILES))}
    done = subprocess.run(test, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    outcomes, statuses = read_counts(OUTCOMES, done.stdout), read_counts(STATUSES, done.stdout)
    broken = sum(count for outcome, count in outcomes.items() if outcome not in SOUND)
    errors = sum(count for status, count in statuses.items() if status >= SERVER_ERROR)
    return [Figure("files_mutated", scaled(FILES), "files"), Figure("five_hundreds", broken + errors, "answers")]


def read_counts(pattern: re.Pattern[str], printed: str) -> dict[Any, int]:
    """What the test has counted."""
    found = pattern.search(printed)
    if found is None:
        raise RuntimeError(f"The test of mutated files did not run to its end:\n{printed}")
    counts: dict[Any, int] = ast.literal_eval(found[1])
    return counts
