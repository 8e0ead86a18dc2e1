"""Several processes answer requests on one data folder; what happens to one does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.processes import kill, wait_for
from harness.studio import Studio
from tests.serving.conftest import RESTART, StartStudio

PROCESSES, QUESTIONS = 2, 16


@pytest.fixture(scope="module")
def wide_studio(start_studio: StartStudio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio of several web processes."""
    with start_studio(tmp_path_factory.mktemp("wide"), STUDIO_WEB=str(PROCESSES)) as running:
        yield running


def answering(studio: Studio) -> set[int] | None:
    """The processes that answer many questions at once; None while these are fewer than all."""
    found = set(ask_many(studio))
    return found if len(found) == PROCESSES else None


def ask_many(studio: Studio) -> list[int]:
    with ThreadPoolExecutor(QUESTIONS) as pool:
        answers = list(pool.map(lambda _: studio.get("/pid"), range(QUESTIONS)))
    return [answer.json()["pid"] for answer in answers if answer is not None]


def test_all_processes_answer_and_while_one_is_dead_the_others_do(wide_studio: Studio) -> None:
    before = wait_for(lambda: answering(wide_studio), RESTART, "all processes to answer")
    dead = min(before)
    kill(dead)
    answers = ask_many(wide_studio)
    assert len(answers) == QUESTIONS
    assert dead not in answers
    after = wait_for(lambda: answering(wide_studio), RESTART, "another process in the place of the dead one")
    assert len(after & before) == PROCESSES - 1
