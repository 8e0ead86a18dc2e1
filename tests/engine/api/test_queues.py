"""Which queue work goes to: what a page of the studio waits for does not stand behind what takes long."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from editor.jobs import turns
from engine.models import Request, Result
from harness.images import base64_of, pixels_of, png
from tests.engine.api.conftest import INTERNAL, Api

BACKEND = "django_tasks_db.DatabaseBackend"


def queued(api: Api, photo: bytes, **environ: Any) -> str:
    """The queue that an order goes to."""
    response = api.post("/v2/image/edit/remove_background", {"image": base64_of(photo)}, **environ)
    assert response.status_code == 202
    return str(DBTaskResult.objects.get().queue_name)


@pytest.fixture
def queues(queue: None, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": BACKEND, "QUEUES": ["default", "quick"]}}


def test_a_page_of_the_studio_has_a_queue_of_its_own(api: Api, queues: None, photo: bytes) -> None:
    assert queued(api, photo, **INTERNAL) == "quick"


def test_clients_of_the_api_wait_for_their_turn(api: Api, queues: None, photo: bytes) -> None:
    assert queued(api, photo) == "default"


def submit(api: Api, photo: bytes, **environ: Any) -> Any:
    return api.post("/v2/image/edit/remove_background", {"image": base64_of(photo)}, **environ)


@pytest.fixture
def full(queue: None, settings: Settings, api: Api, photo: bytes) -> None:
    """As many requests of the token are waiting as may."""
    settings.WAITING_JOBS = 1
    assert submit(api, photo).status_code == 202


def test_a_request_too_many_is_refused_politely_in_v2(api: Api, full: None, photo: bytes) -> None:
    answer = submit(api, photo)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
    assert answer.json()["error"]["code"] == 429
    assert "waiting already" in answer.json()["error"]["details"]
    assert (Request.objects.count(), Result.objects.count()) == (1, 1)


def test_a_request_too_many_is_refused_politely_in_v1(api: Api, full: None, photo: bytes) -> None:
    answer = api.post("/v1/background/remove", {"file": base64_of(photo), "sync": False})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")
    assert "waiting already" in answer.json()["message"]


def test_of_several_results_too_many_none_is_begun(api: Api, queue: None, settings: Settings, photo: bytes) -> None:
    settings.WAITING_JOBS = 1
    mask = np.zeros(pixels_of(photo).shape[:2], np.uint8)
    mask[20:30, 20:30] = 255
    images = {"file": base64_of(photo), "mask_file": base64_of(png(mask))}
    fields = {**images, "prompt": "fill from surroundings", "num_results": 2, "sync": False}
    assert api.post("/v1/gen_fill", fields).status_code == 429
    assert not Request.objects.exists()


def test_others_are_not_refused_for_it(full: None, photo: bytes) -> None:
    assert submit(Api("bob"), photo).status_code == 202


def test_it_is_taken_again_once_one_is_done(api: Api, full: None, photo: bytes) -> None:
    Request.objects.get().complete({"file": ""})
    assert submit(api, photo).status_code == 202


def test_the_requests_of_tokens_are_done_in_turn(db: None, queue: None, photo: bytes) -> None:
    for token in ("alice", "alice", "bob"):
        assert submit(Api(token), photo).status_code == 202
    first, second, _ = (waiting.owner for waiting in turns.list_in_turn("default"))
    assert first != second


def test_where_there_is_one_queue_it_takes_everything(api: Api, queue: None, photo: bytes) -> None:
    assert queued(api, photo, **INTERNAL) == "default"
