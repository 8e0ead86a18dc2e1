"""Masks of objects, and taking objects away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api, members

RED = np.array([200, 30, 30])


@pytest.fixture
def visual_id(api: Api, photo: bytes) -> str:
    return api.register(photo)


@pytest.fixture
def red_ids(api: Api, visual_id: str, scene: Pixels) -> list[int]:
    """The masks that make up the red box."""
    labels = masks_of(api, visual_id)[f"{visual_id}_panoptic.png"]
    red = (scene == RED).all(axis=2)
    return [int(mask_id) for mask_id in np.unique(labels) if red[labels == mask_id].mean() > 0.5]


def masks_of(api: Api, visual_id: str) -> dict[str, Pixels]:
    address = api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"]
    return members(api.fetch(address))


def data_uri(mask: Pixels) -> str:
    return f"data:image/png;base64,{base64_of(png(mask))}"


def manual(mask: Pixels) -> dict[str, Any]:
    return {"mask_url": data_uri(mask), "mask_source": "manual", "actions": {"remove": True}}


def generated(mask_id: object) -> dict[str, Any]:
    return {"mask_id": mask_id, "mask_source": "generated", "actions": {"remove": True}}


class TestMasks:
    """``objects/mask_generator``."""

    def test_the_zip_is_flat_and_named_by_the_visual(self, api: Api, visual_id: str) -> None:
        address = api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"]
        names = list(members(api.fetch(address)))
        assert f"/{visual_id}.zip?" in address
        count = len(names) - 1
        assert names == [f"{visual_id}_{name}.png" for name in ["panoptic", *range(1, count + 1)]]

    def test_masks_are_black_and_white_and_agree_with_the_map(self, api: Api, visual_id: str, scene: Pixels) -> None:
        files = masks_of(api, visual_id)
        labels = files.pop(f"{visual_id}_panoptic.png")
        assert labels.dtype == np.uint8 and labels.shape == scene.shape[:2]
        for number, mask in enumerate(files.values(), start=1):
            assert np.array_equal(mask, np.where(labels == number, 255, 0))

    def test_regions_follow_the_object(self, api: Api, visual_id: str, red_ids: list[int], scene: Pixels) -> None:
        inside = np.isin(masks_of(api, visual_id)[f"{visual_id}_panoptic.png"], red_ids)
        red = (scene == RED).all(axis=2)
        assert (inside & red).sum() / (inside | red).sum() > 0.9

    def test_they_can_be_asked_for_by_post(self, api: Api, visual_id: str) -> None:
        assert api.post(f"/v1/{visual_id}/objects/mask_generator").status_code == 200

    def test_the_same_image_gives_the_same_bytes(self, api: Api, bob: Api, visual_id: str, photo: bytes) -> None:
        bob.register(photo)
        archives = [
            asker.fetch(asker.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"])
            for asker in (api, bob)
        ]
        assert archives[0] == archives[1]

    @pytest.mark.parametrize("field", ["file", "image_file"])
    def test_an_unregistered_image_has_the_same_masks(self, api: Api, visual_id: str, photo: bytes, field: str) -> None:
        address = api.post("/v1/objects/mask_generator", {field: base64_of(photo)}).json()["objects_masks"]
        assert members(api.fetch(address)).keys() == masks_of(api, visual_id).keys()

    def test_an_image_is_wanted(self, api: Api) -> None:
        assert api.post("/v1/objects/mask_generator", {"image_url": None}).status_code == 400

    def test_broken_base64_is_a_bad_request(self, api: Api) -> None:
        assert api.post("/v1/objects/mask_generator", {"file": "A"}).status_code == 400

    def test_bytes_that_are_no_image_are_an_unsupported_media_type(self, api: Api) -> None:
        assert api.post("/v1/objects/mask_generator", {"file": "AAAA"}).status_code == 415


class TestRemove:
    """``objects/remove``."""

    @pytest.mark.parametrize("spelled", [int, str, lambda mask_id: [mask_id]])
    def test_generated_masks_are_erased(
        self, api: Api, visual_id: str, red_ids: list[int], scene: Pixels, spelled: Any
    ) -> None:
        body = {"changes": [generated(spelled(mask_id)) for mask_id in red_ids]}
        answer = api.post(f"/v1/{visual_id}/objects/remove", body).json()
        result = pixels_of(api.fetch(answer["image_res"]))
        assert result.shape == scene.shape
        assert np.abs(result[24:40, 34:56].astype(int) - RED).sum(axis=2).min() > 60
        assert np.array_equal(result[:10], scene[:10])

    def test_a_mask_named_outside_of_changes_counts(self, api: Api, visual_id: str, red_ids: list[int]) -> None:
        body = {"mask_id": red_ids, "mask_source": "generated"}
        assert api.post(f"/v1/{visual_id}/objects/remove", body).status_code == 200

    def test_several_masks_go_at_once(self, api: Api, visual_id: str, red_ids: list[int], scene: Pixels) -> None:
        corner = np.zeros(scene.shape[:2], np.uint8)
        corner[50:60, 70:80] = 255
        body = {"changes": [*map(generated, red_ids), manual(corner)], "desired_resolution": "original"}
        answer = api.post(f"/v1/{visual_id}/objects/remove", body).json()
        changed = (pixels_of(api.fetch(answer["image_res"])) != scene).any(axis=2)
        assert changed[32, 45]
        assert changed[50:60, 70:80].any()

    def test_pixels_outside_a_manual_mask_stay(self, api: Api, visual_id: str, scene: Pixels, box_mask: Pixels) -> None:
        answer = api.post(f"/v1/{visual_id}/objects/remove", {"changes": [manual(box_mask)]}).json()
        result = pixels_of(api.fetch(answer["image_res"]))
        assert np.array_equal(result[box_mask == 0], scene[box_mask == 0])

    def test_a_mask_of_another_size_is_scaled(self, api: Api, visual_id: str, box_mask: Pixels) -> None:
        body = {"changes": [manual(box_mask[::2, ::2])]}
        assert api.post(f"/v1/{visual_id}/objects/remove", body).status_code == 200

    @pytest.mark.parametrize("mask", [np.full((64, 64), 255, np.uint8), np.zeros((64, 96), np.uint8)])
    def test_a_mask_of_another_shape_or_without_white_cannot_be_used(
        self, api: Api, visual_id: str, mask: Pixels
    ) -> None:
        assert api.post(f"/v1/{visual_id}/objects/remove", {"changes": [manual(mask)]}).status_code == 422

    def test_a_mask_that_leaves_nothing_cannot_be_used(self, api: Api, visual_id: str) -> None:
        body = {"changes": [manual(np.full((64, 96), 255, np.uint8))]}
        assert api.post(f"/v1/{visual_id}/objects/remove", body).status_code == 506

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"changes": []},
            {"changes": [None]},
            {"changes": "all"},
            {"changes": [{"actions": {"remove": True}}]},
            {"changes": [{"mask_id": "one"}]},
            {"changes": [{"mask_id": True}]},
            {"changes": [{"mask_id": 1.5}]},
            {"changes": [{"mask_id": {"id": 1}}]},
            {"changes": [{"mask_id": 0}]},
            {"changes": [{"mask_id": -1}]},
            {"changes": [{"mask_id": 255}]},
            {"changes": [{"mask_id": 10**30}]},
            {"changes": [{"mask_url": 5}]},
            {"changes": [{"mask_url": "data:,"}, {"mask_url": "data:"}]},
            {"changes": [{"mask_id": 1, "actions": {"remove": False}}]},
            {"changes": [{"mask_id": 1}], "desired_resolution": "huge"},
            {"changes": [{"mask_id": 1}], "sid": 7},
        ],
    )
    def test_what_cannot_be_read_is_a_bad_request(self, api: Api, visual_id: str, body: Any) -> None:
        assert api.post(f"/v1/{visual_id}/objects/remove", body).status_code in (400, 415)

    def test_a_private_mask_address_is_a_bad_request(self, api: Api, visual_id: str) -> None:
        body = {"changes": [{"mask_url": "http://127.0.0.1:1/mask.png"}]}
        assert api.post(f"/v1/{visual_id}/objects/remove", body).status_code == 400

    def test_the_result_can_be_asked_for_in_a_screens_size(self, api: Api, visual_id: str, box_mask: Pixels) -> None:
        path = f"/v1/{visual_id}/objects/remove?desired_resolution=nhd&original_quality=true"
        answer = api.post(path, {"changes": [manual(box_mask)], "enhance": True}).json()
        assert pixels_of(api.fetch(answer["image_res"])).shape == (360, 540, 3)


class TestSid:
    """Edits upon edits."""

    def test_an_edit_starts_from_the_state_it_names(
        self, api: Api, visual_id: str, red_ids: list[int], scene: Pixels, box_mask: Pixels
    ) -> None:
        path = f"/v1/{visual_id}/objects/remove"
        corner = np.zeros(scene.shape[:2], np.uint8)
        corner[50:60, 70:80] = 255
        first = api.post(path, {"changes": [generated(red_ids)]}).json()
        second = api.post(path, {"changes": [manual(corner)], "sid": first["sid"]}).json()
        results = [pixels_of(api.fetch(answer["image_res"])) for answer in (first, second)]
        assert np.array_equal(results[0][corner == 0], results[1][corner == 0])

    def test_a_sid_looks_like_brias(self, api: Api, visual_id: str, red_ids: list[int]) -> None:
        sid = api.post(f"/v1/{visual_id}/objects/remove", {"changes": [generated(red_ids)]}).json()["sid"]
        assert sid.endswith(".JPEG") and len(sid) == 41

    def test_a_sid_is_taken_from_the_query(self, api: Api, visual_id: str, red_ids: list[int]) -> None:
        response = api.post(f"/v1/{visual_id}/objects/remove?sid=gone", {"changes": [generated(red_ids)]})
        assert response.status_code == 404

    @pytest.mark.parametrize("sid", ["gone.JPEG", "ü"])
    def test_an_unknown_sid_is_not_found(self, api: Api, visual_id: str, sid: str) -> None:
        body = {"changes": [generated(1)], "sid": sid}
        assert api.post(f"/v1/{visual_id}/objects/remove", body).status_code == 404

    def test_the_sid_of_another_visual_is_not_found(
        self, api: Api, visual_id: str, red_ids: list[int], scene: Pixels
    ) -> None:
        sid = api.post(f"/v1/{visual_id}/objects/remove", {"changes": [generated(red_ids)]}).json()["sid"]
        other = api.register(png(scene[::-1].copy()))
        response = api.post(f"/v1/{other}/objects/remove", {"changes": [generated(1)], "sid": sid})
        assert response.status_code == 404

    def test_a_mask_that_is_gone_cannot_go_again(self, api: Api, visual_id: str, red_ids: list[int]) -> None:
        path = f"/v1/{visual_id}/objects/remove"
        sid = api.post(path, {"changes": [generated(red_ids)]}).json()["sid"]
        assert api.post(path, {"changes": [generated(red_ids)], "sid": sid}).status_code == 400
