"""What holds on SQLite holds on PostgreSQL: the same tests, on a server; with ``SOAK_SUITES`` set, all of them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from harness import postgres as postgresql
from harness.processes import ROOT

# Rows, locks, queues and queries; what computes pixels asks no database.
EDITOR = (
    *("branches", "cancelling", "cleaning", "draining", "ending", "health", "history", "jobs", "jobs_recovery"),
    *("late_cancelling", "limits", "odd_texts", "racing", "turns", "views_history", "views_pictures"),
)
API = ("cleaning", "ownership", "queues", "rates", "results", "tokens", "visuals", "webhooks")
SITE = ("backup", "monitoring")
FROM_AFAR = "tests/editor/test_worker.py::test_a_worker_on_another_machine_begins_at_once"

# Threads of the tests that end with their connection open: it is closed with them, which psycopg remarks on.
UNCLOSED = "ignore::pytest.PytestUnraisableExceptionWarning"

# Nobody drops a database that such a thread still has open; this one goes with its server.
KEPT = "--reuse-db"


@pytest.mark.parametrize(
    ("folder", "names", "others"),
    [("editor", EDITOR, [FROM_AFAR]), ("engine/api", API, []), ("briastudio", SITE, [])],
)
def test_the_same_tests_pass_on_postgresql(
    postgres: postgresql.Server, folder: str, names: tuple[str, ...], others: list[str]
) -> None:
    files = [f"tests/{folder}/test_{name}.py" for name in names] + others
    whole = "SOAK_SUITES" in os.environ and names is not SITE  # of whose tests some are about a file of SQLite
    chosen = [f"tests/{folder}"] if whole else files
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", UNCLOSED, KEPT, *chosen]
    environment = {**os.environ, "TEST_DATABASE_URL": postgres.make_database()}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
