"""What there is to do, by name: each operation has a module of its slug, and names of earlier versions are known."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.module_loading import import_string

from engine.dispatch import FORMER_NAMES, OPERATIONS
from engine.edits.registry import EDITS
from engine.models import Request
from engine.tasks import perform_request
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import Api


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_can_be_run(operation: str) -> None:
    assert callable(import_string(OPERATIONS[operation]))


def test_every_edit_is_an_operation_by_its_slug() -> None:
    assert {edit.slug for edit in EDITS} <= set(OPERATIONS)
    assert {edit.read.__module__ for edit in EDITS} == {f"engine.edits.{edit.slug}" for edit in EDITS}


def test_former_names_lead_to_operations() -> None:
    assert set(FORMER_NAMES.values()) <= set(OPERATIONS)
    assert not set(FORMER_NAMES) & set(OPERATIONS)


@pytest.mark.usefixtures("queue")
def test_a_request_queued_under_a_former_name_is_done(api: Api, photo: bytes, box_mask: Pixels) -> None:
    fields: dict[str, Any] = {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "prompt": "red"}
    request_id = api.post("/v2/image/edit/gen_fill", fields).json()["request_id"]
    Request.objects.filter(pk=request_id).update(operation="fill")
    perform_request.call(request_id)
    assert api.get(f"/v2/status/{request_id}").json()["status"] == "COMPLETED"
