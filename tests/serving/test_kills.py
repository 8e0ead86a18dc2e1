"""kill -9 of web server, worker and supervisor, at some steps of what a person does: a slice of ``make soak``'s."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.bad_service import bad_service
from harness.kills import Rounds, Tally

KILLS = int(os.environ.get("SOAK_KILLS", "8"))
SEED = int(os.environ.get("SOAK_SEED", "1"))


def judge(tally: Tally) -> None:
    """Say what came of it; ``benchmarks.soak.kills`` reads that."""
    print(f"\n{sum(tally.kills.values())} kills {tally}")  # noqa: T201
    assert tally.problems == []
    assert (tally.survived, tally.edits_lost, tally.paid_twice) == (sum(tally.kills.values()), 0, 0)


def test_whoever_is_killed_nothing_is_lost_and_nothing_is_paid_twice(tmp_path: Path) -> None:
    with bad_service() as service:
        judge(Rounds(tmp_path / "data", SEED, service).play(KILLS))


@pytest.mark.parametrize("seed", [SEED + 1])
def test_whoever_is_killed_the_embedded_engine_goes_on(tmp_path: Path, seed: int) -> None:
    judge(Rounds(tmp_path / "data", seed, None).play(max(1, KILLS // 2)))
