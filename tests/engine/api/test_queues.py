"""Which queue work goes to: what a page of the studio waits for does not stand behind what takes long."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from harness.images import base64_of
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


def test_where_there_is_one_queue_it_takes_everything(api: Api, queue: None, photo: bytes) -> None:
    assert queued(api, photo, **INTERNAL) == "default"
