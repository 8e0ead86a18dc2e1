"""Isolated edits, v1 and v2, and the status service."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from engine.errors import InternalError
from engine.models import Request
from engine.tasks import perform_request
from harness.images import Pixels, base64_of, encode_image, pixels_of, png
from tests.engine.api.conftest import INLINE, Api
from tests.imagefiles.test_colour import SRGB

ERASE = "/v2/image/edit/erase"


@pytest.fixture
def fields(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    """What v2 erase needs."""
    return {"image": base64_of(photo), "mask": base64_of(png(box_mask))}


def result_of(api: Api, fields: dict[str, Any]) -> Pixels:
    answer = api.post(ERASE, {**fields, "sync": True}).json()
    return pixels_of(api.fetch(answer["result"]["image_url"]))


class TestEraser:
    """v1."""

    def test_it_erases_what_is_white(self, api: Api, photo: bytes, scene: Pixels, box_mask: Pixels) -> None:
        body = {"file": base64_of(photo), "mask_file": base64_of(png(box_mask))}
        result = pixels_of(api.fetch(api.post("/v1/eraser", body).json()["result_url"]))
        assert np.array_equal(result[box_mask == 0], scene[box_mask == 0])
        assert result[20:44, 30:60, 0].max() < 190

    def test_images_can_be_parts_of_a_form(self, api: Api, photo: bytes, box_mask: Pixels) -> None:
        parts = {
            "file": SimpleUploadedFile("photo.png", photo),
            "mask_file": SimpleUploadedFile("mask.png", png(box_mask)),
        }
        assert api.client.post("/v1/eraser", parts).status_code == 200

    def test_an_address_wins_over_a_file(self, api: Api, photo: bytes, box_mask: Pixels) -> None:
        body = {"file": base64_of(photo), "image_url": "http://127.0.0.1/", "mask_file": base64_of(png(box_mask))}
        assert api.post("/v1/eraser", body).status_code == 400

    @pytest.mark.usefixtures("queue")
    def test_it_answers_before_it_is_done_where_asked_to(self, api: Api, photo: bytes, box_mask: Pixels) -> None:
        body = {"file": base64_of(photo), "mask_file": base64_of(png(box_mask)), "sync": False}
        address = api.post("/v1/eraser", body).json()["result_url"]
        assert api.client.get(address, headers={"range": "bytes=0-0"}).status_code == 404
        perform_request.call(Request.objects.get().request_id)
        assert api.client.get(address, headers={"range": "bytes=0-0"}).status_code == 206

    def test_a_failure_after_the_answer_leaves_zero_bytes(self, api: Api, photo: bytes) -> None:
        body = {"file": base64_of(photo), "mask_file": base64_of(png(np.full((64, 96), 255, np.uint8))), "sync": False}
        address = api.post("/v1/eraser", body).json()["result_url"]
        perform_request.call(Request.objects.get().request_id)
        assert api.fetch(address) == b""


class TestErase:
    """v2."""

    @pytest.mark.usefixtures("queue")
    def test_it_is_asynchronous_by_default(self, api: Api, fields: dict[str, Any]) -> None:
        response = api.post(ERASE, fields)
        assert response.status_code == 202
        request_id = response.json()["request_id"]
        assert response.json() == {
            "request_id": request_id,
            "status_url": f"http://localhost/v2/status/{request_id}",
        }
        assert api.get(response.json()["status_url"]).json() == {"status": "IN_PROGRESS", "request_id": request_id}

    def test_the_status_brings_the_result(self, api: Api, fields: dict[str, Any], scene: Pixels) -> None:
        answer = api.post(ERASE, fields).json()
        perform_request.call(answer["request_id"])
        status = api.get(answer["status_url"]).json()
        assert status["status"] == "COMPLETED"
        assert pixels_of(api.fetch(status["result"]["image_url"])).shape == scene.shape

    def test_asked_by_a_worker_it_is_done_at_once(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, fields, **INLINE).json()
        assert api.get(answer["status_url"], **INLINE).json()["status"] == "COMPLETED"

    def test_a_failure_is_a_status(self, api: Api, fields: dict[str, Any]) -> None:
        everything = base64_of(png(np.full((64, 96), 255, np.uint8)))
        answer = api.post(ERASE, {**fields, "mask": everything}).json()
        response = api.get(answer["status_url"])
        assert response.status_code == 200
        assert response.json()["status"] == "ERROR"
        assert response.json()["error"]["code"] == 422

    @pytest.mark.usefixtures("queue")
    def test_the_engines_own_fault_is_an_unknown_status(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, fields).json()
        Request.objects.get().fail(InternalError("The engine failed."))
        status = api.get(answer["status_url"]).json()
        assert status["status"] == "UNKNOWN"
        assert status["error"]["code"] == 500

    @pytest.mark.usefixtures("queue")
    def test_work_that_breaks_is_not_left_in_progress(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, fields).json()
        Request.objects.update(arguments={})
        with pytest.raises(TypeError):
            perform_request.call(answer["request_id"])
        assert api.get(answer["status_url"]).json()["status"] == "UNKNOWN"

    def test_delivered_twice_it_is_done_once(self, api: Api, fields: dict[str, Any]) -> None:
        answer = api.post(ERASE, fields).json()
        Request.objects.update(arguments={})
        perform_request.call(answer["request_id"])
        assert api.get(answer["status_url"]).json()["status"] == "COMPLETED"

    def test_it_answers_with_the_result_on_request(self, api: Api, fields: dict[str, Any]) -> None:
        response = api.post(ERASE, {**fields, "sync": True})
        assert response.status_code == 200
        assert set(response.json()) == {"result", "request_id"}

    def test_a_synchronous_failure_is_the_answer(self, api: Api, fields: dict[str, Any]) -> None:
        everything = base64_of(png(np.full((64, 96), 255, np.uint8)))
        response = api.post(ERASE, {**fields, "mask": everything, "sync": True})
        assert response.status_code == 422
        assert response.json()["error"]["code"] == 422
        assert api.get(f"/v2/status/{response.json()['request_id']}").json()["status"] == "ERROR"

    def test_the_same_request_gives_the_same_bytes(self, api: Api, fields: dict[str, Any]) -> None:
        addresses = [api.post(ERASE, {**fields, "sync": True}).json()["result"]["image_url"] for _ in range(2)]
        assert api.fetch(addresses[0]) == api.fetch(addresses[1])

    def test_alpha_is_kept_and_continued_in_the_hole(
        self, api: Api, fields: dict[str, Any], scene: Pixels, box_mask: Pixels
    ) -> None:
        alpha = np.arange(96, dtype=np.uint8)[None].repeat(64, 0)
        fields["image"] = base64_of(png(np.dstack((scene, alpha))))
        result = result_of(api, fields)[..., 3]
        assert np.array_equal(result[box_mask == 0], alpha[box_mask == 0])
        assert np.abs(result.astype(int) - alpha).max() <= 4

    def test_alpha_is_dropped_on_request(self, api: Api, fields: dict[str, Any], scene: Pixels) -> None:
        fields["image"] = base64_of(png(np.dstack((scene, np.full((64, 96), 9, np.uint8)))))
        assert result_of(api, {**fields, "preserve_alpha": False}).shape == (64, 96, 3)

    def test_a_rotated_photo_comes_back_upright(self, api: Api, scene: Pixels, box_mask: Pixels) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        photo = encode_image(Image.fromarray(np.rot90(scene).copy()), "JPEG", exif=exif, quality=95)
        fields = {"image": base64_of(photo), "mask": base64_of(png(box_mask))}
        assert result_of(api, fields).shape == scene.shape

    def test_an_icc_profile_is_kept(self, api: Api, fields: dict[str, Any], scene: Pixels) -> None:
        fields["image"] = base64_of(encode_image(Image.fromarray(scene), "PNG", icc_profile=SRGB))
        answer = api.post(ERASE, {**fields, "sync": True}).json()
        assert b"iCCP" in api.fetch(answer["result"]["image_url"])

    def test_an_automatic_mask_is_grown(
        self, api: Api, fields: dict[str, Any], scene: Pixels, box_mask: Pixels
    ) -> None:
        changed = (result_of(api, {**fields, "mask_type": "automatic"}) != scene).any(axis=2)
        assert changed[box_mask == 0].any()

    @pytest.mark.parametrize("mode", ["RGB", "RGBA", "1", "P"])
    def test_masks_come_in_every_mode(
        self, api: Api, fields: dict[str, Any], scene: Pixels, box_mask: Pixels, mode: str
    ) -> None:
        fields["mask"] = base64_of(encode_image(Image.fromarray(box_mask).convert(mode), "PNG"))
        assert np.array_equal(result_of(api, fields)[box_mask == 0], scene[box_mask == 0])

    def test_a_mask_is_white_where_it_is_opaque(
        self, api: Api, fields: dict[str, Any], scene: Pixels, box_mask: Pixels
    ) -> None:
        fields["mask"] = base64_of(png(np.dstack([np.full_like(box_mask, 255)] * 3 + [box_mask])))
        assert np.array_equal(result_of(api, fields)[box_mask == 0], scene[box_mask == 0])

    def test_unknown_fields_nulls_and_empty_lists_do_no_harm(self, api: Api, fields: dict[str, Any]) -> None:
        fields |= {"version": 2, "mask_type": None, "seed": [], "preserve_alpha": None, "sync": True}
        assert api.post(ERASE, fields).status_code == 200

    @pytest.mark.parametrize("line_breaks", ["\n", "\r\n", " "])
    def test_base64_may_have_line_breaks(self, api: Api, fields: dict[str, Any], line_breaks: str) -> None:
        image = fields["image"]
        fields["image"] = image[:76] + line_breaks + image[76:]
        assert api.post(ERASE, fields).status_code == 202

    @pytest.mark.parametrize(
        ("field", "value", "status"),
        [
            ("image", None, 400),
            ("mask", None, 400),
            ("image", "no base64!", 400),
            ("image", "AAAA", 415),
            ("image", {"url": "x"}, 400),
            ("image", "https://127.0.0.1/", 400),
            ("mask", "AAAA", 415),
            ("mask_type", "painted", 400),
            ("sync", "perhaps", 400),
            ("preserve_alpha", 3, 400),
        ],
    )
    def test_what_cannot_be_read_is_told(
        self, api: Api, fields: dict[str, Any], field: str, value: object, status: int
    ) -> None:
        response = api.post(ERASE, {**fields, field: value})
        assert response.status_code == status
        assert response.json()["error"]["code"] == status
        assert response.json()["request_id"]

    def test_a_mask_of_another_aspect_ratio_cannot_be_used(self, api: Api, fields: dict[str, Any]) -> None:
        fields["mask"] = base64_of(png(np.full((96, 64), 255, np.uint8)))
        assert api.post(ERASE, fields).status_code == 422

    def test_an_empty_mask_cannot_be_used(self, api: Api, fields: dict[str, Any]) -> None:
        fields["mask"] = base64_of(png(np.full((64, 96), 127, np.uint8)))
        assert api.post(ERASE, fields).status_code == 422


class TestStatus:
    """``GET /v2/status``."""

    def test_an_unknown_request_is_not_found(self, api: Api) -> None:
        response = api.get("/v2/status/nothing")
        assert response.status_code == 404
        assert response.json() == {"status": "NOT_FOUND"}

    def test_somebody_elses_request_is_not_found(self, api: Api, bob: Api, fields: dict[str, Any]) -> None:
        address = bob.post(ERASE, fields).json()["status_url"]
        assert api.get(address).status_code == 404
