"""Files in a bucket: as in a folder, whoever asks for them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import requests
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import Settings

from briastudio.services import storages
from editor import files
from editor.models import Job, Picture
from engine import files as engine_files
from engine.errors import NotFound
from harness.bucket import Service
from tests.editor.clients import photo


@pytest.fixture
def bucket(s3: Service) -> Iterator[str]:
    """The name of an empty bucket, in which this process keeps its files for as long as the test runs."""
    name = f"studio-{secrets.token_hex(4)}"
    configured = storages.configure("", storages.Bucket(*s3.make_bucket(name).values()))
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"default": configured, "staticfiles": static}):
        yield name


@pytest.mark.parametrize("store", [files.store, engine_files.save])
def test_the_same_content_is_stored_once(s3: Service, bucket: str, store: Callable[[bytes, str], str]) -> None:
    assert store(b"abc", ".png") == store(b"abc", ".png")
    assert s3.list_names(bucket) == [store(b"abc", ".png")]


@pytest.mark.usefixtures("bucket")
def test_what_was_stored_is_read() -> None:
    data = secrets.token_bytes(300_000)
    name = files.store(data, ".png")
    assert (files.exists(name), files.size(name), files.read(name)) == (True, len(data), data)
    with files.open_file(name) as file:
        assert file.seek(0, 2) == len(data)
        file.seek(1000)
        assert file.read(10) == data[1000:1010]


@pytest.mark.usefixtures("bucket")
def test_what_is_not_there_is_said() -> None:
    assert not files.exists("ab/nothing.png")
    with pytest.raises(FileNotFoundError):
        files.read("ab/nothing.png")
    with pytest.raises(NotFound):
        engine_files.load("engine/ab/nothing.png")
    assert engine_files.size("engine/ab/nothing.png") == 0
    assert files.delete_unreferenced({"ab/nothing.png"}, set()) == 1


def test_only_what_nothing_refers_to_is_deleted(s3: Service, bucket: str) -> None:
    kept, gone = files.store(b"kept", ".png"), files.store(b"gone", ".png")
    assert files.delete_unreferenced({kept, gone}, {kept}) == 1
    assert s3.list_names(bucket) == [kept]


@pytest.mark.usefixtures("bucket")
def test_a_file_stored_again_just_now_is_not_deleted() -> None:
    name = files.store(b"abc", ".png")
    assert files.marked_at(name) == 0
    assert files.store(b"abc", ".png") == name
    assert files.delete_unreferenced({name}, set()) == 0
    assert files.read(name) == b"abc"


@pytest.mark.usefixtures("bucket")
def test_what_was_stored_long_ago_is_found_each_in_its_own_part() -> None:
    ours, theirs = files.store(b"abc", ".png"), engine_files.save(b"abc")
    later, earlier = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(hours=1)
    assert (list(files.stored_before(later)), list(engine_files.find_stored_before(later))) == ([ours], [theirs])
    assert (list(files.stored_before(earlier)), list(engine_files.find_stored_before(earlier))) == ([], [])
    assert engine_files.is_older(theirs, later)


@pytest.fixture
def picture(client: Client, bucket: str) -> Picture:
    """A picture that was just uploaded."""
    assert client.post("/pictures/", {"photo": photo(300, 200)}).status_code == 302
    return Picture.objects.get()


@pytest.mark.django_db
def test_a_picture_is_sent_by_the_studio(client: Client, picture: Picture) -> None:
    answer = client.get(f"/pictures/{picture.pk}/revisions/1/image", headers={"Range": "bytes=0-7"})
    assert (answer.status_code, answer.content) == (206, b"\x89PNG\r\n\x1a\n")


@pytest.mark.django_db
def test_a_download_leads_to_the_bucket_where_that_is_wished_and_a_pages_picture_never(
    client: Client, picture: Picture, settings: Settings, s3: Service
) -> None:
    settings.SIGNED_ADDRESSES = True
    job = picture.jobs.get()
    Job.objects.filter(pk=job.pk).update(status=Job.Status.DONE, file=files.store(b"8BPS layers", ".psd"))
    address = f"/pictures/{picture.pk}/jobs/{job.pk}/file"
    answer = client.get(address)
    assert (answer.status_code, answer["Location"].startswith(s3.endpoint)) == (302, True)
    assert "private" in answer["Cache-Control"]
    sent = requests.get(answer["Location"], timeout=20)
    assert (sent.status_code, sent.content) == (200, b"8BPS layers")
    assert "attachment" in sent.headers["Content-Disposition"]
    assert Client().get(address).status_code == 404
    assert client.get(f"/pictures/{picture.pk}/revisions/1/image").status_code == 200


@pytest.mark.django_db
def test_a_deleted_picture_leaves_nothing_in_the_bucket(
    client: Client, picture: Picture, s3: Service, bucket: str
) -> None:
    assert s3.list_names(bucket)
    client.post(f"/pictures/{picture.pk}/deletion/")
    assert (Picture.objects.count(), s3.list_names(bucket)) == (0, [])


def test_a_proxy_is_told_to_send_a_file_from_the_folder(settings: Settings) -> None:
    settings.ACCEL_PATH = "/stored"
    name = files.store(b"abc", ".png")
    answer = files.hand_over(name, {"Content-Type": "image/png"}, leads_away=False)
    assert answer is not None
    assert (answer["X-Accel-Redirect"], answer["Content-Type"], answer.content) == (f"/stored/{name}", "image/png", b"")
    assert files.hand_over(name, {"Content-Encoding": "gzip"}, leads_away=False) is None
    assert default_storage.exists(name)
