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
    printed = run_tests("-s", "tests/contract/test_mutated_files.py", SOAK_FILES=str(scaled(FILES)))
    outcomes, statuses = read_counts(OUTCOMES, printed), read_counts(STATUSES, printed)
    broken = sum(count for outcome, count in outcomes.items() if outcome not in SOUND)
    errors = sum(count for status, count in statuses.items() if status >= SERVER_ERROR)
    return [Figure("files_mutated", scaled(FILES), "files"), Figure("five_hundreds", broken + errors, "answers")]


def run_tests(*arguments: str, **variables: str) -> str:
    """What pytest prints, with these variables in its environment; whether tests fail, is for the caller to see."""
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False).stdout


def read_counts(pattern: re.Pattern[str], printed: str) -> dict[Any, int]:
    """What the test has counted."""
    found = pattern.search(printed)
    if found is None:
        raise RuntimeError(f"The tests did not run to their end:\n{printed}")
    counts: dict[Any, int] = ast.literal_eval(found[1])
    return counts
