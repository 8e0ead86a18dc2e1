"""What the engine keeps of a picture goes with the picture; what a client of the API sent stays."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw
from pytest_django import Settings

from briastudio.worker import loop, wakeup
from editor import files, pictures
from editor.jobs import execution
from editor.models import Picture
from editor.service import capabilities
from engine import forgetting
from engine.models import ForgottenFile, Request, Result, Visual
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def lane() -> Iterator[None]:
    """A worker's thread for what pages wait for."""
    lane = loop.QueueThread(loop.QueueWorker("lane", "quick"))
    lane.start()
    yield
    lane.worker.running = False
    wakeup.ring("quick")  # or it would wait for its next look
    lane.join()


def photo() -> bytes:
    """A red disc before a wall."""
    image = Image.linear_gradient("L").resize((160, 120)).convert("RGB")
    ImageDraw.Draw(image).ellipse((50, 30, 110, 90), fill=(200, 30, 30))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def uploaded(client: Client) -> Picture:
    """A picture of the client's own, looked at, with a preview of its cut-out after a stroke."""
    client.post("/pictures/", {"photo": io.BytesIO(photo())})
    picture = Picture.objects.latest("pk")
    execution.run(picture.jobs.get().pk)
    stroke = {"kind": "keep", "width": 9, "points": [60, 60, 90, 60]}
    response = client.post(f"/pictures/{picture.pk}/revisions/1/background-preview", {"strokes": json.dumps([stroke])})
    assert response.headers["Content-Type"] == "image/png", response.content
    return picture


def kept() -> list[Path]:
    """The engine's files."""
    return [path for path in Path(default_storage.path("engine")).rglob("*") if path.is_file()]


def age() -> None:
    """All files were stored long ago."""
    for path in Path(default_storage.path("")).rglob("*"):
        os.utime(path, (0, 0))


@pytest.fixture(autouse=True)
def abilities() -> Iterator[None]:
    """What the engine could do in another test is forgotten."""
    capabilities.forget()
    yield
    capabilities.forget()


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    """A storage in which nothing lies."""
    settings.MEDIA_ROOT = tmp_path


def test_what_the_engine_keeps_goes_with_the_picture(client: Client) -> None:
    picture = uploaded(client)
    assert kept()
    age()
    pictures.delete(picture)
    assert not kept()
    assert not Visual.objects.exists()
    assert not Request.objects.exists()
    assert not Result.objects.exists()


def test_what_was_stored_a_moment_before_goes_a_minute_later(client: Client) -> None:
    picture = uploaded(client)
    pictures.delete(picture)
    assert kept()
    age()
    ForgottenFile.objects.update(due_at=timezone.now())
    assert forgetting.finish() > 0
    assert not kept()
    assert not ForgottenFile.objects.exists()


def test_what_somebody_has_named_by_then_stays(client: Client) -> None:
    picture = uploaded(client)
    image = files.read(require(picture.current).image)
    pictures.delete(picture)
    api = Client(headers={"api_token": "theirs"}, SERVER_NAME="localhost")
    assert api.post("/v1/upload", {"file": io.BytesIO(image)}).status_code == 200
    age()
    ForgottenFile.objects.update(due_at=timezone.now())
    forgetting.finish()
    assert [path.name for path in kept()] == [Path(Visual.objects.get().image).name]


def test_objects_and_parts_go_with_the_picture(client: Client, installed_weights: Path) -> None:
    picture = uploaded(client)
    for job in picture.jobs.filter(finished_at=None):
        execution.run(job.pk)
    assert Result.objects.filter(filename__endswith="_parts.png").exists()
    age()
    pictures.delete(picture)
    assert not kept()
    assert not Result.objects.exists()


def test_another_picture_of_the_same_image_keeps_what_it_needs(client: Client) -> None:
    picture, other = uploaded(client), uploaded(Client())
    age()
    pictures.delete(picture)
    assert Visual.objects.exists()
    assert other.current is not None
    assert files.read(other.current.image)


def test_what_a_client_of_the_api_sent_stays(client: Client) -> None:
    picture = uploaded(client)
    assert picture.current is not None
    image = files.read(picture.current.image)
    api = Client(headers={"api_token": "theirs"}, SERVER_NAME="localhost")
    theirs = api.post("/v1/upload", {"file": io.BytesIO(image)}).json()
    age()
    pictures.delete(picture)
    assert Visual.objects.get().visual_id == theirs["visual_id"]
    assert len(kept()) == 1


def test_an_order_that_is_under_way_is_left_to_its_end(client: Client) -> None:
    picture = uploaded(client)
    Request.objects.update(status=Request.Status.IN_PROGRESS, finished_at=None)
    pictures.delete(picture)
    assert Request.objects.exists()
