"""Where the memory for pictures is taken, every door says so, and nothing is begun or lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from editor.models import Picture
from harness.images import base64_of, png
from imagefiles.room import UNIT, Room, shared
from tests.engine.api.conftest import Api, api, queue, worker

__all__ = ["api", "queue", "worker"]  # fixtures

pytestmark = pytest.mark.django_db

PHOTO = png(np.full((18, 24, 3), 90, np.uint8))


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[None]:
    """Another process has all the room, and nobody waits for it."""
    before = shared.room
    shared.furnish(tmp_path / "room", UNIT, 0)
    with Room(tmp_path / "room", UNIT, 0).take(UNIT):
        yield
    shared.room = before


def upload(visitor: Client, **headers: str) -> tuple[int, str, str]:
    """The answer to an upload: status, header Retry-After, text."""
    photo = SimpleUploadedFile("a.png", PHOTO)
    answer = visitor.post("/pictures/", {"photo": photo}, headers=headers)
    return answer.status_code, answer.headers.get("Retry-After", ""), answer.content.decode()


def test_an_upload_is_asked_to_come_again(taken: None) -> None:
    status, after, text = upload(Client())
    assert (status, after) == (503, "5")
    assert "Nothing was lost. Try again in a few seconds." in text
    assert not Picture.objects.exists()


def test_it_is_said_in_the_language_of_the_visitor(taken: None) -> None:
    assert "Nichts ging verloren." in upload(Client(), accept_language="de")[2]


@pytest.mark.parametrize("lost", ["v1", "v2"])
def test_a_call_is_asked_to_come_again(taken: None, api: Api, queue: None, lost: str) -> None:
    fields = {"image": base64_of(PHOTO), "mask": base64_of(PHOTO)}
    answer = api.upload(PHOTO) if lost == "v1" else api.post("/v2/image/edit/erase", fields)
    said = answer.json()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "at work on other pictures" in (said["message"] if lost == "v1" else said["error"]["details"])


def test_once_there_is_room_both_are_taken(api: Api, queue: None) -> None:
    assert upload(Client())[0] == 302
    assert api.upload(PHOTO).status_code == 200
