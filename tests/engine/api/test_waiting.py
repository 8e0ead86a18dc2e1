"""Synchronous calls: a worker does the work, the call waits for it, and neither for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.db import connection
from pytest_django import Settings

from engine import waiting
from engine.errors import InternalError, Unprocessable, error_from_row
from engine.models import Request
from engine.tasks import find_twin, perform_request
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import INLINE, Api

ERASE = "/v2/image/edit/erase"


@pytest.fixture
def fields(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    """What an erasure needs, v1 or v2."""
    return {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "sync": True}


@pytest.fixture
def impatient(queue: None, settings: Settings) -> None:
    """No worker, and nobody waits for one."""
    settings.SYNC_SECONDS = 0


@pytest.fixture
def crowd(settings: Settings) -> Iterator[None]:
    """As many calls wait as may."""
    settings.SYNC_CALLS = 1
    with waiting.wait_slots.take():
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("queue")
def test_a_call_waits_until_a_worker_has_done_the_work(fields: dict[str, Any]) -> None:
    worker = threading.Thread(target=perform_next)
    worker.start()
    response = Api().post("/v1/eraser", fields)
    worker.join()
    assert response.status_code == 200
    assert Request.objects.get().status == "COMPLETED"


def perform_next() -> None:
    """Do the next request that turns up, as a worker would."""
    while not Request.objects.exists():
        pass
    perform_request.call(Request.objects.get().request_id)
    connection.close()


@pytest.mark.usefixtures("impatient")
class TestWithoutWorker:
    """What is answered where nobody does the work."""

    def test_v1_gives_the_work_up_with_the_call(self, api: Api, fields: dict[str, Any]) -> None:
        assert api.post("/v1/eraser", fields).status_code == 504
        assert Request.objects.get().status == "ERROR"

    def test_v2_names_the_request_which_goes_on(self, api: Api, fields: dict[str, Any]) -> None:
        response = api.post(ERASE, fields)
        assert response.status_code == 504
        request_id = response.json()["request_id"]
        perform_request.call(request_id)
        assert api.get(f"/v2/status/{request_id}").json()["status"] == "COMPLETED"

    @pytest.mark.parametrize("path", ["info", "person/info"])
    def test_info_says_to_ask_again_and_is_there_later(self, api: Api, photo: bytes, path: str) -> None:
        address = f"/v1/{api.register(photo)}/{path}"
        response = api.get(address)
        assert (response.status_code, response.content) == (205, b"")
        assert response["Retry-After"]
        assert api.get(address).status_code == 205
        perform_request.call(Request.objects.get().request_id)
        assert api.get(address).status_code == 200

    def test_a_worker_that_asks_does_the_work_itself(self, api: Api, fields: dict[str, Any]) -> None:
        assert api.post("/v1/eraser", fields, **INLINE).status_code == 200
        assert not Request.objects.exists()


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("path", ["/v1/eraser", ERASE])
def test_where_too_many_wait_a_call_is_refused_before_anything_is_begun(
    api: Api, fields: dict[str, Any], path: str
) -> None:
    response = api.post(path, fields)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert not Request.objects.exists()


@pytest.mark.usefixtures("crowd", "queue")
def test_calls_that_do_not_wait_are_not_counted(api: Api, fields: dict[str, Any]) -> None:
    assert api.post(ERASE, {**fields, "sync": False}).status_code == 202


def test_a_seat_is_free_again_after_a_failure(api: Api, fields: dict[str, Any], settings: Settings) -> None:
    settings.SYNC_CALLS = 1
    nothing = {**fields, "mask": base64_of(png(np.full((64, 96), 255, np.uint8)))}
    assert [api.post("/v1/eraser", nothing).status_code for _ in range(2)] == [422, 422]


@pytest.mark.usefixtures("queue")
def test_what_was_given_up_stays_given_up(api: Api, fields: dict[str, Any]) -> None:
    answer = api.post(ERASE, {**fields, "sync": False}).json()
    request = Request.objects.get()
    request.give_up("The worker was lost.")
    request.complete({"file": "late.png"})
    status = api.get(answer["status_url"]).json()
    assert (status["status"], status["error"]["code"]) == ("ERROR", 500)
    assert request.result is not None
    assert request.result.file == ""


@pytest.mark.parametrize("error", [Unprocessable("Nothing to erase."), InternalError("Broken.")])
def test_an_error_survives_being_kept(error: Any) -> None:
    again = error_from_row(error.v2())
    assert (type(again), str(again)) == (type(error), str(error))


@pytest.mark.usefixtures("queue")
def test_results_that_are_the_same_are_made_once(api: Api, fields: dict[str, Any]) -> None:
    body = {**fields, "prompt": "fill from surroundings", "num_results": 3, "sync": False}
    addresses = api.post("/v1/gen_fill", body).json()["urls"]
    first, *others = Request.objects.all()
    perform_request.call(first.request_id)
    for request in others:
        Request.objects.filter(pk=request.pk).update(operation="none that could be done")
        perform_request.call(request.request_id)
    assert len({api.fetch(address) for address in addresses}) == 1
    assert len(set(addresses)) == 3


@pytest.mark.usefixtures("queue")
def test_what_another_token_asked_for_is_made_for_it(api: Api, bob: Api, fields: dict[str, Any]) -> None:
    for who in (api, bob):
        who.post(ERASE, {**fields, "sync": False})
    first, second = Request.objects.all()
    perform_request.call(first.request_id)
    assert find_twin(second) is None
