"""Cutting a subject out: hints, previews, forms, v1's own answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from engine.operations import remove_background
from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api, result_of

REMOVE = "/v2/image/edit/remove_background"
V1_REMOVE = "/v1/background/remove"


def overlap(alpha: Pixels, wanted: Pixels) -> float:
    found = alpha > 127
    return float((found & wanted).sum() / (found | wanted).sum())


def test_the_subject_stays(api: Api, still_fields: dict[str, Any], ball: Pixels) -> None:
    assert overlap(result_of(api, REMOVE, still_fields)[..., 3], ball) > 0.95


@pytest.mark.parametrize(
    ("alpha", "preserve", "most"), [(100, True, 100), (100, False, 255)], ids=["preserved", "dropped"]
)
def test_transparency_of_the_image_is_kept_on_request(
    api: Api, still_fields: dict[str, Any], still: Pixels, alpha: int, preserve: bool, most: int
) -> None:
    image = base64_of(png(np.dstack((still, np.full(still.shape[:2], alpha, np.uint8)))))
    result = result_of(api, REMOVE, {**still_fields, "image": image, "preserve_alpha": preserve})
    assert result[..., 3].max() == most


def test_strokes_decide_what_the_subject_is(api: Api, still_fields: dict[str, Any], ball: Pixels) -> None:
    keep, remove = np.zeros_like(ball), np.zeros_like(ball)
    keep[15:25, 20:220], remove[105:115, 80:160] = True, True
    strokes = {"keep": base64_of(png(keep)), "remove": base64_of(png(remove))}
    alpha = result_of(api, REMOVE, {**still_fields, **strokes})[..., 3]
    assert alpha[20, 120] > 200
    assert alpha[110, 120] < 50


@pytest.mark.parametrize("registered", [True, False])
def test_regions_can_be_named_as_the_subject(
    api: Api, still_fields: dict[str, Any], still: Pixels, ball: Pixels, registered: bool
) -> None:
    visual_id = api.register(png(still))
    if registered:
        api.get(f"/v1/{visual_id}/objects/mask_generator")
    wall = max(api.get(f"/v1/{visual_id}/objects/info").json(), key=lambda found: found["area"])
    alpha = result_of(api, REMOVE, {**still_fields, "mask_ids": [wall["mask_id"]]})[..., 3]
    assert overlap(alpha, ~ball) > 0.9


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"mask_ids": [254]}, 400),
        ({"mask_ids": [0]}, 400),
        ({"mask_ids": "all"}, 400),
        ({"mask_ids": [], "keep": None}, 200),
        ({"keep": "AAAA"}, 415),
        ({"keep": base64_of(png(np.zeros((220, 240), np.uint8)))}, 422),
        ({"remove": base64_of(png(np.full((99, 300), 255, np.uint8)))}, 422),
    ],
)
def test_hints_that_cannot_be_used_are_told(
    api: Api, still_fields: dict[str, Any], given: dict[str, Any], status: int
) -> None:
    assert api.post(REMOVE, {**still_fields, **given}).status_code == status


@pytest.mark.parametrize(("preview", "shape"), [(520, (477, 520, 4)), (8192, (1100, 1200, 4)), (None, (1100, 1200, 4))])
def test_a_preview_is_the_same_cut_out_at_a_smaller_size(
    api: Api, still_fields: dict[str, Any], still: Pixels, preview: int | None, shape: tuple[int, ...]
) -> None:
    large = {**still_fields, "image": base64_of(png(still.repeat(5, 0).repeat(5, 1)))}
    found = result_of(api, REMOVE, {**large, "preview": preview})
    whole = result_of(api, REMOVE, large)[..., 3]
    assert found.shape == shape
    assert overlap(found[..., 3], np.asarray(Image.fromarray(whole).resize((shape[1], shape[0]))) > 127) > 0.98


def test_a_preview_is_only_alpha(api: Api, still_fields: dict[str, Any]) -> None:
    assert not result_of(api, REMOVE, {**still_fields, "preview": 512})[..., :3].any()


@pytest.mark.parametrize(("preserve", "most"), [(True, 128), (False, 255)])
def test_a_preview_keeps_transparency_on_request(
    api: Api, still_fields: dict[str, Any], still: Pixels, preserve: bool, most: int
) -> None:
    image = base64_of(png(np.dstack((still, np.full(still.shape[:2], 128, np.uint8)))))
    result = result_of(api, REMOVE, {**still_fields, "image": image, "preserve_alpha": preserve, "preview": 512})
    assert result[..., 3].max() == most


def test_hints_fit_a_preview(api: Api, still_fields: dict[str, Any], still: Pixels, ball: Pixels) -> None:
    large = png(still.repeat(5, 0).repeat(5, 1))
    visual_id = api.register(large)
    wall = max(api.get(f"/v1/{visual_id}/objects/info").json(), key=lambda found: found["area"])
    hints = {"mask_ids": [wall["mask_id"]], "remove": base64_of(png(ball))}  # strokes are drawn at any size
    alpha = result_of(api, REMOVE, {**still_fields, **hints, "image": base64_of(large), "preview": 600})[..., 3]
    assert overlap(alpha, np.asarray(Image.fromarray(~ball).resize((600, 550)))) > 0.95


@pytest.mark.parametrize("preview", [0, 511, 8193, "small"])
def test_other_sizes_of_previews_are_refused(api: Api, still_fields: dict[str, Any], preview: object) -> None:
    assert api.post(REMOVE, {**still_fields, "preview": preview}).status_code == 400


def test_what_is_remembered_of_an_image_does_not_change_results(
    api: Api, still_fields: dict[str, Any], still: Pixels, ball: Pixels
) -> None:
    wall = np.zeros_like(ball)
    wall[15:25, 20:220] = True
    stroke = {**still_fields, "keep": base64_of(png(wall)), "remove": base64_of(png(ball))}
    results = [result_of(api, REMOVE, sent) for sent in (stroke, still_fields, stroke)]
    alone = remove_background.cut_out(still, remove_background.alpha(still, remove_background.Hints(wall, ball)))
    alone[alone[..., 3] == 0] = 0
    assert np.array_equal(results[0], alone) and np.array_equal(results[2], alone)


def test_a_picture_without_a_subject_says_so(api: Api) -> None:
    flat = base64_of(png(np.full((100, 100, 3), 90, np.uint8)))
    response = api.post(REMOVE, {"image": flat, "sync": True})
    assert response.status_code == 422
    assert "subject" in response.json()["error"]["details"]


def test_v1_takes_a_part_of_a_form(api: Api, still: Pixels) -> None:
    response = api.client.post(V1_REMOVE, {"file": SimpleUploadedFile("a.png", png(still))})
    assert pixels_of(api.fetch(response.json()["result_url"])).shape == (220, 240, 4)


def test_v1_takes_a_short_form(api: Api) -> None:
    response = api.client.post(V1_REMOVE, "image_url=https://127.0.0.1/", "application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "address" in response.json()["message"].lower()


def test_v1_tells_a_form_without_the_part_from_one_without_a_file(api: Api) -> None:
    assert api.client.post(V1_REMOVE, {"other": "x"}).status_code == 400
    assert api.client.post(V1_REMOVE, {"file": ""}).status_code == 206
    assert api.client.post(V1_REMOVE, {"file": SimpleUploadedFile("a.png", b"")}).status_code == 206
    assert api.post(V1_REMOVE, {}).status_code == 400
    assert api.post(V1_REMOVE, {"image_url": ""}).json()["code"] == 206


def test_v2_has_one_answer_to_a_missing_image(api: Api) -> None:
    assert api.post(REMOVE, {"image": ""}).status_code == 400
