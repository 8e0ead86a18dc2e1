"""How long something usually takes, and how that is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editor.jobs.estimates import MOST_JOBS, CompletedJob, describe_duration, usual_seconds
from editor.models import Job, Revision
from editor.views.job_cards import job_cards, unseen_jobs
from tests.editor.job_rows import enqueue, make_base


def past(seconds: float, kind: str = "erase", megapixels: float = 1.5) -> CompletedJob:
    return CompletedJob(kind, megapixels, seconds)


def test_it_is_the_median_of_what_was_done_before() -> None:
    assert usual_seconds([past(2), past(100), past(4)], "erase", 1.5) == 4


def test_a_larger_picture_takes_longer() -> None:
    assert usual_seconds([past(4), past(4)], "erase", 5.5) == pytest.approx(12)


def test_a_stamp_says_nothing_of_a_poster() -> None:
    assert usual_seconds([past(4, megapixels=0.1), past(4, megapixels=0.1)], "erase", 24) is None


def test_nothing_is_claimed_of_another_tool() -> None:
    assert usual_seconds([past(4), past(4)], "expand", 1.5) is None


def test_one_time_is_no_habit() -> None:
    assert usual_seconds([past(4), past(4, kind="people")], "erase", 1.5) is None


def test_only_the_newest_count() -> None:
    assert usual_seconds([past(2)] * MOST_JOBS + [past(50)] * 100, "erase", 1.5) == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "usually under a second"),
        (4.4, "usually about 4 s"),
        (33, "usually about 35 s"),
        (62, "usually about 1 minute"),
        (150, "usually about 2 minutes"),
    ],
)
def test_times_are_said_no_more_exactly_than_they_are_known(seconds: float, words: str) -> None:
    assert describe_duration(seconds) == words


@pytest.fixture
def base(db: None) -> Revision:
    return make_base()


def was_done(base: Revision, seconds: float, tool: str = "erase", **fields: Any) -> None:
    """A job in the past."""
    began = timezone.now()
    steps = [{"name": "Erasing", "at": began.isoformat()}]
    ended = {"status": Job.Status.DONE, "finished_at": began + timedelta(seconds=seconds), "steps": steps}
    Job.objects.filter(pk=enqueue(base, "edit", tool=tool).pk).update(**ended, **fields)


def habit(base: Revision) -> str:
    enqueue(base, "edit", tool="erase")
    return job_cards(unseen_jobs(base.picture.pk), base)[0].usual_duration


def test_a_card_says_how_long_such_a_job_takes(base: Revision) -> None:
    for seconds in (3, 4, 60):
        was_done(base, seconds)
    assert habit(base) == "usually about 4 s"


def test_what_a_hosted_service_took_says_nothing_of_this_engine(base: Revision) -> None:
    for seconds in (3, 4):
        was_done(base, seconds, sent={"paid": True})
    assert habit(base) == ""


def test_a_job_that_failed_says_nothing(base: Revision) -> None:
    for seconds in (3, 4):
        was_done(base, seconds)
    Job.objects.update(status=Job.Status.FAILED)
    assert habit(base) == ""


@pytest.mark.parametrize(("status", "queries"), [(Job.Status.RUNNING, 2), (Job.Status.QUEUED, 6)])
def test_cards_take_as_many_queries_however_many_jobs_there_were(
    base: Revision, status: Job.Status, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(20):
        was_done(base, 4)
    for _ in range(2):
        Job.objects.filter(pk=enqueue(base, "edit", tool="erase").pk).update(status=status)
    with django_assert_num_queries(queries):
        assert [card.usual for card in job_cards(unseen_jobs(base.picture.pk), base)] == [4, 4]


def test_before_any_was_done_a_card_says_what_its_tool_guesses(base: Revision) -> None:
    enqueue(base, "edit", tool="increase_resolution", work=2.0, guess=17.0)
    assert job_cards(unseen_jobs(base.picture.pk), base)[0].usual_duration == "usually about 15 s"


def test_methods_of_one_tool_have_times_of_their_own(base: Revision) -> None:
    for fast, seconds in ((False, 40), (False, 40), (True, 4), (True, 4)):
        was_done(base, seconds, tool="increase_resolution", params={"tool": "increase_resolution", "fast": fast})
    enqueue(base, "edit", tool="increase_resolution", fast=True)
    assert job_cards(unseen_jobs(base.picture.pk), base)[0].usual_duration == "usually about 4 s"
