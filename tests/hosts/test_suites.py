"""What holds on SQLite holds on PostgreSQL: the same tests, on a server."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from harness import postgres as postgresql
from harness.processes import ROOT

# Rows, locks, queues and queries; what computes pixels asks no database.
EDITOR = (
    *("branches", "cancelling", "cleaning", "concurrency", "draining", "ending", "fuzz", "gallery", "graph", "health"),
    *("history", "jobs", "jobs_recovery", "late_cancelling", "limits", "odd_texts", "paid_calls", "racing", "turns"),
    *("views_access", "views_edits", "views_history", "views_pictures", "views_revisions", "worker"),
)
API = (
    "cleaning",
    "edits",
    "fuzz",
    "ownership",
    "queues",
    "rates",
    "results",
    "storing",
    "tokens",
    "visuals",
    "webhooks",
)


SITE = ("backup", "monitoring")


@pytest.mark.parametrize(("folder", "names"), [("editor", EDITOR), ("engine/api", API), ("briastudio", SITE)])
def test_the_same_tests_pass_on_postgresql(postgres: postgresql.Server, folder: str, names: tuple[str, ...]) -> None:
    files = [f"tests/{folder}/test_{name}.py" for name in names]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    environment = {**os.environ, "TEST_DATABASE_URL": postgres.make_database()}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
