"""Previews of several people: done in turn by the engine, and so many of one's at a time."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

import pytest
from pytest_django import Settings

from briastudio.worker.loop import QueueWorker
from editor.models import Picture
from editor.previews import seats
from engine.models import Request
from tests.editor.clients import photo, visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nobody_waits(settings: Settings) -> None:
    """Previews stay in the queue, and their pages are answered at once."""
    settings.SYNC_SECONDS = 0


def uploaded(owner: str) -> Picture:
    """A picture that nobody has looked at yet."""
    visitor(owner).post("/pictures/", {"photo": photo()})
    return Picture.objects.latest("pk")


def ask_preview(picture: Picture, radius: int = 9) -> Any:
    """What its owner's page is answered to a stroke over the picture."""
    stroke = {"kind": "brush", "add": True, "radius": radius, "points": [20, 15]}
    address = f"/pictures/{picture.pk}/revisions/1/background-preview"
    return visitor(picture.owner).post(address, {"strokes": json.dumps([stroke])})


@pytest.mark.usefixtures("nobody_waits")
def test_a_preview_waits_for_one_of_another_persons_at_most() -> None:
    alices, bobs = uploaded("alice"), uploaded("bob")
    for radius in range(5, 10):
        ask_preview(alices, radius)
    ask_preview(bobs)
    worker = QueueWorker("worker", "quick")
    owners = [require(worker.take_next()).args_kwargs["args"][1] for _ in range(2)]
    assert sorted(owners) == ["alice", "bob"]


@pytest.mark.usefixtures("nobody_waits")
def test_of_one_persons_previews_no_more_are_at_work_than_of_other_jobs(settings: Settings) -> None:
    settings.RUNNING_JOBS = 1
    picture, worker = uploaded("alice"), QueueWorker("worker", "quick")
    for radius in (5, 6):
        ask_preview(picture, radius)
    require(worker.take_next())
    assert worker.take_next() is None


def test_one_person_waits_for_so_many_previews_at_a_time_and_others_for_theirs(settings: Settings) -> None:
    settings.SYNC_SECONDS = 0
    alices, bobs = uploaded("alice"), uploaded("bob")
    with ExitStack() as waiting:
        for _ in range(settings.PREVIEWS):
            waiting.enter_context(seats.take("alice"))
        refused = ask_preview(alices)
        assert (refused.status_code, refused["Retry-After"]) == (429, "2")
        assert "Too many of your previews" in refused.content.decode()
        assert not Request.objects.exists()
        ask_preview(bobs)
        assert Request.objects.exists()
    ask_preview(alices)
    assert Request.objects.count() == 2
