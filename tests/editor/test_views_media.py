"""Stored files over HTTP: kept by the browser for ever, in parts where asked, for their owner only."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from editor import files
from editor.models import Job, Picture, Revision
from tests.editor import factories
from tests.editor.clients import photo, visitor

pytestmark = pytest.mark.django_db

GIGABYTE = 10**9  # bytes
LITTLE = 8_000_000  # bytes: what a view takes beside a few pieces of the file


@pytest.fixture
def alice() -> Client:
    client = Client()
    client.post("/pictures/", {"photo": photo()})
    return client


@pytest.fixture
def address(alice: Client) -> str:
    return f"/pictures/{Picture.objects.get().pk}/revisions/1"


def test_it_serves_a_revision_for_ever(alice: Client, address: str) -> None:
    response = alice.get(f"{address}/image")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("tag", ["{}", "W/{}", '"other", {}', "*"])
def test_it_sends_nothing_that_the_browser_has(alice: Client, address: str, tag: str) -> None:
    etag = alice.get(f"{address}/image").headers["ETag"]
    response = alice.get(f"{address}/image", headers={"If-None-Match": tag.format(etag)})
    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "part", "described"),
    [
        ("bytes=0-7", slice(0, 8), "bytes 0-7/{}"),
        ("bytes=-4", slice(-4, None), "bytes {start}-{end}/{}"),
        ("bytes=8-999999", slice(8, None), "bytes 8-{end}/{}"),
    ],
)
def test_it_sends_the_part_asked_for(alice: Client, address: str, asked: str, part: slice, described: str) -> None:
    whole = alice.get(f"{address}/image").content
    response = alice.get(f"{address}/image", headers={"Range": asked})
    assert (response.status_code, response.content) == (206, whole[part])
    length = len(whole)
    assert response.headers["Content-Range"] == described.format(length, start=length - 4, end=length - 1)


@pytest.fixture
def document() -> Iterator[Job]:
    """A job whose file takes a gigabyte that nothing is in but the last four bytes."""
    base = factories.picture().current
    assert base is not None
    job = Job.objects.create(picture=base.picture, kind="file", base=base, key="k", file="ff/large.psd")
    path = Path(default_storage.path(job.file))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.seek(GIGABYTE - 4)
        file.write(b"last")
    yield job
    path.unlink()


def peak_of(work: Callable[[], object]) -> int:
    """The bytes that ``work`` takes at most."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_it_reads_no_more_of_a_large_file_than_the_part_asked_for(document: Job) -> None:
    address, parts = f"/pictures/{document.picture_id}/jobs/{document.pk}/file", []
    client = visitor()
    peak = peak_of(lambda: parts.append(client.get(address, headers={"Range": "bytes=-4"})))
    assert (parts[0].status_code, parts[0].content) == (206, b"last")
    assert peak < LITTLE


def test_it_reads_a_large_file_while_it_is_sent(document: Job) -> None:
    address = f"/pictures/{document.picture_id}/jobs/{document.pk}/file"
    response: Any = visitor().get(address, headers={"Range": "bytes=5-"})
    assert int(response.headers["Content-Length"]) == GIGABYTE - 5
    lengths: list[int] = []
    assert peak_of(lambda: lengths.extend(len(part) for part in response.streaming_content)) < LITTLE
    assert sum(lengths) == GIGABYTE - 5


def test_it_has_nothing_beyond_the_end(alice: Client, address: str) -> None:
    response = alice.get(f"{address}/image", headers={"Range": "bytes=999999-"})
    assert response.status_code == 416


@pytest.mark.parametrize(
    "headers",
    [{"Range": "bytes=a-b"}, {"Range": "bytes=0-7", "If-Range": '"older"'}, {"Range": f"bytes={'9' * 5000}-"}],
    ids=["letters", "older", "huge"],
)
def test_it_sends_the_whole_where_the_part_makes_no_sense(alice: Client, address: str, headers: dict[str, str]) -> None:
    assert alice.get(f"{address}/image", headers=headers).status_code == 200


def test_it_serves_small_pictures_whole_to_the_screen(alice: Client, address: str) -> None:
    assert alice.get(f"{address}/screen").content == alice.get(f"{address}/image").content


def test_it_serves_large_pictures_reduced_to_the_screen() -> None:
    client = Client()
    client.post("/pictures/", {"photo": photo(2100, 20)})
    picture = Picture.objects.get()
    response = client.get(f"/pictures/{picture.pk}/revisions/1/screen")
    assert response.headers["Content-Type"] == "image/webp"


def test_it_serves_the_regions_packed() -> None:
    picture = factories.picture()
    assert picture.current is not None
    visual = picture.current.visual
    assert visual is not None
    client = visitor()
    address = f"/pictures/{picture.pk}/visuals/{visual.pk}/regions"
    assert client.get(address).status_code == 404
    visual.regions = files.store(gzip.compress(b"BSL1"), ".bsl")
    visual.save()
    response = client.get(address)
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == b"BSL1"


def test_it_reads_no_file_that_the_browser_has(alice: Client, address: str) -> None:
    etag = alice.get(f"{address}/screen").headers["ETag"]
    Path(default_storage.path(Revision.objects.get().screen)).unlink()
    assert alice.get(f"{address}/screen", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("person", [factories.EVA, "faces/1"])
def test_it_cuts_out_a_face(alice: Client, person: str) -> None:
    picture = Picture.objects.get()
    assert picture.current is not None
    visual = picture.visuals.create(backend="embedded", image=picture.current.image, people=[factories.person(person)])
    picture.current.visual = visual
    picture.current.save()
    address = f"/pictures/{picture.pk}/revisions/1/people/0/face"
    assert address in alice.get(f"/pictures/{picture.pk}/").content.decode()
    response = alice.get(address)
    assert response.headers["Content-Type"] == "image/webp"
    assert alice.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
