"""What ends by itself: sessions, old jobs, and the pictures of visitors who have long been away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import Settings

from editor import ending
from editor.models import Job, Picture, Visitor
from tests.editor import factories
from tests.editor.clients import photo, post, visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db


def last_seen(owner: str, days_ago: int) -> None:
    ending.note_visit(owner)
    Visitor.objects.filter(owner=owner).update(seen_at=timezone.now() - timedelta(days=days_ago))


def ended_job(days_ago: int, **fields: object) -> Job:
    base = require(factories.picture().current)
    finished_at = timezone.now() - timedelta(days=days_ago)
    row = {"seen": True, "status": Job.Status.DONE, "finished_at": finished_at, **fields}
    return Job.objects.create(picture=base.picture, base=base, kind="edit", key=str(base.pk), **row)


def test_the_pictures_of_a_visitor_long_away_go_and_those_of_others_stay() -> None:
    for owner, days in (("alice", 401), ("bob", 399)):
        factories.picture(owner=owner)
        last_seen(owner, days)
    ending.end_all()
    assert [picture.owner for picture in Picture.objects.all()] == ["bob"]
    assert [row.owner for row in Visitor.objects.all()] == ["bob"]


def test_they_stay_where_that_is_wished(settings: Settings) -> None:
    settings.PICTURE_DAYS = 0
    factories.picture(owner="alice")
    last_seen("alice", 4000)
    ending.end_all()
    assert Picture.objects.exists()


def test_whoever_comes_is_noted_once_a_day() -> None:
    last_seen("alice", 100)
    client = visitor()
    client.get("/")
    seen_at = Visitor.objects.get().seen_at
    assert seen_at > timezone.now() - timedelta(minutes=1)
    client.get("/")
    assert Visitor.objects.get().seen_at == seen_at


def test_whoever_uploads_for_the_first_time_is_noted() -> None:
    from django.test import Client

    post(Client(), "/pictures/", photo=photo())
    assert Visitor.objects.get().owner == Picture.objects.get().owner


def test_sessions_that_are_over_go() -> None:
    visitor()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    ending.end_all()
    assert not Session.objects.exists()


def test_jobs_that_ended_long_ago_go_once_their_end_is_known() -> None:
    ended_job(91)
    kept = {ended_job(89).pk, ended_job(91, seen=False, status=Job.Status.FAILED).pk}
    ending.end_all()
    assert set(Job.objects.values_list("pk", flat=True)) == kept
