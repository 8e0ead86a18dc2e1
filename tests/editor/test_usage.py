"""Calls and waits with a hosted service: counted on the job, told while it waits and on the revision's card."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from editor.history import graph
from editor.jobs import execution, queue, usage
from editor.models import Job
from editor.views.job_cards import JobCard
from tests.bria.fakes import reply
from tests.editor import fake_service
from tests.editor.clients import visitor
from tests.editor.user_actions import edit, erase, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db


def limited(hosted: fake_service.Service, end: str, seconds: int, look: Any = None) -> None:
    """Have a route refuse its first call because of a rate limit."""
    wanted, left = hosted.overrides.get(end), [True]

    def answer() -> Any:
        if left:
            left.clear()
            return reply({"message": "slow down"}, 429, Retry_After=str(seconds))
        if look:
            look()
        return wanted() if wanted else fake_service.ROUTES[end](hosted)

    hosted.overrides[end] = answer


def test_the_calls_of_an_edit_are_on_its_card(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = erase(picture, 1)
    assert (job.usage, require(job.result).usage) == ({"calls": 1}, {"calls": 1})
    [_, line] = graph.window_around(picture, require(job.result).number).lines
    assert line.usage == "1 call"


def test_looking_at_a_picture_counts_what_is_charged_and_not_what_is_free(hosted: fake_service.Service) -> None:
    assert uploaded().jobs.get().usage == {"calls": 1}
    assert len(hosted.asked) == 4  # what it can do, too


def test_a_wait_that_a_rate_limit_imposes_is_told_and_remembered(hosted: fake_service.Service) -> None:
    picture = uploaded()
    limited(hosted, "/objects/remove", 12)
    job = erase(picture, 1)
    assert job.usage == {"calls": 1, "waited": 12.0}
    assert usage.describe(require(job.result).usage) == "1 call, waited 12 s"


def test_the_card_tells_of_the_wait_while_it_lasts(hosted: fake_service.Service) -> None:
    picture = uploaded()
    told: list[str] = []

    def pause(_: float) -> None:
        told.append(JobCard(Job.objects.get(status=Job.Status.RUNNING)).announcement)

    limited(hosted, "/objects/remove", 2)
    hosted.client._wire._sleep = pause
    erase(picture, 1)
    assert told == ["Waiting 2 s: the service limits its calls."] * 2


def test_the_embedded_engine_is_not_counted() -> None:
    fake_service.use(backend=replace(fake_service.HOSTED, embedded=True))
    assert uploaded().jobs.get().usage == {}


def test_another_attempt_goes_on_counting(hosted: fake_service.Service) -> None:
    picture = uploaded()
    job = queue.enqueue(picture, "edit", require(picture.current), {"tool": "erase", "mask_ids": [1]}, "key")
    Job.objects.filter(pk=job.pk).update(usage={"calls": 1, "waiting": 3})
    execution.run(job.pk)
    assert Job.objects.get(pk=job.pk).usage == {"calls": 2}


@pytest.mark.parametrize("embedded", [True, False])
def test_panels_say_before_an_edit_that_it_is_a_call(embedded: bool) -> None:
    fake_service.use(backend=replace(fake_service.HOSTED, embedded=embedded))
    picture = uploaded()
    page = visitor().get(f"/pictures/{picture.pk}/").content.decode()
    assert ("One call to Bria (test)" in page) is not embedded


def test_a_failed_edit_keeps_its_count(hosted: fake_service.Service) -> None:
    picture = uploaded()
    hosted.overrides["/files/white.jpg"] = lambda: reply(b"nonsense")
    job = edit(picture, tool="erase", mask_ids=[1])
    assert (job.status, job.usage) == ("failed", {"calls": 1})
