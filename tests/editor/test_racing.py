"""Workers and tabs that change one picture's history at the same moment: each number is given once, nobody is stuck."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from django.db import connection

from editor import pictures
from editor.history import branches, results
from editor.jobs import queue, turns
from editor.jobs.leases import LeaseLost
from editor.jobs.running import Cancelled, Running
from editor.models import Picture, Revision, Visual
from harness.images import png
from tests.editor import factories
from tests.editor.job_rows import claimed, enqueue
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6
LATE = (Cancelled, LeaseLost)  # what a worker hears whose result is not wanted any more
PNG = png(np.full((8, 10, 3), 90, np.uint8))


def do_at_once(*functions: Callable[[], object]) -> list[Any]:
    """What each returns, all called at the same moment."""
    barrier = Barrier(len(functions))

    def call(function: Callable[[], object]) -> object:
        try:
            barrier.wait(20)
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return [future.result() for future in [pool.submit(call, function) for function in functions]]


def make_result(base: Revision, visual: Visual | None = None) -> tuple[Running, results.EditResult]:
    """A job at work, and what came of it."""
    running = claimed(base, tool="erase")
    return running, results.EditResult(PNG, "Erased", "Engine", visual)


def test_results_that_come_at_once_each_get_a_number(base: Revision) -> None:
    made = [make_result(base, base.visual) for _ in range(AT_ONCE)]
    added = do_at_once(*(partial(results.add_revision, *one) for one in made))
    assert sorted(revision.number for revision in added) == list(range(2, 2 + AT_ONCE))
    assert len({revision.branch for revision in added}) == AT_ONCE


def test_a_history_is_walked_while_results_come_and_jobs_are_cancelled(base: Revision) -> None:
    picture = base.picture
    steps = [factories.revision(picture, base, "erase") for _ in range(3)]
    for _ in range(AT_ONCE):
        late, cancelled = make_result(steps[0], base.visual), make_result(base, base.visual)
        do_at_once(
            partial(ignore_late, *late),
            partial(ignore_late, *cancelled),
            partial(queue.cancel, cancelled[0].job),
            partial(Picture.objects.get(pk=picture.pk).go_to, steps[1]),
            partial(Picture.objects.get(pk=picture.pk).go_to, steps[2]),
        )
    numbers = list(picture.revisions.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))


def test_a_branch_is_deleted_while_a_result_of_it_comes(base: Revision) -> None:
    for _ in range(AT_ONCE):
        doomed = factories.revision(base.picture, base, "erase")
        late = make_result(doomed, base.visual)
        do_at_once(partial(ignore_late, *late), partial(branches.delete, doomed))
        assert not base.picture.revisions.filter(pk=doomed.pk).exists()
        assert not base.picture.revisions.filter(parent=doomed.pk).exists()


def test_a_picture_is_deleted_while_a_result_of_it_comes() -> None:
    for _ in range(AT_ONCE):
        base = require(factories.picture().current)
        late = make_result(base, base.visual)
        do_at_once(partial(ignore_late, *late), partial(pictures.delete, base.picture))
        assert not Picture.objects.exists()


def test_workers_that_look_at_once_never_take_more_than_an_owner_may_have(base: Revision) -> None:
    for _ in range(AT_ONCE):
        enqueue(base, "quick")
    taken = do_at_once(*(partial(turns.take_next, "default", f"worker-{number}") for number in range(AT_ONCE)))
    assert len([one for one in taken if one is not None]) == 2


def test_a_button_that_is_pressed_twice_at_once_is_one_job(base: Revision) -> None:
    press = partial(queue.enqueue, base.picture, "quick", base, {}, "the same key")
    jobs = do_at_once(*[press] * AT_ONCE)
    assert len({job.pk for job in jobs}) == 1


def ignore_late(running: Running, outcome: results.EditResult) -> None:
    """Add the result, unless nobody wants it any more."""
    with suppress(*LATE):
        results.add_revision(running, outcome)
