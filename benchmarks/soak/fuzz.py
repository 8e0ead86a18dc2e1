"""Requests with nonsense in them: the fuzz tests of the API and of the editor, with five thousand cases each."""

from __future__ import annotations

from collections import Counter

from benchmarks.figures import Absent, Figure
from benchmarks.soak.files_mutated import SERVER_ERROR, STATUSES, read_counts, run_tests
from benchmarks.soak.trials import at_least, at_most, scaled, trial
from harness import postgres

CASES = 5_000
WELL = 503  # /healthz's answer where no worker runs, as in these tests
TESTS = {"FUZZ_CASES": "tests/engine/api/test_fuzz.py", "EDITOR_FUZZ_CASES": "tests/editor/test_fuzz.py"}


@trial("fuzz", requests_fuzzed=at_least(scaled(2 * CASES)), five_hundreds=at_most(0))
def fuzz() -> list[Figure]:
    """How many requests were sent, and how many of them were answered as the server's fault."""
    statuses = send_nonsense()
    return [
        Figure("requests_fuzzed", statuses.total(), "requests"),
        Figure("five_hundreds", count_errors(statuses), "answers"),
    ]


@trial("fuzz_postgres", fuzzed_postgres=at_least(scaled(2 * CASES)), errors_postgres=at_most(0))
def fuzz_postgres() -> list[Figure]:
    """The same on PostgreSQL, whose columns and types take other things amiss."""
    programs = postgres.find()
    if programs is None:
        raise Absent(postgres.ADVICE)
    with postgres.running(programs) as server:
        statuses = send_nonsense(TEST_DATABASE_URL=server.make_database())
    return [
        Figure("fuzzed_postgres", statuses.total(), "requests"),
        Figure("errors_postgres", count_errors(statuses), "answers"),
    ]


def send_nonsense(**variables: str) -> Counter[int]:
    """The answers by status of API and editor, tested with these variables in the environment."""
    statuses: Counter[int] = Counter()
    for variable, test in TESTS.items():
        printed = run_tests("-s", test, "-k", "no_case or no_request", **{variable: str(scaled(CASES)), **variables})
        statuses += Counter(read_counts(STATUSES, printed))
    return statuses


def count_errors(statuses: Counter[int]) -> int:
    """How many answers were the server's fault."""
    return sum(count for status, count in statuses.items() if status >= SERVER_ERROR and status != WELL)
