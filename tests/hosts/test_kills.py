"""Two workers on PostgreSQL while whoever does the work is killed: as on SQLite, in ``tests/serving/test_kills.py``."""

from __future__ import annotations

from pathlib import Path

from harness.bad_service import bad_service
from harness.kills import Rounds
from tests.serving.test_kills import KILLS, SEED, judge

WORKERS = 2


def test_whoever_is_killed_nothing_is_lost_and_nothing_is_paid_twice(tmp_path: Path, database: str) -> None:
    with bad_service() as service:
        judge(Rounds(tmp_path / "data", SEED, service, database, WORKERS).play(KILLS))


def test_whoever_is_killed_the_embedded_engine_goes_on(tmp_path: Path, database: str) -> None:
    judge(Rounds(tmp_path / "data", SEED, None, database, WORKERS).play(max(1, KILLS // 2)))
