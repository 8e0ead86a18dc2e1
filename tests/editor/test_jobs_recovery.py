"""What becomes of jobs and deliveries whose worker was lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from editor.jobs import execution, leases, recovery, running
from editor.jobs.running import is_uncertain
from editor.models import Job, Revision, WorkerBeat
from tests.editor.job_rows import claimed, enqueue, lost

pytestmark = pytest.mark.django_db


def swept(job: Job) -> Job:
    recovery.sweep()
    job.refresh_from_db()
    return job


def test_whoever_lost_the_lease_writes_nothing(base: Revision) -> None:
    late = running.Running(lost(base, "quick"))
    recovery.sweep()
    successor = execution.claim(late.job.pk)
    assert successor is not None
    writes: list[Callable[[], object]] = [
        lambda: late.step("Saving"),
        lambda: late.finish(base),
        late.extend,
        late.check,
    ]
    for write in writes:
        with pytest.raises(leases.LeaseLost):
            write()
    late.job.refresh_from_db()
    assert (late.job.status, late.job.steps, late.job.result) == (Job.Status.RUNNING, [], None)


def test_a_lease_is_extended(base: Revision) -> None:
    held = running.Running(lost(base, "quick"))
    held.extend()
    assert swept(held.job).status == Job.Status.RUNNING


def test_a_lost_job_is_delivered_again(base: Revision) -> None:
    job = swept(lost(base, "quick"))
    assert (job.status, job.attempt, DBTaskResult.objects.count()) == (Job.Status.QUEUED, 1, 2)
    execution.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempt) == (Job.Status.DONE, 2)


def test_a_job_of_this_very_process_is_never_lost_to_its_own_sweep(base: Revision) -> None:
    job = lost(base, "quick")
    leases.own_tokens.add(job.lease_token)
    assert swept(job).status == Job.Status.RUNNING
    leases.own_tokens.discard(job.lease_token)


def test_a_lost_job_that_was_cancelled_stays_cancelled(base: Revision) -> None:
    assert swept(lost(base, "quick", cancel_requested=True)).status == Job.Status.CANCELLED


def test_a_job_that_loses_its_worker_again_and_again_is_given_up(base: Revision) -> None:
    job = swept(lost(base, "quick", attempt=recovery.ATTEMPTS))
    assert (job.status, job.error_kind) == (Job.Status.FAILED, "worker-lost")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"paid": True, "answered": False}, Job.Status.UNKNOWN),
        ({"paid": True, "answered": True}, Job.Status.QUEUED),
        ({"paid": False, "answered": False}, Job.Status.QUEUED),
    ],
)
def test_a_lost_job_is_done_again_unless_that_could_cost_twice(base: Revision, sent: Any, status: str) -> None:
    assert swept(lost(base, "quick", sent=sent)).status == status


def test_the_second_of_two_paid_calls_is_as_uncertain_as_the_first(base: Revision, settings: Settings) -> None:
    settings.BRIA_API_URL = "https://engine.example"
    running = claimed(base)
    running.store_order({"call": "register"})
    running.store_answer({"visual_id": "v"})
    assert not is_uncertain(running.job)
    running.store_order({"call": "erase"})
    assert is_uncertain(running.job)


def test_a_worker_that_is_asked_to_stop_gives_its_job_back_without_counting_the_attempt(base: Revision) -> None:
    running = claimed(base)
    recovery.release([running.job.lease_token])
    running.job.refresh_from_db()
    assert (running.job.status, running.job.attempt) == (Job.Status.QUEUED, 0)


def test_a_job_whose_delivery_was_lost_is_delivered_again(base: Revision) -> None:
    job = enqueue(base, "quick")
    DBTaskResult.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert recovery.sweep() == 1
    assert DBTaskResult.objects.count() == 1
    assert recovery.sweep() == 0


def test_a_delivery_is_put_back_when_its_worker_no_longer_beats(base: Revision) -> None:
    enqueue(base, "quick")
    delivery = taken_by("lost")
    WorkerBeat.objects.create(name="lost", ready=True, beaten_at=timezone.now() - timedelta(minutes=1))
    recovery.sweep()
    delivery.refresh_from_db()
    assert delivery.status == "READY"


def test_a_delivery_is_left_to_a_worker_that_beats(base: Revision) -> None:
    enqueue(base, "quick")
    delivery = taken_by("alive")
    WorkerBeat.objects.create(name="alive", ready=True, beaten_at=timezone.now())
    recovery.sweep()
    delivery.refresh_from_db()
    assert delivery.status == "RUNNING"


def test_a_delivery_that_took_three_workers_down_is_given_up(base: Revision) -> None:
    enqueue(base, "quick")
    delivery = taken_by("first", "second", "third")
    recovery.sweep()
    delivery.refresh_from_db()
    assert delivery.status == "FAILED"


def taken_by(*workers: str) -> DBTaskResult[..., None]:
    delivery = DBTaskResult.objects.get()
    for worker in workers:
        delivery.claim(worker)
    return delivery


def test_old_deliveries_and_beats_are_forgotten(base: Revision) -> None:
    enqueue(base, "quick")
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=2))
    WorkerBeat.objects.create(name="old", beaten_at=timezone.now() - timedelta(days=2))
    recovery.prune()
    assert not DBTaskResult.objects.exists()
    assert not WorkerBeat.objects.exists()
