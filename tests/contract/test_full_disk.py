"""A disk that is full or read-only: a sentence at every door, nothing half-written, and work goes on afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from briastudio.worker.loop import QueueWorker
from editor.jobs import execution, queue
from editor.models import Job, Picture, WorkerBeat
from engine.models import Visual
from harness import small_disk
from harness.images import base64_of
from harness.small_disk import SmallDisk
from tests.editor.clients import HTMX, key, visitor
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

ROOM = 8  # megabytes
LEFT = 4096  # bytes: less than any picture takes


@pytest.fixture
def disk(tmp_path: Path, settings: Settings) -> Iterator[SmallDisk]:
    """A small disk that the studio keeps its files on, to the last byte."""
    try:
        with small_disk.mounted(tmp_path / "disk", ROOM) as disk:
            settings.MEDIA_ROOT = settings.DATA = disk.folder
            settings.FREE_BYTES = 0
            yield disk
    except small_disk.NotAllowed as reason:
        pytest.skip(f"NOT TESTED: {reason}")


@pytest.fixture
def client() -> Client:
    """Alice's browser, which is answered whatever goes wrong."""
    client = visitor()
    client.raise_request_exception = False
    return client


def noise() -> bytes:
    """A photo that takes up far more than is left."""
    from numpy.random import default_rng

    from harness.images import png

    return png(default_rng(1).integers(0, 256, (200, 200, 3), "uint8"))


def upload(client: Client, **headers: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return client.post("/pictures/", {"photo": SimpleUploadedFile("photo.png", noise())}, headers=headers)


def stored(disk: SmallDisk) -> list[str]:
    """The files on the disk beside what fills it up."""
    return [path.name for path in disk.folder.rglob("*") if path.is_file() and path.name != small_disk.FILLER]


# To the last byte


def test_an_upload_is_answered_with_a_sentence_and_leaves_nothing(disk: SmallDisk, client: Client) -> None:
    disk.fill(LEFT)
    answer = upload(client)
    assert answer.status_code == 507
    assert "disk is full" in answer.content.decode()
    assert int(answer["Retry-After"]) > 0
    assert (stored(disk), Picture.objects.count()) == ([], 0)


def test_it_is_taken_once_there_is_room(disk: SmallDisk, client: Client) -> None:
    disk.fill(LEFT)
    upload(client)
    disk.empty()
    assert upload(client).status_code == 302
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("version", [1, 2])
def test_the_api_says_so_in_its_own_form(disk: SmallDisk, db: None, version: int) -> None:
    disk.fill(LEFT)
    api = Client(headers={"api_token": "alice"}, SERVER_NAME="localhost")
    path = {1: "/v1/background/remove", 2: "/v2/image/edit/remove_background"}[version]
    fields = {{1: "file", 2: "image"}[version]: base64_of(noise())}
    answer = api.post(path, fields, "application/json")
    assert (answer.status_code, answer["Retry-After"]) == (507, "60")
    body = answer.json()
    assert "disk is full" in (body["message"] if version == 1 else body["error"]["details"])
    assert stored(disk) == []


def test_a_job_ends_with_a_sentence_and_can_be_done_again(disk: SmallDisk, client: Client) -> None:
    upload(client)
    picture = Picture.objects.get()
    job = queue.enqueue(picture, "edit", require(picture.current), {"tool": "blur_background", "scale": 4}, "key")
    disk.fill(LEFT)
    execution.run(job.pk)
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert "disk is full" in job.error
    disk.empty()
    again = queue.retry(job)
    execution.run(again.pk)
    again.refresh_from_db()
    assert again.status == Job.Status.DONE


def test_a_picture_is_shown_and_downloaded_all_the_same(disk: SmallDisk, client: Client) -> None:
    upload(client)
    disk.fill()
    pk = Picture.objects.get().pk
    for path in ("", "revisions/1/image", "revisions/1/download", "revisions/1/export/"):
        assert client.get(f"/pictures/{pk}/{path}", follow=True).status_code == 200, path


def test_deleting_makes_room(disk: SmallDisk, client: Client) -> None:
    upload(client)
    disk.fill()
    assert client.post(f"/pictures/{Picture.objects.get().pk}/deletion/", follow=True).status_code == 200
    assert stored(disk) == []


# A little before the last byte, and read-only


@pytest.fixture(params=["nearly full", "read-only"])
def lack(request: pytest.FixtureRequest, disk: SmallDisk, client: Client, settings: Settings) -> Iterator[SmallDisk]:
    """A disk that has a picture, and takes nothing more."""
    upload(client)
    if request.param == "read-only":
        disk.allow_writing(False)
        yield disk
        disk.allow_writing(True)
    else:
        disk.fill(LEFT)
        settings.FREE_BYTES = 1_000_000
        yield disk


def test_every_form_says_so_and_keeps_what_was_entered(lack: SmallDisk, client: Client) -> None:
    pk = Picture.objects.get().pk
    fields = {"tool": "blur_background", "revision": 1, "scale": 4, "key": key()}
    edit = client.post(f"/pictures/{pk}/edits/", fields, headers=HTMX)
    assert edit.status_code == 422
    assert "disk is full" in edit.content.decode()
    refused = upload(client, **HTMX)
    assert refused.status_code == 422
    assert "disk is full" in refused.content.decode()


def test_the_api_takes_no_image(lack: SmallDisk, db: None) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    api = Client(headers={"api_token": "alice"}, SERVER_NAME="localhost")
    answer = api.post("/v1/upload", {"file": SimpleUploadedFile("photo", noise())})
    assert (answer.status_code, Visual.objects.count()) == (507, 0)
    assert "disk is full" in answer.json()["message"]


def test_healthz_says_so(lack: SmallDisk, client: Client) -> None:
    WorkerBeat.objects.create(name="worker", beaten_at=timezone.now())
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "The disk is full" in answer.json()["problems"][0]


def test_jobs_wait_until_there_is_room(lack: SmallDisk, client: Client, settings: Settings) -> None:
    worker = QueueWorker("worker", "default")
    assert worker.take_next() is None
    settings.FREE_BYTES = 0
    lack.allow_writing(True)
    assert worker.take_next() is not None
