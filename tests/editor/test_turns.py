"""Owners are served in turn, so many of one's jobs may wait, and a page says where in line a job is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from briastudio.worker.loop import QueueWorker
from editor import pictures
from editor.jobs import queue, recovery, turns
from editor.models import Job, Picture, Revision, Turn
from tests.editor import factories
from tests.editor.clients import get, key, photo, post, visitor
from tests.editor.job_rows import enqueue
from tests.narrowing import require

pytestmark = pytest.mark.django_db


def base_of(owner: str) -> Revision:
    return require(factories.picture(owner=owner).current)


def owners_in_turn() -> list[str]:
    return [waiting.owner for waiting in turns.list_in_turn("default")]


def do_next() -> Job:
    """One job, done by a worker of this process."""
    worker = QueueWorker("worker", "default")
    delivery = require(worker.take_next())
    worker.run_task(delivery)
    return Job.objects.get(pk=delivery.args_kwargs["args"][0])


def came(owner: str, seconds_ago: float) -> None:
    """What waits of ``owner`` came so long ago."""
    DBTaskResult.objects.filter(args_kwargs__args__1=owner).update(
        enqueued_at=timezone.now() - timedelta(seconds=seconds_ago)
    )


# In turn


def test_a_strangers_regions_wait_for_one_of_120_edits_at_most(settings: Settings) -> None:
    settings.WAITING_JOBS = 120
    busy, stranger = base_of("alice"), base_of("bob")
    for _ in range(120):
        enqueue(busy, "quick")
    do_next()
    looking = enqueue(stranger, "quick")
    done = [do_next() for _ in range(2)]
    assert looking in done


def test_two_who_want_much_are_served_alternately() -> None:
    for owner in ("alice", "bob"):
        base = base_of(owner)
        for _ in range(3):
            enqueue(base, "quick")
    taken = [do_next().picture.owner for _ in range(6)]
    assert taken == ["alice", "bob"] * 3


def test_of_one_owner_edits_go_before_pictures_to_look_at_and_else_the_first_goes_first(base: Revision) -> None:
    looking, one, other = (enqueue(base, kind) for kind in ("prepare", "quick", "quick"))
    assert list(turns.find_places()) == [str(job.pk) for job in (one, other, looking)]


def test_an_owner_who_was_served_waits_for_strangers() -> None:
    for owner in ("alice", "bob"):
        enqueue(base_of(owner), "quick")
    Turn.objects.create(owner="alice", served_at=timezone.now())
    assert owners_in_turn() == ["bob", "alice"]


def test_however_many_strangers_come_nobody_waits_for_ever() -> None:
    for owner in ("alice", "bob", "carol"):
        enqueue(base_of(owner), "quick")
    came("alice", 300)
    Turn.objects.create(owner="alice", served_at=timezone.now() - timedelta(seconds=200))
    assert owners_in_turn()[0] == "alice"


def test_no_more_of_one_owners_jobs_are_at_work_than_may_be(settings: Settings) -> None:
    settings.RUNNING_JOBS = 1
    busy = base_of("alice")
    for _ in range(2):
        enqueue(busy, "quick")
    first = require(turns.take_next("default", "one"))
    assert turns.take_next("default", "two") is None
    enqueue(base_of("bob"), "quick")
    assert require(turns.take_next("default", "two")).args_kwargs["args"][1] == "bob"
    first.set_successful(None)
    assert require(turns.take_next("default", "three")).args_kwargs["args"][1] == "alice"


def test_deliveries_of_an_earlier_version_belong_to_nobody_and_are_taken(base: Revision) -> None:
    job = enqueue(base, "quick")
    DBTaskResult.objects.update(args_kwargs={"args": [str(job.pk)], "kwargs": {}})
    assert do_next() == job


def test_turns_of_yesterday_are_forgotten() -> None:
    Turn.objects.create(owner="alice", served_at=timezone.now() - 2 * turns.KEPT)
    recovery.prune()
    assert not Turn.objects.exists()


# Pages and sweeps queue nothing


def test_a_page_view_queues_nothing_and_puts_its_picture_before_others() -> None:
    other, opened = factories.picture(), factories.picture()
    for picture in (other, opened):
        pictures.prepare(require(picture.current))
    before = DBTaskResult.objects.count()
    for _ in range(3):
        assert visitor().get(f"/pictures/{opened.pk}/").status_code == 200
    assert DBTaskResult.objects.count() == before
    assert next(iter(turns.find_places())) == str(opened.jobs.get().pk)


def test_a_job_that_waits_for_long_is_delivered_once(base: Revision) -> None:
    enqueue(base, "quick")
    Job.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert recovery.sweep_jobs() == 0
    assert DBTaskResult.objects.count() == 1


def test_a_job_whose_delivery_was_lost_is_delivered_again(base: Revision) -> None:
    enqueue(base, "quick")
    DBTaskResult.objects.all().delete()
    Job.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert recovery.sweep_jobs() == 1
    assert DBTaskResult.objects.count() == 1


# The bound


@pytest.fixture
def full(settings: Settings) -> Picture:
    """A picture of Alice's, for whom as many jobs wait as may."""
    settings.WAITING_JOBS = 1
    picture = factories.picture()
    enqueue(require(picture.current), "quick")
    return picture


