"""Many jobs and two workers: each is done once, also while tables change and a worker is killed."""

from __future__ import annotations

import os
import uuid
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection, models

from editor.jobs import queue
from editor.models import Job, WorkerBeat
from harness.processes import wait_for
from tests.editor import factories, fake_jobs  # noqa: F401 - registers the kinds of jobs that only tests do
from tests.editor.worker_process import Worker
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

JOBS = int(os.environ.get("SOAK_JOBS", "120"))
OWNERS = 4
START = 20  # seconds a worker may take to come up on a machine that is busy
PATIENCE = 60 + JOBS / 5  # seconds until all are done, on a machine that is busy


@pytest.fixture
def jobs(marks: Path) -> None:
    """Jobs of some owners, of whom each may have as many at work as there are."""
    bases = [require(factories.picture(owner=f"owner-{number}").current) for number in range(OWNERS)]
    for number in range(JOBS):
        base, params = bases[number % OWNERS], {"seconds": 0, "marks": str(marks)}
        queue.enqueue(base.picture, "slow", base, params, uuid.uuid4().hex, bounded=False)


def ended() -> bool:
    return not Job.objects.filter(status__in=["queued", "running"]).exists()


def statuses() -> Counter[str]:
    return Counter(Job.objects.values_list("status", flat=True))


@pytest.mark.usefixtures("jobs")
def test_many_jobs_are_each_done_once(worker: Worker, marks: Path) -> None:
    with worker(), worker():
        wait_for(ended, PATIENCE, "the queue to be empty")
    assert statuses() == {"done": JOBS}
    assert marks.read_text().splitlines() == ["attempt 1"] * JOBS


@pytest.mark.usefixtures("jobs")
def test_tables_change_while_workers_run(worker: Worker, marks: Path) -> None:
    field = models.CharField(max_length=20, db_default="")
    field.model = Job
    field.set_attributes_from_name("added_by_a_later_version")
    with worker(), worker():
        wait_for(lambda: statuses()["done"], START, "the first job to be done")
        with connection.schema_editor() as editor:
            editor.add_field(Job, field)
        try:
            wait_for(ended, PATIENCE, "the queue to be empty")
        finally:
            with connection.schema_editor() as editor:
                editor.remove_field(Job, field)
    assert statuses() == {"done": JOBS}
    assert marks.read_text().splitlines() == ["attempt 1"] * JOBS


@pytest.mark.usefixtures("jobs")
def test_of_two_workers_one_is_killed_and_nothing_is_lost(worker: Worker, marks: Path) -> None:
    with worker(STUDIO_JOB_LEASE="2") as first, worker(STUDIO_JOB_LEASE="2"):
        wait_for(lambda: WorkerBeat.objects.count() == 2 and statuses()["done"], START, "both workers to work")
        first.kill()
        wait_for(ended, PATIENCE, "the queue to be empty")
    assert statuses() == {"done": JOBS}
    begun = marks.read_text().splitlines()
    assert JOBS <= len(begun) <= JOBS + 1  # one was at work, and had perhaps said so
