"""All masks of a picture one by one, its objects, and its background."""

from __future__ import annotations

import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of
from tests.engine.api.conftest import Api, members

ALL = "/v2/image/segment/all_masks"


def test_each_mask_is_a_picture_of_its_own(api: Api, photo: bytes, scene: Pixels) -> None:
    masks = api.post(ALL, {"image": base64_of(photo), "sync": True}).json()["result"]["masks"]
    assert [mask["id"] for mask in masks] == list(range(1, len(masks) + 1))
    confidences = [mask["confidence"] for mask in masks]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    for mask in masks:
        pixels = pixels_of(api.fetch(mask["image_url"]))
        assert pixels.shape == scene.shape[:2]
        assert np.unique(pixels).tolist() in ([0, 255], [255])
        assert np.count_nonzero(pixels) == mask["area"]


def test_they_are_the_masks_of_the_generator(api: Api, photo: bytes) -> None:
    masks = api.post(ALL, {"image": base64_of(photo), "sync": True}).json()["result"]["masks"]
    visual_id = api.register(photo)
    zipped = members(api.fetch(api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"]))
    for mask in masks:
        assert np.array_equal(pixels_of(api.fetch(mask["image_url"])), zipped[f"{visual_id}_{mask['mask_id']}.png"])


def test_it_is_asynchronous_by_default(api: Api, photo: bytes) -> None:
    response = api.post(ALL, {"image": base64_of(photo)})
    assert response.status_code == 202
    status = api.get(response.json()["status_url"]).json()
    assert set(status["result"]) == {"masks"}
    assert set(status["result"]["masks"][0]) == {"id", "mask_id", "area", "confidence", "image_url"}


def test_a_mask_can_be_erased_by_its_address(api: Api, photo: bytes, scene: Pixels) -> None:
    masks = api.post(ALL, {"image": base64_of(photo), "sync": True}).json()["result"]["masks"]
    smallest = min(masks, key=lambda mask: mask["area"])
    answer = api.post(
        "/v2/image/edit/erase", {"image": base64_of(photo), "mask": smallest["image_url"], "sync": True}
    ).json()
    inside = pixels_of(api.fetch(smallest["image_url"])) == 255
    result = pixels_of(api.fetch(answer["result"]["image_url"]))
    assert np.array_equal(result[~inside], scene[~inside])


def test_objects_are_the_regions(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    zipped = members(api.fetch(api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"]))
    objects = api.get(f"/v1/{visual_id}/objects/info").json()
    assert len(objects) == len(zipped) - 1
    for found in objects:
        mask = zipped[f"{visual_id}_{found['mask_id']}.png"] == 255
        rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
        rect = {"x": columns[0], "y": rows[0], "w": np.ptp(columns) + 1, "h": np.ptp(rows) + 1}
        assert found["rect"] == rect
        assert found["area"] == np.count_nonzero(mask)


@pytest.mark.parametrize("name", ["id", "mask_id"])
def test_an_object_can_be_removed_by_what_its_info_says(api: Api, photo: bytes, name: str) -> None:
    visual_id = api.register(photo)
    smallest = min(api.get(f"/v1/{visual_id}/objects/info").json(), key=lambda found: found["area"])
    changes = [{name: smallest[name], "actions": {"remove": True}}]
    assert api.post(f"/v1/{visual_id}/objects/remove", {"changes": changes}).status_code == 200


def test_the_background_tells_what_can_be_done_with_it(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    assert set(api.get(f"/v1/{visual_id}/background/info").json()["actions"]) == {"remove", "blur", "replace"}
    assert api.get("/v1/0000000000000000/background/info").status_code == 404
    assert api.get("/v1/0000000000000000/objects/info").status_code == 404
