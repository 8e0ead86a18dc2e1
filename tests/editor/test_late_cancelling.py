"""Cancelling in the last second: once the studio has answered that, no result comes any more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from editor.jobs import execution, queue
from editor.models import Job, Picture
from tests.bria.fakes import BASE, reply
from tests.editor import fake_service
from tests.editor.clients import post, visitor
from tests.editor.test_tool_image_to_psd import document
from tests.editor.user_actions import uploaded

Params = Callable[[Picture], dict[str, Any]]

PATIENCE = 0.3  # seconds a press waits before the job goes on: within a transaction it waits for that
ERASE: dict[str, Any] = {"tool": "erase", "mask_ids": [1]}
STROKE = {"kind": "brush", "add": True, "radius": 5, "points": [10, 10, 40, 40]}
EDGES = {"grow": 0, "smooth": 0, "feather": 0}
TOOLS: dict[str, Params] = {
    "regions": lambda picture: ERASE,
    "stroke": lambda picture: {"tool": "erase", "selection": {"steps": [STROKE], "edges": EDGES}},
    "people": lambda picture: {
        "tool": "people",
        "changes": {person(picture)["id"]: {"age": "mid-60"}},
        "faces": {person(picture)["id"]: person(picture)["rect"]},
    },
    "erase_foreground": lambda picture: {"tool": "erase_foreground"},
    "image_to_psd": lambda picture: {"tool": "image_to_psd"},
}


def person(picture: Picture) -> dict[str, Any]:
    """Who is in the picture."""
    [found] = picture.visuals.get().people or []
    return dict(found)


def ordered(picture: Picture, params: dict[str, Any]) -> Job:
    """A waiting job."""
    assert picture.current is not None
    kind = "file" if params["tool"] == "image_to_psd" else "edit"
    return queue.enqueue(picture, kind, picture.current, params, "key")


def press(job: Job) -> HttpResponse:
    """A person presses Cancel."""
    return post(visitor(), f"/pictures/{job.picture_id}/jobs/{job.pk}/cancellation/")


@pytest.mark.django_db
@pytest.mark.parametrize("tool", TOOLS)
def test_a_result_that_arrives_after_the_cancellation_is_dropped(hosted: fake_service.Service, tool: str) -> None:
    picture = uploaded()
    job = ordered(picture, TOOLS[tool](picture))
    original = picture.current

    def arriving(data: bytes) -> Any:
        press(job)
        return reply(data)

    accepted = {"request_id": "r1", "status_url": f"{BASE}/v2/status/r1"}
    hosted.overrides["/image/edit/erase_foreground"] = lambda: reply(accepted, 202)
    hosted.overrides["/image_to_psd"] = lambda: reply({"image_res": f"{BASE}/files/layers.psd"})
    hosted.overrides["/files/layers.psd"] = lambda: arriving(document())
    hosted.overrides["/files/white.jpg"] = lambda: arriving(fake_service.picture("JPEG", 255))
    execution.run(job.pk)
    job.refresh_from_db()
    picture.refresh_from_db()
    assert (job.status, job.file, job.result) == (Job.Status.CANCELLED, "", None)
    assert (picture.current, picture.revisions.count()) == (original, 1)


class Presses:
    """Cancels a job from another browser when the job has made so many queries; counts them."""

    def __init__(self, job: Job, moment: int) -> None:
        self.moment, self.count = moment, 0
        self.thread = threading.Thread(target=self.press, args=(job,))
        self.answer = b""

    def press(self, job: Job) -> None:
        self.answer = press(job).content
        connection.close()

    def __call__(self, execute: Any, *query: Any) -> Any:
        self.count += 1
        if self.count == self.moment:
            self.thread.start()
            self.thread.join(PATIENCE)
        return execute(*query)


def erased(moment: int, hosted: fake_service.Service) -> tuple[Job, Presses]:
    """A region erased, where a person cancels ``moment`` queries after the result has arrived."""
    picture = uploaded()
    job = ordered(picture, ERASE)
    presses = Presses(job, moment)
    hosted.overrides["/files/white.jpg"] = lambda: listened(presses)
    try:
        execution.run(job.pk)
    finally:
        if presses in connection.execute_wrappers:
            connection.execute_wrappers.remove(presses)
    if presses.thread.ident:
        presses.thread.join()
    job.refresh_from_db()
    return job, presses


def listened(presses: Presses) -> Any:
    """The result; from now on queries are counted."""
    connection.execute_wrappers.append(presses)
    return reply(fake_service.picture("JPEG", 255))


@pytest.mark.django_db(transaction=True)
def test_whenever_one_cancels_the_picture_stays_as_it_was(hosted: fake_service.Service) -> None:
    count = erased(0, hosted)[1].count
    ends = []
    for moment in range(1, count + 1):
        job, presses = erased(moment, hosted)
        assert job.picture.current == job.base, moment
        assert job.status == Job.Status.CANCELLED or b"It finished before it could be stopped" in presses.answer
        ends.append(job.status)
    assert set(ends) == {Job.Status.CANCELLED, Job.Status.DONE}


@pytest.mark.django_db
def test_what_was_cancelled_too_late_can_be_shown_all_the_same(hosted: fake_service.Service) -> None:
    job = ordered(uploaded(), ERASE)
    execution.run(job.pk)
    press(job)
    post(visitor(), f"/pictures/{job.picture_id}/current/", to="2")
    press(job)
    assert Picture.objects.get().current == job.picture.revisions.get(number=2)
