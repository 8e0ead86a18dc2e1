"""What a call tells whoever asked from within the process, who may stop it on the way."""

from __future__ import annotations

import pytest

from bria.environ import PROGRESS
from engine import progress
from engine.errors import Abandoned
from engine.models import Request, Session
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import INLINE, Api

ERASE = "/v2/image/edit/erase"


class Listener:
    """Keeps what it is told; stops the work once it has heard ``patience`` times."""

    def __init__(self, patience: int = 1000) -> None:
        self.shares: list[float | None] = []
        self.patience = patience

    def __call__(self, share: float | None) -> None:
        self.shares.append(share)
        if len(self.shares) >= self.patience:
            raise LookupError("Cancelled")


def test_a_listener_hears_how_far_an_erasure_is(api: Api, photo: bytes, box_mask: Pixels) -> None:
    listener = Listener()
    fields = {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "sync": True}
    assert api.post(ERASE, fields, **INLINE, **{PROGRESS: listener}).status_code == 200
    told = [share for share in listener.shares if share is not None]
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_a_stopped_request_does_not_stay_in_progress(api: Api, photo: bytes, box_mask: Pixels) -> None:
    fields = {"image": base64_of(photo), "mask": base64_of(png(box_mask))}
    listener = Listener(patience=2)
    request_id = api.post(ERASE, fields, **INLINE, **{PROGRESS: listener}).json()["request_id"]
    request = Request.objects.select_related("result").get(pk=request_id)
    assert request.is_finished
    assert request.outcome is None
    assert request.result is not None
    assert (request.result.failed, request.result.file) == (True, "")
    assert len(listener.shares) == 2


def test_nothing_is_kept_of_a_stopped_v1_edit(api: Api, photo: bytes) -> None:
    visual_id = api.upload(photo, **INLINE).json()["visual_id"]
    api.get(f"/v1/{visual_id}/objects/mask_generator", **INLINE)
    listener = Listener(patience=2)
    change = {"mask_id": 1, "mask_source": "generated", "actions": {"remove": True}}
    environ = {**INLINE, PROGRESS: listener}
    response = api.post(f"/v1/{visual_id}/objects/remove", {"changes": [change]}, **environ)
    assert response.status_code == 204
    assert not Session.objects.exists()


def test_only_those_who_listen_can_stop_the_work() -> None:
    with progress.listening(Listener(patience=1)), pytest.raises(Abandoned):
        progress.check()
    progress.check()