def test_an_edit_too_many_is_refused_at_its_form_with_what_was_entered(full: Picture) -> None:
    address = f"/pictures/{full.pk}/edits/"
    answer = post(visitor(), address, tool="blur_background", revision=1, scale=4, key=key())
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "1 job of yours is waiting already" in text
    assert 'value="blur_background" checked' in " ".join(text.split())
    assert Job.objects.count() == 1


def test_the_same_edit_again_is_no_edit_too_many(full: Picture) -> None:
    Job.objects.all().delete()
    fields: dict[str, Any] = {"tool": "blur_background", "revision": 1, "scale": 4, "key": key()}
    codes = [post(visitor(), f"/pictures/{full.pk}/edits/", **fields).status_code for _ in range(2)]
    assert (codes, Job.objects.count()) == ([200, 200], 1)


def test_a_photo_too_many_is_refused_and_nothing_is_stored(full: Picture) -> None:
    answer = post(visitor(), "/pictures/", photo=photo())
    assert answer.status_code == 422
    assert "waiting already" in answer.content.decode()
    assert Picture.objects.count() == 1


def test_trying_again_too_often_is_refused_and_the_failed_job_stays_on_the_page(full: Picture) -> None:
    failed = enqueue_failed(full)
    answer = post(visitor(), f"/pictures/{full.pk}/jobs/{failed.pk}/retry/")
    assert answer.status_code == 422
    assert "waiting already" in answer.content.decode()
    failed.refresh_from_db()
    assert not failed.seen


def enqueue_failed(picture: Picture) -> Job:
    base = require(picture.current)
    fields = {"status": Job.Status.FAILED, "params": {"tool": "erase"}, "key": "failed"}
    return Job.objects.create(picture=picture, base=base, kind="edit", **fields)


def test_looking_again_is_refused_where_other_pictures_wait(full: Picture) -> None:
    other = factories.picture()
    answer = post(visitor(), f"/pictures/{other.pk}/preparation/")
    assert (answer.status_code, other.jobs.count()) == (422, 0)


def test_others_are_not_refused_for_it(full: Picture) -> None:
    assert post(visitor("bob"), "/pictures/", photo=photo()).status_code == 200


def test_what_goes_on_with_work_is_never_refused(full: Picture) -> None:
    base = require(full.current)
    queue.enqueue(full, "prepare", base, {}, "after", bounded=False)
    assert Job.objects.count() == 2


# The place in line


def page(picture: Picture) -> str:
    return visitor().get(f"/pictures/{picture.pk}/").content.decode()


def test_a_card_says_where_in_line_a_job_is_and_when_it_begins() -> None:
    for name in ("bob", "carol"):
        was_done(base_of(name), 10)
        enqueue(base_of(name), "edit", tool="erase")
    picture = factories.picture()
    enqueue(require(picture.current), "edit", tool="erase")
    assert "You are third in line. It begins in about 20 s." in page(picture)
    do_next()
    a_second_passes()
    assert "You are second in line." in page(picture)


