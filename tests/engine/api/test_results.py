"""Results under signed addresses."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from stat import S_ISDIR

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from engine import files, results
from engine.calls import Call
from engine.errors import NotFound
from engine.images import Limits
from engine.models import Result
from engine.payloads import Payload
from tests.engine.api.conftest import Api

CALL = Call(2, "1", "alice", "http://localhost", False, False, Payload({}, {}))


@pytest.fixture
def result(api: Api) -> Result:
    return results.publish(CALL, files.save(b"0123456789", ".png"), "picture.png")


def test_it_is_served_to_anyone_with_the_address(api: Api, result: Result) -> None:
    response = api.client.get(results.sign_address(CALL.origin, result), headers={"api_token": ""})
    assert response.getvalue() == b"0123456789"
    assert response["Content-Type"] == "image/png"
    assert response["Content-Length"] == "10"
    assert 'filename="picture.png"' in response["Content-Disposition"]


def test_the_address_names_its_end(result: Result) -> None:
    assert f"Expires={int(result.expires_at.timestamp())}&" in results.sign_address(CALL.origin, result)


def test_an_expired_address_leads_nowhere(api: Api, result: Result) -> None:
    result.expires_at = timezone.now() - timedelta(seconds=1)
    response = api.get(results.sign_address(CALL.origin, result))
    assert response.status_code == 404
    assert "expired" in response.json()["message"]


@pytest.mark.parametrize(
    "change",
    [("Expires=", "Expires=9"), ("Expires=1", "Expires=x"), ("Signature=", "Signature=A"), ("picture", "other")],
)
def test_an_altered_address_leads_nowhere(api: Api, result: Result, change: tuple[str, str]) -> None:
    assert api.get(results.sign_address(CALL.origin, result).replace(*change)).status_code == 404


def test_an_unsigned_address_leads_nowhere(api: Api, result: Result) -> None:
    assert api.get(f"/engine/results/{result.key}/picture.png").status_code == 404


def test_a_result_that_was_removed_leads_nowhere(api: Api, result: Result) -> None:
    address = results.sign_address(CALL.origin, result)
    result.delete()
    assert api.get(address).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "content", "described"),
    [
        ("bytes=0-0", 206, b"0", "bytes 0-0/10"),
        ("bytes=8-", 206, b"89", "bytes 8-9/10"),
        ("bytes=4-99", 206, b"456789", "bytes 4-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-4", 416, b"", "bytes */10"),
    ],
)
def test_a_range_can_be_asked_for(
    api: Api, result: Result, wanted: str, status: int, content: bytes, described: str
) -> None:
    response = api.client.get(results.sign_address(CALL.origin, result), headers={"range": wanted})
    assert (response.status_code, response.content, response["Content-Range"]) == (status, content, described)


@pytest.mark.parametrize(
    "wanted", [f"bytes={'9' * 5_000}-", f"bytes=0-{'9' * 5_000}", "bytes=-", "bytes=x", "rows=1-2"]
)
def test_a_range_that_means_nothing_is_the_whole_file(api: Api, result: Result, wanted: str) -> None:
    response = api.client.get(results.sign_address(CALL.origin, result), headers={"range": wanted})
    assert (response.status_code, b"".join(response)) == (200, b"0123456789")


def test_it_cannot_be_posted_to(api: Api, result: Result) -> None:
    assert api.client.post(results.sign_address(CALL.origin, result)).status_code == 405


def test_half_a_file_of_a_killed_process_is_written_again(api: Api) -> None:
    name = files.save(b"whole content")
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"whole"))
    assert files.load(files.save(b"whole content")) == b"whole content"


def test_a_damaged_file_is_as_good_as_none_and_can_be_stored_again(api: Api) -> None:
    name = files.save(b"whole content")
    Path(default_storage.path(name)).write_bytes(b"\0" * len(b"whole content"))
    with pytest.raises(NotFound, match="damaged; register the image again"):
        files.load(name)
    assert files.load(files.save(b"whole content")) == b"whole content"


def test_what_is_stored_is_on_the_disk_by_its_name(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    are_folders: list[bool] = []
    fsync = os.fsync

    def sync(descriptor: int) -> None:
        are_folders.append(S_ISDIR(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    files.save(b"first")
    files.save(b"first")
    assert are_folders[-3:] == [False, True, True]  # the file, its name, and its name once more


def test_limits_are_those_of_the_caller() -> None:
    assert CALL.limits == Limits(12_000_000, 50_000_000)
