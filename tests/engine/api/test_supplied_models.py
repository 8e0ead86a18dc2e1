"""Models that a person supplies: the API answers with them, and with the engine's own methods where there are none."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone
from pytest_django import Settings

from engine.models import Request
from engine.tasks import perform_request
from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine import onnx_graphs
from tests.engine.api.conftest import Api, members

GREY = 64  # what the model for inpainting fills with: 0.25
V2 = "/v2/image/edit"


@pytest.fixture(autouse=True)
def models(settings: Settings, tmp_path: Path) -> Path:
    """The folder of the models: empty."""
    settings.STUDIO_MODELS = tmp_path
    return tmp_path


def result_of(api: Api, path: str, **fields: object) -> Pixels:
    answer = api.post(path, {**fields, "sync": True}).json()
    return pixels_of(api.fetch(answer["result"]["image_url"]))


def hole_of(api: Api, photo: bytes, mask: Pixels) -> Pixels:
    return result_of(api, f"{V2}/erase", image=base64_of(photo), mask=base64_of(png(mask)))[mask > 0]


def masks_in(api: Api, photo: bytes) -> int:
    visual_id = api.register(photo)
    return len(members(api.fetch(api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"])))


def test_erasing_uses_the_model_where_there_is_one(api: Api, models: Path, photo: bytes, box_mask: Pixels) -> None:
    assert np.median(hole_of(api, photo, box_mask)) != GREY
    onnx_graphs.describe(models, "inpaint", onnx_graphs.INPAINT)
    assert np.median(hole_of(api, photo, box_mask)) == GREY


@pytest.mark.usefixtures("queue")
def test_work_done_before_there_was_a_model_is_not_taken_for_the_models(
    api: Api, models: Path, photo: bytes, box_mask: Pixels
) -> None:
    fields = {"image": base64_of(photo), "mask": base64_of(png(box_mask))}
    first = api.post(f"{V2}/erase", fields).json()
    perform_request.call(first["request_id"])
    onnx_graphs.describe(models, "inpaint", onnx_graphs.INPAINT)
    second = api.post(f"{V2}/erase", fields).json()
    # A clock that was set back makes the second look older than the first.
    Request.objects.filter(pk=second["request_id"]).update(created_at=timezone.now() - timedelta(hours=1))
    perform_request.call(second["request_id"])
    result = api.get(second["status_url"]).json()["result"]
    assert np.median(pixels_of(api.fetch(result["image_url"]))[box_mask > 0]) == GREY


def test_filling_from_the_surroundings_uses_it_too(api: Api, models: Path, photo: bytes, box_mask: Pixels) -> None:
    onnx_graphs.describe(models, "inpaint", onnx_graphs.INPAINT)
    fields = {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "prompt": "fill"}
    assert np.median(result_of(api, f"{V2}/gen_fill", **fields)[box_mask > 0]) == GREY


def test_masks_come_from_the_model(api: Api, models: Path) -> None:
    halves = np.zeros((64, 64, 3), np.uint8)
    halves[:, :32, 0] = halves[:, 32:, 2] = 255
    assert masks_in(api, png(halves)) != 1 + 2
    onnx_graphs.describe(models, "segment", onnx_graphs.SEGMENT)
    assert masks_in(api, png(halves[:, ::-1])) == 1 + 2


def test_the_subject_comes_from_the_model_unless_a_stroke_says_otherwise(api: Api, models: Path, photo: bytes) -> None:
    onnx_graphs.describe(models, "matte", onnx_graphs.MATTE)
    alpha = result_of(api, f"{V2}/remove_background", image=base64_of(photo))[..., 3]
    assert np.abs(alpha[5:15, 5:15].astype(int) - 128).max() < 12
    keep = np.zeros((64, 96), np.uint8)
    keep[25:40, 35:55] = 255
    told = result_of(api, f"{V2}/remove_background", image=base64_of(photo), keep=base64_of(png(keep)))[..., 3]
    assert (told[5:15, 5:15] == 0).all()


def test_people_are_where_the_model_sees_faces(api: Api, models: Path, photo: bytes) -> None:
    assert api.get(f"/v1/{api.register(photo)}/person/info").json() == []
    onnx_graphs.describe(models, "faces", onnx_graphs.FACES, decode="rows")
    other = png(pixels_of(photo)[:, ::-1])
    assert len(api.get(f"/v1/{api.register(other)}/person/info").json()) == 1
