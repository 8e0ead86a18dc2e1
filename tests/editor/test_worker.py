"""The worker as a real process: killed, stopped, orphaned, and what becomes of its job."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django_tasks import task

from briastudio.worker import loop, wakeup
from editor.jobs import queue, running
from editor.models import Job, WorkerBeat
from harness.processes import lives, started, wait_for
from tests.editor import factories, fake_jobs  # noqa: F401 - registers the kinds of jobs that only tests do
from tests.editor.worker_process import Worker
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

START = 20  # seconds a worker may take to come up on a machine that is busy
RECOVERY = 10  # seconds after kill -9 within which the job is taken up again
LEAVE = 10  # seconds a worker may take to leave


@pytest.fixture
def enqueue(marks: Path) -> Callable[..., Job]:
    """A function that queues a job of a kind that lasts, by default, far longer than the test."""

    def enqueue(kind: str, seconds: float = 300) -> Job:
        base = factories.picture().current
        assert base is not None
        return queue.enqueue(base.picture, kind, base, {"seconds": seconds, "marks": str(marks)}, kind)

    return enqueue


def begun(marks: Path) -> list[str]:
    return marks.read_text().splitlines()


def ended(job: Job) -> Job | None:
    job.refresh_from_db()
    return None if job.active else job


def test_a_job_killed_in_the_middle_is_done_again_within_ten_seconds(worker: Worker, enqueue: Any, marks: Path) -> None:
    job = enqueue("slow")
    with worker() as first, worker() as second:
        wait_for(lambda: begun(marks), START, "the job to begin")
        wait_for(lambda: WorkerBeat.objects.count() == 2, START, "both workers to beat")
        victim = first if f"-{first.pid}-" in taker() else second
        victim.kill()
        wait_for(lambda: len(begun(marks)) == 2, RECOVERY, "the second attempt")
        assert wait_for(lambda: ended(job), 5, "the job to end").status == Job.Status.DONE
    assert job.attempt == 2


def taker() -> str:
    """The name of the worker that took the only delivery."""
    from django_tasks_db.models import DBTaskResult

    return str(DBTaskResult.objects.get().worker_ids[-1])


def test_a_worker_started_anew_takes_up_the_job_of_a_killed_one(worker: Worker, enqueue: Any, marks: Path) -> None:
    job = enqueue("slow")
    with worker() as first:
        wait_for(lambda: begun(marks), START, "the job to begin")
        first.kill()
    with worker():
        assert wait_for(lambda: ended(job), START, "the job to end").status == Job.Status.DONE


def taken_up(worker: Worker, job: Job, marks: Path) -> Job:
    """A paid job as it ended, after its first worker was killed in the middle of it and another one came."""
    with worker(BRIA_API_TOKEN="token", STUDIO_JOB_LEASE="2") as first:
        wait_for(lambda: begun(marks), START, "the call to begin")
        first.kill()
    with worker(BRIA_API_TOKEN="token", STUDIO_JOB_LEASE="2"):
        return wait_for(lambda: ended(job), START, "the job to end")


def test_a_paid_call_killed_before_its_answer_ends_as_unknown(worker: Worker, enqueue: Any, marks: Path) -> None:
    job = enqueue("paid")
    assert taken_up(worker, job, marks).status == Job.Status.UNKNOWN
    assert (len(begun(marks)), job.error) == (1, running.UNKNOWN)


def test_a_paid_call_whose_answer_is_known_resumes_from_it(worker: Worker, enqueue: Any, marks: Path) -> None:
    job = enqueue("resumed")
    assert taken_up(worker, job, marks).status == Job.Status.DONE
    assert job.received == {"request_id": "r-1"}


def test_a_running_job_is_cancelled_from_outside(worker: Worker, enqueue: Any, marks: Path) -> None:
    job = enqueue("slow")
    with worker():
        wait_for(lambda: begun(marks), START, "the job to begin")
        queue.cancel(job)
        assert wait_for(lambda: ended(job), 5, "the job to end").status == Job.Status.CANCELLED


def test_a_strangers_job_is_not_behind_all_of_anothers(worker: Worker, marks: Path) -> None:
    owners = ["alice"] * 6 + ["bob"]
    bases = {owner: require(factories.picture(owner=owner).current) for owner in ("alice", "bob")}
    for number, owner in enumerate(owners):
        base = bases[owner]
        queue.enqueue(base.picture, "slow", base, {"seconds": 0, "marks": str(marks)}, str(number))
    with worker():
        wait_for(lambda: len(begun(marks)) == len(owners), START, "all jobs to begin")
        wait_for(lambda: not Job.objects.exclude(status=Job.Status.DONE).exists(), START, "all jobs to end")
    done = list(Job.objects.order_by("finished_at").values_list("picture__owner", flat=True))
    assert done.index("bob") <= 1


def test_a_worker_asked_to_stop_gives_its_job_back(worker: Worker, enqueue: Any, marks: Path) -> None:
    job = enqueue("slow")
    with worker() as process:
        wait_for(lambda: begun(marks), START, "the job to begin")
        process.send_signal(signal.SIGTERM)
        assert process.wait(LEAVE) == 0
    job.refresh_from_db()
    assert (job.status, job.attempt) == (Job.Status.QUEUED, 0)
    assert not WorkerBeat.objects.exists()


def test_an_idle_worker_leaves_at_once(worker: Worker) -> None:
    with worker() as process:
        wait_for(WorkerBeat.objects.exists, START, "the worker to beat")
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(LEAVE) == 0
    assert time.monotonic() - asked < 2
    assert not WorkerBeat.objects.exists()


def test_a_worker_leaves_when_its_parent_is_killed(worker: Worker, tmp_path: Path) -> None:
    command = "[sys.executable, 'manage.py', 'worker', '--parent', str(os.getpid())]"
    with started(
        "-c",
        f"import os, subprocess, sys; subprocess.run({command})",
        log=tmp_path / "parent.log",
        DJANGO_SETTINGS_MODULE="tests.editor.worker_settings",
        TEST_DATABASE=str(connection.settings_dict["NAME"]),
    ) as process:
        beat = wait_for(WorkerBeat.objects.first, START, "the worker to beat")
        pid = int(beat.name.split("-")[-2])
        process.kill()
        wait_for(lambda: not lives(pid), LEAVE, "the worker to leave")


def test_a_worker_is_ready_once_the_engine_is_warm(worker: Worker, tmp_path: Path) -> None:
    with worker(TEST_WARM_UP="yes", NUMBA_CACHE_DIR=str(tmp_path / "numba")):
        wait_for(lambda: WorkerBeat.objects.filter(ready=True).exists(), START, "the worker to be ready")
    assert (tmp_path / "numba" / "filled-for").exists()


def test_other_tasks_run_in_the_same_worker(worker: Worker, marks: Path) -> None:
    write_line.enqueue(str(marks))
    with worker():
        wait_for(lambda: begun(marks), START, "the task")


def test_an_idle_worker_begins_at_once_what_is_queued(worker: Worker, marks: Path) -> None:
    with worker():
        wait_for(pipes, START, "the worker's pipes")
        time.sleep(1)  # until it has looked and waits
        write_line.enqueue(str(marks))
        wait_for(lambda: begun(marks), loop.LOOK / 2, "the task")


def test_a_worker_on_another_machine_begins_at_once(worker: Worker, marks: Path, tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("a file of SQLite is one machine's")
    there = tmp_path / "there"
    with worker(STUDIO_DATA=str(there), STUDIO_JOB_LEASE="600"):
        wait_for(lambda: [*(there / "wakeup").glob("*.*")], START, "the worker's pipes")
        time.sleep(2)  # until it has looked and waits
        write_line.enqueue(str(marks))
        wait_for(lambda: begun(marks), START, "the task")


def pipes() -> list[Path]:
    return [*wakeup.folder().glob("*.*")]


def test_what_a_killed_worker_was_woken_by_is_removed(worker: Worker) -> None:
    with worker() as process:
        wait_for(pipes, START, "the worker's pipes")
        process.kill()
        process.wait()
        wakeup.ring("*")
        assert not pipes()


def test_what_takes_a_moment_does_not_wait_for_a_long_job(
    worker: Worker, enqueue: Any, marks: Path, tmp_path: Path
) -> None:
    job, line = enqueue("slow"), tmp_path / "line"
    with worker() as process:
        wait_for(lambda: begun(marks), START, "the job to begin")
        write_line.using(queue_name="quick").enqueue(str(line))
        wait_for(line.exists, 5, "the task")
        job.refresh_from_db()
        assert job.status == Job.Status.RUNNING
        process.send_signal(signal.SIGTERM)
        assert process.wait(LEAVE) == 0


def test_sweeps_are_done_again_and_again_even_where_they_fail(worker: Worker, marks: Path) -> None:
    with worker(TEST_SWEPT=str(marks)):
        wait_for(lambda: len(begun(marks)) >= 2, START, "the second sweep")
        assert WorkerBeat.objects.exists()


@task()
def write_line(path: str) -> None:
    Path(path).write_text("done\n")
