"""What a job remembers of calls that cost money, and how it ends when their outcome is not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from bria import listeners
from editor.jobs import execution, queue, recovery
from editor.jobs.running import is_uncertain
from editor.models import Job, Picture
from editor.service.backends import Backend
from tests.bria.fakes import BASE, Reply, reply
from tests.editor import fake_service
from tests.editor.clients import visitor
from tests.editor.user_actions import done, edit, uploaded

pytestmark = pytest.mark.django_db

EMBEDDED = Backend("embedded", "Embedded (test)", BASE, embedded=True)
COSTS = "may cost"
CHARGED = "may have been charged"
ACCEPTED: Callable[[], Reply] = lambda: reply({"request_id": "r1"}, 202)  # noqa: E731

AWAY: Callable[[], Reply] = lambda: reply({"message": "away"}, 503, Retry_After="0")  # noqa: E731


def blurred(picture: Picture) -> Job:
    return edit(picture, tool="blur_background", scale=2)


def again(job: Job) -> Job:
    return done(queue.retry(job))


def orders(service: fake_service.Service) -> int:
    """How often the edit was ordered."""
    return len(service.sent_to("/image/edit/blur_background"))


@pytest.mark.parametrize("answer", [reply(b"<html>"), reply({}), reply(b"oh", 502), reply({"code": 500}, 200)])
def test_an_order_whose_answer_says_nothing_ends_as_unknown_and_says_what_another_may_cost(
    hosted: fake_service.Service, answer: Reply
) -> None:
    hosted.overrides["/blur_background"] = lambda: answer
    job = blurred(uploaded())
    assert (job.status, job.error_kind, orders(hosted)) == (Job.Status.UNKNOWN, "unknown", 1)
    assert COSTS in job.error
    assert is_uncertain(job)


def cancelled(*, sent: bool) -> Callable[[], Reply]:
    """A person cancels while the service is asked: before all of the request has left, or after."""

    def answer() -> Reply:
        Job.objects.update(cancel_requested=True)
        if sent:
            listeners.current().sent()
        listeners.current().check()
        raise AssertionError("nobody cancelled")

    return answer


@pytest.mark.parametrize("sent", [True, False])
def test_a_cancel_says_of_an_order_that_had_left_that_it_may_be_charged(
    hosted: fake_service.Service, sent: bool
) -> None:
    picture = uploaded()
    hosted.overrides["/blur_background"] = cancelled(sent=sent)
    job = blurred(picture)
    page = visitor().get(f"/pictures/{picture.pk}/").content.decode()
    assert (job.status, job.error_kind) == (Job.Status.CANCELLED, "")
    assert [CHARGED in text for text in (job.error, page)] == [sent, sent]


def test_a_cancel_says_of_an_order_that_was_taken_that_it_may_be_charged(hosted: fake_service.Service) -> None:
    hosted.overrides["/blur_background"], hosted.overrides["/v2/status/r1"] = ACCEPTED, cancelled(sent=False)
    job = blurred(uploaded())
    assert (job.status, CHARGED in job.error) == (Job.Status.CANCELLED, True)


@pytest.mark.parametrize("lost", [True, False])
def test_a_cancel_says_so_also_where_no_worker_is_at_the_job(hosted: fake_service.Service, lost: bool) -> None:
    hosted.overrides["/blur_background"] = ACCEPTED
    hosted.overrides["/v2/status/r1"] = lambda: reply({}, 401)
    job = queue.retry(blurred(uploaded()))  # which goes on from the order that was taken
    if lost:
        execution.claim(job.pk)
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    queue.cancel(job)
    recovery.sweep()
    job.refresh_from_db()
    assert (job.status, CHARGED in job.error) == (Job.Status.CANCELLED, True)


def test_a_cancel_says_nothing_of_money_where_nothing_costs() -> None:
    service = fake_service.use(backend=EMBEDDED)
    service.overrides["/blur_background"] = cancelled(sent=True)
    job = blurred(uploaded())
    assert (job.status, job.error) == (Job.Status.CANCELLED, "")


def test_an_engine_that_costs_nothing_leaves_nothing_unknown() -> None:
    service = fake_service.use(backend=EMBEDDED)
    service.overrides["/blur_background"] = lambda: reply(b"oh", 502)
    job = blurred(uploaded())
    assert (job.status, job.error_kind) == (Job.Status.FAILED, "service")
    assert COSTS not in job.error


def test_an_engine_that_costs_nothing_and_says_when_it_is_back_is_asked_again() -> None:
    service = fake_service.use(backend=EMBEDDED)
    answers = iter([AWAY(), AWAY(), ACCEPTED()])
    service.overrides["/blur_background"] = lambda: next(answers)
    assert (blurred(uploaded()).status, orders(service)) == (Job.Status.DONE, 3)


def test_a_service_that_costs_money_is_not_asked_again_whatever_it_says(hosted: fake_service.Service) -> None:
    hosted.overrides["/blur_background"] = AWAY
    assert (blurred(uploaded()).status, orders(hosted)) == (Job.Status.UNKNOWN, 1)


@pytest.mark.parametrize("status", [lambda: reply(b"<html>"), lambda: reply(b"oh", 502), lambda: reply({}, 401)])
def test_a_question_for_the_result_that_fails_loses_no_order(
    hosted: fake_service.Service, status: Callable[[], Reply]
) -> None:
    hosted.overrides["/blur_background"], hosted.overrides["/v2/status/r1"] = ACCEPTED, status
    job = blurred(uploaded())
    assert job.status == Job.Status.FAILED
    del hosted.overrides["/v2/status/r1"]
    assert (again(job).status, orders(hosted)) == (Job.Status.DONE, 1)


def test_a_request_that_ended_in_failure_is_ordered_anew(hosted: fake_service.Service) -> None:
    failed = {"status": "ERROR", "error": {"code": 500, "message": "broken"}}
    hosted.overrides["/blur_background"], hosted.overrides["/v2/status/r1"] = ACCEPTED, lambda: reply(failed)
    job = blurred(uploaded())
    del hosted.overrides["/v2/status/r1"]
    assert (again(job).status, orders(hosted)) == (Job.Status.DONE, 2)


def test_a_request_that_the_service_forgot_says_what_another_may_cost(hosted: fake_service.Service) -> None:
    hosted.overrides["/blur_background"] = ACCEPTED
    hosted.overrides["/v2/status/r1"] = lambda: reply({"status": "UNKNOWN"})
    job = blurred(uploaded())
    assert (job.status, COSTS in job.error) == (Job.Status.UNKNOWN, True)


def test_a_result_that_is_no_picture_says_what_another_may_cost(hosted: fake_service.Service) -> None:
    hosted.overrides["/blur_background"] = ACCEPTED
    hosted.overrides["/files/white.jpg"] = lambda: reply(b"<html>")
    job = blurred(uploaded())
    assert (job.status, job.error_kind, COSTS in job.error) == (Job.Status.FAILED, "unusable", True)


def test_masks_are_ordered_once_however_often_the_job_is_taken_up(hosted: fake_service.Service) -> None:
    hosted.overrides["/files/masks.zip"] = lambda: reply(b"oh", 503)
    hosted.overrides["/person/info"] = lambda: reply(b"oh", 503)
    job = uploaded().jobs.get()
    assert job.status == Job.Status.FAILED
    del hosted.overrides["/files/masks.zip"]
    assert again(job).status == Job.Status.DONE
    assert len(hosted.sent_to("/objects/mask_generator")) == 1


def test_masks_whose_order_was_not_answered_are_not_ordered_again_after_a_crash(hosted: fake_service.Service) -> None:
    def crash() -> Reply:
        raise SystemExit  # as kill -9 would: nothing of the job's own is run any more

    hosted.overrides["/objects/mask_generator"] = crash
    with pytest.raises(SystemExit):
        uploaded()
    assert is_uncertain(Job.objects.get())


@pytest.mark.parametrize("masks", [lambda: reply(b"PK broken"), lambda: reply(b"", 403)])
def test_masks_that_are_of_no_use_are_ordered_anew_by_whoever_tries_again(
    hosted: fake_service.Service, masks: Callable[[], Reply]
) -> None:
    hosted.overrides["/files/masks.zip"] = masks
    hosted.overrides["/person/info"] = lambda: reply(b"oh", 503)
    job = uploaded().jobs.get()
    del hosted.overrides["/files/masks.zip"]
    again(job)
    assert len(hosted.sent_to("/objects/mask_generator")) == 2
