"""Clearing away what is over."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from engine import cleaning, files
from engine.models import RateWindow, Request, Result, Visual
from engine.tasks import perform_request
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import INLINE, Api

ERASE = "/v2/image/edit/erase"
LONG = timedelta(days=40)


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Any) -> None:
    """No files but the test's."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def fields(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    return {"image": base64_of(photo), "mask": base64_of(png(box_mask))}


def stored() -> list[str]:
    return list(files.find_stored_before(timezone.now() + timedelta(days=1)))


def age_files() -> None:
    """Let all files have been stored long ago."""
    for name in stored():
        os.utime(default_storage.path(name), (0, 0))


def clean() -> dict[str, int]:
    age_files()
    return cleaning.clean()


class TestFiles:
    """Files are counted by reference."""

    def test_one_that_no_row_names_is_deleted(self, db: None) -> None:
        name = files.save(b"nobody's", ".png")
        assert clean()["files"] == 1
        assert not default_storage.exists(name)

    def test_one_stored_just_now_is_left_alone(self, db: None) -> None:
        files.save(b"somebody's soon", ".png")
        assert cleaning.clean()["files"] == 0

    def test_one_stored_again_just_now_is_left_alone(self, db: None) -> None:
        files.save(b"somebody's again", ".png")
        age_files()
        files.save(b"somebody's again", ".png")
        assert cleaning.clean()["files"] == 0

    def test_an_image_of_two_tokens_stays_until_both_are_done_with_it(self, api: Api, bob: Api, photo: bytes) -> None:
        for who in (api, bob):
            who.register(photo)
        for left in (1, 0):
            visual = Visual.objects.all()[0]
            visual.delete()
            clean()
            assert len(stored()) == left

    def test_all_that_a_visual_consists_of_stays(self, api: Api, photo: bytes) -> None:
        visual_id = api.register(photo)
        masks = api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"]
        body = {"changes": [{"mask_id": 1, "mask_source": "generated", "actions": {"remove": True}}]}
        edited = api.post(f"/v1/{visual_id}/objects/remove", body).json()
        clean()
        assert api.fetch(masks)
        assert api.fetch(edited["image_res"])
        again = api.post(f"/v1/{visual_id}/objects/remove", {**body, "sid": edited["sid"]})
        assert again.status_code == 400  # removed before, along this sid

    @pytest.mark.usefixtures("queue")
    def test_what_a_waiting_request_needs_stays(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, fields).json()
        clean()
        perform_request.call(answer["request_id"])
        assert api.get(answer["status_url"]).json()["status"] == "COMPLETED"


class TestResults:
    """Results live for hours, the status of a request for days."""

    @pytest.mark.parametrize(("path", "hours"), [("/v1/eraser", 1), (ERASE, 72)])
    def test_a_version_decides_how_long(self, api: Api, fields: dict[str, Any], path: str, hours: int) -> None:
        api.post(path, fields)
        left = Result.objects.get().expires_at - timezone.now()
        assert timedelta(hours=hours, minutes=-1) < left <= timedelta(hours=hours)

    def test_an_expired_one_is_deleted_with_its_file(self, api: Api, fields: dict[str, Any]) -> None:
        address = api.post("/v1/eraser", fields).json()["result_url"]
        assert clean()["results"] == 0
        assert api.fetch(address)
        Result.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        Request.objects.update(finished_at=timezone.now() - LONG)
        clean()
        assert api.get(address).status_code == 404
        assert stored() == []

    def test_the_status_outlives_the_result(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, fields).json()
        Result.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        clean()
        assert api.get(answer["status_url"]).json()["status"] == "COMPLETED"
        assert stored() == []
        Request.objects.update(created_at=timezone.now() - LONG)
        clean()
        assert api.get(answer["status_url"]).status_code == 404
        assert not Result.objects.exists()


def test_an_image_that_nobody_used_for_long_is_forgotten(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    Visual.objects.update(used_at=timezone.now() - LONG)
    assert clean()["visuals"] == 1
    assert api.get(f"/v1/{visual_id}/info").status_code == 404
    assert api.upload(photo).status_code == 200


def test_using_an_image_keeps_it(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    Visual.objects.update(used_at=timezone.now() - LONG)
    api.get(f"/v1/{visual_id}/info")
    assert clean()["visuals"] == 0


def test_old_counts_of_calls_are_deleted(db: None) -> None:
    RateWindow.objects.create(owner="a", route="b", began_at=timezone.now() - timedelta(hours=1))
    assert clean()["counts of calls"] == 1


def test_the_command_says_what_it_deleted(db: None) -> None:
    files.save(b"nobody's")
    age_files()
    output = io.StringIO()
    call_command("clean", stdout=output)
    assert "1 files" in output.getvalue()


@pytest.mark.usefixtures("queue")
class TestSettle:
    """A request whose task was given up or lost ends as an error."""

    @pytest.mark.parametrize(
        "lose",
        [
            lambda: DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now()),
            lambda: DBTaskResult.objects.all().delete(),
        ],
    )
    def test_it_is_an_error_with_zero_bytes(self, api: Api, fields: dict[str, Any], lose: Callable[[], Any]) -> None:
        answer = api.post(ERASE, fields).json()
        Request.objects.update(created_at=timezone.now() - timedelta(minutes=1))
        lose()
        assert cleaning.settle() == 1
        status = api.get(answer["status_url"]).json()
        assert (status["status"], status["error"]["code"]) == ("ERROR", 500)
        assert Result.objects.get().failed

    @pytest.mark.parametrize("state", ["READY", "RUNNING"])
    def test_one_that_a_worker_has_or_will_get_is_left_alone(
        self, api: Api, fields: dict[str, Any], state: str
    ) -> None:
        api.post(ERASE, fields)
        Request.objects.update(created_at=timezone.now() - LONG)
        DBTaskResult.objects.update(status=state)
        assert cleaning.settle() == 0

    def test_what_a_worker_did_for_itself_is_given_up_in_the_end(self, api: Api, fields: dict[str, Any]) -> None:
        api.post(ERASE, fields, **INLINE)
        Request.objects.update(status="IN_PROGRESS")
        assert cleaning.settle() == 0
        Request.objects.update(created_at=timezone.now() - timedelta(hours=2))
        assert cleaning.settle() == 1
