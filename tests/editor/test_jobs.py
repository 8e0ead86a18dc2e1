"""Jobs: claimed once, told in steps, ended in one of five ways."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from editor import jobs, recovery
from editor.models import Job, Revision, WorkerBeat
from tests.editor import factories
from tests.editor.kinds import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(settings: Settings) -> None:
    settings.STUDIO_JOBS = KINDS


@pytest.fixture
def base() -> Revision:
    return make_base()


def make_base() -> Revision:
    base = factories.picture().current
    assert base is not None
    return base


def queue(base: Revision, kind: str, /, **params: Any) -> Job:
    return jobs.enqueue(base.picture, kind, base, params, uuid.uuid4().hex)


def done(base: Revision, kind: str, /, **params: Any) -> Job:
    job = queue(base, kind, **params)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def lost(base: Revision, kind: str, **fields: Any) -> Job:
    """A job whose worker went away some time ago."""
    job = queue(base, kind)
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1), **fields)
    return claimed


def swept(job: Job) -> Job:
    recovery.sweep()
    job.refresh_from_db()
    return job


def test_the_same_key_twice_is_one_job_delivered_once(base: Revision) -> None:
    first, second = (jobs.enqueue(base.picture, "quick", base, {}, "key") for _ in range(2))
    assert first == second
    assert DBTaskResult.objects.count() == 1


def test_the_same_key_for_another_picture_is_another_job(base: Revision) -> None:
    other = make_base()
    assert jobs.enqueue(base.picture, "quick", base, {}, "k") != jobs.enqueue(other.picture, "quick", other, {}, "k")


def test_an_unknown_kind_is_refused(base: Revision) -> None:
    with pytest.raises(ValueError, match="no kind of job"):
        queue(base, "unheard of")


def test_a_job_ends_done_with_its_result(base: Revision) -> None:
    job = done(base, "quick")
    assert (job.status, job.result, job.attempt) == (Job.Status.DONE, base, 1)
    assert job.finished_at is not None


def test_steps_are_told_in_order(base: Revision) -> None:
    assert [step["name"] for step in done(base, "quick").steps] == ["Looking", "Working", "Saving"]


def test_progress_within_a_step_is_written_only_now_and_then(
    base: Revision, django_assert_max_num_queries: Any
) -> None:
    running = claimed(base)
    running.step("Working")
    with django_assert_max_num_queries(2):
        for part in range(50):
            running.step("Working", part / 50)


def claimed(base: Revision) -> jobs.Running:
    job = jobs.claim(queue(base, "quick").pk)
    assert job is not None
    return jobs.Running(job)


def test_progress_within_a_step_is_kept_with_it(base: Revision) -> None:
    running = claimed(base)
    running.step("Working", 0.25)
    running.job.refresh_from_db()
    assert running.job.steps[-1]["share"] == 0.25


def test_a_delivery_that_comes_twice_is_done_once(base: Revision) -> None:
    job = done(base, "quick")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.attempt == 1


def test_a_job_that_is_gone_is_no_error() -> None:
    jobs.run(uuid.uuid4())


def test_a_queued_job_is_cancelled_at_once(base: Revision) -> None:
    job = queue(base, "quick")
    jobs.cancel(job)
    assert job.status == Job.Status.CANCELLED
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.attempt == 0


def test_a_running_job_is_cancelled_at_its_next_step(base: Revision) -> None:
    assert done(base, "cancels_itself").status == Job.Status.CANCELLED


def test_a_job_that_has_ended_is_not_cancelled(base: Revision) -> None:
    job = done(base, "quick")
    jobs.cancel(job)
    assert job.status == Job.Status.DONE


def test_a_failure_becomes_a_sentence_and_a_kind(base: Revision) -> None:
    job = done(base, "refused", kind="quota")
    assert (job.status, job.error, job.error_kind) == (Job.Status.FAILED, "The service said no.", "quota")


def test_a_failure_of_unknown_outcome_ends_as_unknown(base: Revision) -> None:
    assert done(base, "refused", kind="unknown").status == Job.Status.UNKNOWN


def test_a_mistake_is_logged_and_told_without_its_details(base: Revision, caplog: pytest.LogCaptureFixture) -> None:
    job = done(base, "broken")
    assert (job.status, job.error, job.error_kind) == (Job.Status.FAILED, jobs.INTERNAL, "internal")
    assert "ZeroDivisionError" in caplog.text


def test_a_mistake_in_the_middle_of_a_paid_call_ends_as_unknown(base: Revision, settings: Settings) -> None:
    settings.BRIA_API_TOKEN = "token"
    assert done(base, "broken", sent=True).status == Job.Status.UNKNOWN


def test_a_mistake_in_the_middle_of_an_embedded_call_is_a_failure(base: Revision) -> None:
    assert done(base, "broken", sent=True).status == Job.Status.FAILED


def test_retrying_gives_one_new_job_however_often_it_is_asked(base: Revision) -> None:
    job = done(base, "refused", kind="quota")
    again = jobs.retry(job)
    assert again == jobs.retry(job) != job
    assert (again.status, again.kind, again.params) == (Job.Status.QUEUED, job.kind, job.params)


@pytest.mark.parametrize(("kind", "received"), [("download", {"request_id": "r-1"}), ("service", None)])
def test_retrying_goes_on_from_a_paid_answer_that_may_still_be_had(base: Revision, kind: str, received: Any) -> None:
    job = done(base, "refused", kind=kind, answer={"request_id": "r-1"})
    assert jobs.retry(job).received == received


def test_a_second_retry_starts_anew(base: Revision) -> None:
    first = jobs.retry(done(base, "refused", kind="download", answer={"request_id": "r-1"}))
    Job.objects.filter(pk=first.pk).update(status=Job.Status.FAILED, error_kind="download")
    first.refresh_from_db()
    assert jobs.retry(first).received is None


def test_there_is_nothing_to_retry_in_a_job_that_is_done(base: Revision) -> None:
    job = done(base, "quick")
    assert jobs.retry(job) == job


def test_whoever_lost_the_lease_writes_nothing(base: Revision) -> None:
    late = jobs.Running(lost(base, "quick"))
    recovery.sweep()
    successor = jobs.claim(late.job.pk)
    assert successor is not None
    for write in (lambda: late.step("Saving"), lambda: late.finish(base), late.extend, late.check):
        with pytest.raises(jobs.LeaseLost):
            write()
    late.job.refresh_from_db()
    assert (late.job.status, late.job.steps, late.job.result) == (Job.Status.RUNNING, [], None)


def test_a_lease_is_extended(base: Revision) -> None:
    running = jobs.Running(lost(base, "quick"))
    running.extend()
    assert swept(running.job).status == Job.Status.RUNNING


def test_a_lost_job_is_delivered_again(base: Revision) -> None:
    job = swept(lost(base, "quick"))
    assert (job.status, job.attempt, DBTaskResult.objects.count()) == (Job.Status.QUEUED, 1, 2)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempt) == (Job.Status.DONE, 2)


def test_a_job_of_this_very_process_is_never_lost_to_its_own_sweep(base: Revision) -> None:
    job = lost(base, "quick")
    jobs.held_here.add(job.lease_token)
    assert swept(job).status == Job.Status.RUNNING
    jobs.held_here.discard(job.lease_token)


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
    running.sending({"call": "register"})
    running.received({"visual_id": "v"})
    assert not jobs.uncertain(running.job)
    running.sending({"call": "erase"})
    assert jobs.uncertain(running.job)


def test_a_worker_that_is_asked_to_stop_gives_its_job_back_without_counting_the_attempt(base: Revision) -> None:
    running = claimed(base)
    recovery.release([running.job.lease_token])
    running.job.refresh_from_db()
    assert (running.job.status, running.job.attempt) == (Job.Status.QUEUED, 0)


def test_a_job_whose_delivery_was_lost_is_delivered_again(base: Revision) -> None:
    job = queue(base, "quick")
    DBTaskResult.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert recovery.sweep() == 1
    assert DBTaskResult.objects.count() == 1
    assert recovery.sweep() == 0


def test_a_delivery_is_put_back_when_its_worker_no_longer_beats(base: Revision) -> None:
    queue(base, "quick")
    delivery = taken_by("lost")
    WorkerBeat.objects.create(name="lost", ready=True, beaten_at=timezone.now() - timedelta(minutes=1))
    recovery.sweep()
    delivery.refresh_from_db()
    assert delivery.status == "READY"


def test_a_delivery_is_left_to_a_worker_that_beats(base: Revision) -> None:
    queue(base, "quick")
    delivery = taken_by("alive")
    WorkerBeat.objects.create(name="alive", ready=True, beaten_at=timezone.now())
    recovery.sweep()
    delivery.refresh_from_db()
    assert delivery.status == "RUNNING"


def test_a_delivery_that_took_three_workers_down_is_given_up(base: Revision) -> None:
    queue(base, "quick")
    delivery = taken_by("first", "second", "third")
    recovery.sweep()
    delivery.refresh_from_db()
    assert delivery.status == "FAILED"


def taken_by(*workers: str) -> DBTaskResult:
    delivery = DBTaskResult.objects.get()
    for worker in workers:
        delivery.claim(worker)
    return delivery


def test_old_deliveries_and_beats_are_forgotten(base: Revision) -> None:
    queue(base, "quick")
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=2))
    WorkerBeat.objects.create(name="old", beaten_at=timezone.now() - timedelta(days=2))
    recovery.sweep()
    assert not DBTaskResult.objects.exists()
    assert not WorkerBeat.objects.exists()