def was_done(base: Revision, seconds: float) -> None:
    """A job that took so long."""
    now = timezone.now()
    steps = [{"name": "Erasing", "at": (now - timedelta(seconds=seconds)).isoformat()}]
    job = enqueue(base, "edit", tool="erase")
    DBTaskResult.objects.filter(args_kwargs__args__0=str(job.pk)).delete()
    Job.objects.filter(pk=job.pk).update(status=Job.Status.DONE, steps=steps, finished_at=now, seen=True)


@pytest.mark.parametrize(("seconds", "longest"), [(5, 1500), (40, 4000), (400, 6000)])
def test_a_page_asks_the_less_often_the_later_its_turn_comes(seconds: float, longest: int) -> None:
    was_done(base_of("bob"), seconds)
    was_done(base_of("bob"), seconds)
    enqueue(base_of("bob"), "edit", tool="erase")
    picture = factories.picture()
    enqueue(require(picture.current), "edit", tool="erase")
    assert f'data-longest="{longest}"' in page(picture)


def test_a_page_asks_often_while_something_of_it_is_at_work() -> None:
    was_done(base_of("bob"), 40)
    was_done(base_of("bob"), 40)
    picture = factories.picture()
    enqueue(require(picture.current), "edit", tool="erase")
    Job.objects.filter(picture=picture).update(status=Job.Status.RUNNING)
    enqueue(require(picture.current), "edit", tool="expand")
    assert 'data-longest="1500"' in page(picture)


@pytest.mark.parametrize(
    ("ahead", "words"), [(0, "You are next."), (1, "You are second in line."), (6, "You are number 7 in line.")]
)
def test_places_are_told_in_words(ahead: int, words: str) -> None:
    for number in range(ahead):
        enqueue(base_of(f"stranger {number}"), "quick")
    picture = factories.picture()
    enqueue(require(picture.current), "quick")
    assert words in page(picture)


def test_a_page_that_waits_hears_when_it_moves_up() -> None:
    enqueue(base_of("bob"), "quick")
    picture, client = factories.picture(), visitor()
    enqueue(require(picture.current), "quick")
    before = asked_state(client, picture)
    assert get(client, f"/pictures/{picture.pk}/status/?state={before}").status_code == 204
    do_next()
    a_second_passes()
    answer = get(client, f"/pictures/{picture.pk}/status/?state={before}")
    assert (answer.status_code, parts_in(answer)) == (200, ["jobs"])


def test_a_page_that_waits_hears_of_everything_else_that_changes() -> None:
    enqueue(base_of("bob"), "quick")
    picture, client = factories.picture(), visitor()
    enqueue(require(picture.current), "quick")
    before = asked_state(client, picture)
    picture.go_to(factories.revision(picture, picture.current, "erase"))
    assert "revision" in parts_in(get(client, f"/pictures/{picture.pk}/status/?state={before}"))


def test_however_many_pages_wait_the_line_is_read_once_a_second(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    pictures = [factories.picture() for _ in range(3)]
    for picture in pictures:
        enqueue(require(picture.current), "quick")
    client = visitor()
    addresses = [f"/pictures/{picture.pk}/status/?state={asked_state(client, picture)}" for picture in pictures]
    with django_assert_num_queries(2 * len(addresses)):  # whose session it is, and the jobs of a picture
        assert [get(client, address).status_code for address in addresses] == [204] * len(addresses)


def a_second_passes() -> None:
    """What is kept so long is not found any more."""
    cache.clear()


def parts_in(answer: HttpResponse) -> list[str]:
    """The names of the parts of a page that an answer brings."""
    return re.findall(r'data-part="([^"]+)"', answer.content.decode())


def asked_state(client: Client, picture: Picture) -> str:
    """What the page asks after its jobs with."""
    text = client.get(f"/pictures/{picture.pk}/").content.decode()
    return text.partition("?state=")[2].partition('"')[0]
