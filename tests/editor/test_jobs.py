"""Jobs: claimed once, told in steps, ended in one of five ways."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from editor.jobs import execution, queue
from editor.models import Job, Revision
from tests.editor.job_rows import claimed, done, enqueue, make_base

pytestmark = pytest.mark.django_db


def test_the_same_key_twice_is_one_job_delivered_once(base: Revision) -> None:
    first, second = (queue.enqueue(base.picture, "quick", base, {}, "key") for _ in range(2))
    assert first == second
    assert DBTaskResult.objects.count() == 1


def test_the_same_key_for_another_picture_is_another_job(base: Revision) -> None:
    other = make_base()
    assert queue.enqueue(base.picture, "quick", base, {}, "k") != queue.enqueue(other.picture, "quick", other, {}, "k")


def test_an_unknown_kind_is_refused(base: Revision) -> None:
    with pytest.raises(ValueError, match="no kind of job"):
        enqueue(base, "unheard of")


def test_a_job_ends_done_with_its_result(base: Revision) -> None:
    job = done(base, "quick")
    assert (job.status, job.result, job.attempt) == (Job.Status.DONE, base, 1)
    assert job.finished_at is not None


def test_steps_are_told_in_order(base: Revision) -> None:
    assert [step["name"] for step in done(base, "quick").steps] == ["Looking", "Working", "Saving"]


def test_progress_within_a_step_is_written_only_now_and_then(
    base: Revision, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    running = claimed(base)
    running.step("Working")
    with django_assert_max_num_queries(2):
        for part in range(50):
            running.step("Working", part / 50)


def test_progress_within_a_step_is_kept_with_it(base: Revision) -> None:
    running = claimed(base)
    running.step("Working", 0.25)
    running.job.refresh_from_db()
    assert running.job.steps[-1]["share"] == 0.25


def test_a_delivery_that_comes_twice_is_done_once(base: Revision) -> None:
    job = done(base, "quick")
    execution.run(job.pk)
    job.refresh_from_db()
    assert job.attempt == 1


def test_a_job_that_is_gone_is_no_error() -> None:
    execution.run(uuid.uuid4())


def test_a_queued_job_is_cancelled_at_once(base: Revision) -> None:
    job = enqueue(base, "quick")
    queue.cancel(job)
    assert job.status == Job.Status.CANCELLED
    execution.run(job.pk)
    job.refresh_from_db()
    assert job.attempt == 0


def test_a_running_job_is_cancelled_at_its_next_step(base: Revision) -> None:
    assert done(base, "cancels_itself").status == Job.Status.CANCELLED


def test_a_job_that_has_ended_is_not_cancelled(base: Revision) -> None:
    job = done(base, "quick")
    queue.cancel(job)
    assert job.status == Job.Status.DONE


def test_a_failure_becomes_a_sentence_and_a_kind(base: Revision) -> None:
    job = done(base, "refused", kind="quota")
    assert (job.status, job.error, job.error_kind) == (Job.Status.FAILED, "The service said no.", "quota")


def test_a_failure_of_unknown_outcome_ends_as_unknown(base: Revision) -> None:
    assert done(base, "refused", kind="unknown").status == Job.Status.UNKNOWN


def test_a_mistake_is_logged_and_told_without_its_details(base: Revision, caplog: pytest.LogCaptureFixture) -> None:
    job = done(base, "broken")
    assert (job.status, job.error, job.error_kind) == (Job.Status.FAILED, execution.INTERNAL, "internal")
    assert "ZeroDivisionError" in caplog.text


def test_a_mistake_in_the_middle_of_a_paid_call_ends_as_unknown(base: Revision, settings: Settings) -> None:
    settings.BRIA_API_TOKEN = "token"
    assert done(base, "broken", sent=True).status == Job.Status.UNKNOWN


def test_a_mistake_in_the_middle_of_an_embedded_call_is_a_failure(base: Revision) -> None:
    assert done(base, "broken", sent=True).status == Job.Status.FAILED


def test_retrying_gives_one_new_job_however_often_it_is_asked(base: Revision) -> None:
    job = done(base, "refused", kind="quota")
    again = queue.retry(job)
    assert again == queue.retry(job) != job
    assert (again.status, again.kind, again.params) == (Job.Status.QUEUED, job.kind, job.params)


@pytest.mark.parametrize(
    ("kind", "received"), [("download", {"request_id": "r-1"}), ("internal", {"request_id": "r-1"}), ("gone", None)]
)
def test_retrying_goes_on_from_a_paid_answer_that_may_still_be_had(base: Revision, kind: str, received: Any) -> None:
    job = done(base, "refused", kind=kind, answer={"request_id": "r-1"})
    assert queue.retry(job).received == received


def test_a_second_retry_still_does_not_pay_again(base: Revision) -> None:
    first = queue.retry(done(base, "refused", kind="download", answer={"request_id": "r-1"}))
    Job.objects.filter(pk=first.pk).update(status=Job.Status.FAILED, error_kind="download")
    first.refresh_from_db()
    assert queue.retry(first).received == {"request_id": "r-1"}


def test_the_same_key_for_another_request_is_another_job(base: Revision) -> None:
    one, other = (queue.enqueue(base.picture, "quick", base, {"mask_ids": ids}, "key") for ids in ([1], [1, 2]))
    assert one != other


def test_there_is_nothing_to_retry_in_a_job_that_is_done(base: Revision) -> None:
    job = done(base, "quick")
    assert queue.retry(job) == job
