"""A hosted service that misbehaves in every way that is scripted: ``tests/contract/test_bad_service.py``, whole."""

from __future__ import annotations

import re
import subprocess
import sys

from benchmarks.figures import Figure
from benchmarks.soak.trials import at_least, trial
from harness.processes import ROOT

SCRIPTED = 180  # ways to misbehave; more are welcome
COUNTED = re.compile(r"(\d+) (passed|failed|errors?)\b")


@trial("faults", faults_scripted=at_least(SCRIPTED), handled=at_least(1))
def faults() -> list[Figure]:
    """How many faults were tried, and the share after which everything was as it must be."""
    test = [sys.executable, "-m", "pytest", "-q", "tests/contract/test_bad_service.py"]
    done = subprocess.run(test, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    counts = {outcome: int(count) for count, outcome in COUNTED.findall(done.stdout.splitlines()[-1])}
    scripted = sum(counts.values())
    return [
        Figure("faults_scripted", scripted, "faults"),
        Figure(
            "handled",
            counts.get("passed", 0),
            "faults",
            "faults_scripted",
            scripted,
            counts.get("passed", 0) / max(1, scripted),
        ),
    ]
