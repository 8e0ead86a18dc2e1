"""Extensions of the API about objects: their parts, and the thing inside an area. Asked of the installed weights."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from harness.images import base64_of, pixels_of, png
from tests.engine.api.conftest import Api

SEGMENT = "/v2/image/segment/object"


def grey_of(content: bytes) -> NDArray[np.uint16]:
    return np.asarray(Image.open(io.BytesIO(content))).astype(np.uint16)


@pytest.fixture
def coffee(api: Api) -> str:
    return api.register(png(data.coffee()))


def parts_of(api: Api, visual_id: str, query: str = "") -> tuple[dict[str, Any], NDArray[np.uint16]]:
    answer = api.get(f"/v1/{visual_id}/objects/parts{query}").json()
    return answer, grey_of(api.fetch(answer["parts_url"]))


def panoptic_of(api: Api, visual_id: str) -> NDArray[np.uint16]:
    address = api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"]
    with zipfile.ZipFile(io.BytesIO(api.fetch(address))) as archive:
        return grey_of(archive.read(f"{visual_id}_panoptic.png"))


def test_quick_regions_come_without_objects(api: Api, coffee: str) -> None:
    answer, parts = parts_of(api, coffee, "?objects=0")
    assert (answer["is_complete"], answer["objects"]) == (False, [])
    assert 1 <= parts.min() <= parts.max() <= 255


def test_every_part_is_of_one_mask(api: Api, coffee: str, installed_weights: Path) -> None:
    answer, parts = parts_of(api, coffee)
    masks = panoptic_of(api, coffee)
    assert answer["is_complete"]
    assert parts.shape == masks.shape == (400, 600)
    assert parts.min() > 1000
    for thing in answer["objects"]:
        assert set(masks[np.isin(parts, thing["parts"])].tolist()) == {thing["mask_id"]}
    listed = [part for thing in answer["objects"] for part in thing["parts"]]
    assert sorted(listed) == sorted(set(parts.ravel().tolist()))
    cup = next(thing for thing in answer["objects"] if thing["mask_id"] == masks[203, 278])
    assert cup["score"] > 0.8
    assert len(cup["parts"]) > 3


def test_without_weights_each_mask_is_one_part(api: Api, coffee: str) -> None:
    answer, _ = parts_of(api, coffee)
    assert all(len(thing["parts"]) == 1 and thing["score"] is None for thing in answer["objects"])


def test_objects_come_first_with_their_scores(api: Api, coffee: str, installed_weights: Path) -> None:
    things = api.get(f"/v1/{coffee}/objects/info").json()
    scores = [thing["score"] for thing in things]
    assert scores[0] > 0.8
    assert scores[-1] is None
    assert things[0]["rect"]["w"] > 300


def test_a_part_can_be_removed(api: Api, coffee: str, installed_weights: Path) -> None:
    _, parts = parts_of(api, coffee)
    spoon = int(parts[268, 360])
    removed = api.post(f"/v1/{coffee}/objects/remove", {"changes": [{"mask_id": spoon}]})
    assert removed.status_code == 200
    changed = (pixels_of(api.fetch(removed.json()["image_res"])) != data.coffee()).any(axis=-1)
    assert changed[parts == spoon].mean() > 0.5
    assert not changed[:50].any()


def two_things_on_grass() -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Two red things of brick close beside each other, and where the right one is without its soft edge."""
    grass, brick = (cv2.resize(np.asarray(plate), (480, 360)) for plate in (data.grass(), data.brick()))
    discs = [np.zeros((360, 480), np.float32) for _ in range(2)]
    for disc, column in zip(discs, (182, 298), strict=True):
        cv2.circle(disc, (column, 180), 55, 1.0, cv2.FILLED)
    alpha = np.add(*(cv2.GaussianBlur(disc, (0, 0), 3.0) for disc in discs))[..., None]
    thing = (brick[..., None] / 255 + 1) / 2 * np.array((255, 40, 200))
    ground = cv2.cvtColor(grass // 2 + 60, cv2.COLOR_GRAY2RGB)
    return np.rint(ground * (1 - alpha) + thing * alpha).astype(np.uint8), discs[1] > 0


def test_nothing_is_copied_from_another_object_whose_masks_are_known(api: Api, installed_weights: Path) -> None:
    picture, hole = two_things_on_grass()
    fields = {"image": base64_of(png(picture)), "mask": base64_of(png(hole)), "sync": True}

    def copied() -> float:
        result = api.post("/v2/image/edit/erase", fields).json()["result"]
        filled = pixels_of(api.fetch(result["image_url"])).astype(int)[hole]
        return float((filled[:, 0] - filled[:, 1] > 50).mean())

    assert copied() > 0.1  # of an image that was not registered nothing is known
    api.get(f"/v1/{api.register(png(picture))}/objects/mask_generator")
    assert copied() < 0.01


@pytest.mark.parametrize("number", [256, 1000, 1256])
def test_numbers_that_are_never_ids_are_refused_at_once(api: Api, number: int) -> None:
    fields = {"image": base64_of(png(data.coffee())), "mask_ids": [number]}
    assert api.post("/v2/image/edit/remove_background", fields).status_code == 400


def test_a_part_that_is_not_there_is_told(api: Api, coffee: str) -> None:
    for number in (0, 256, 1001 + 254, 10**9):
        assert api.post(f"/v1/{coffee}/objects/remove", {"changes": [{"mask_id": number}]}).status_code == 400


def test_the_thing_in_a_box_is_found(api: Api, installed_weights: Path) -> None:
    fields = {"image": base64_of(png(data.coffee())), "box": [320, 220, 90, 110], "sync": True}
    result = api.post(SEGMENT, fields).json()["result"]
    mask = grey_of(api.fetch(result["mask_url"])) > 0
    assert mask[268, 362]
    assert not mask[:, :300].any()
    assert 0.5 < result["score"] <= 1


def test_the_thing_in_an_area_is_found(api: Api, installed_weights: Path) -> None:
    area = np.zeros((400, 600), bool)
    area[5:395, 40:520] = True
    fields = {"image": base64_of(png(data.coffee())), "mask": base64_of(png(area)), "sync": True}
    mask = grey_of(api.fetch(api.post(SEGMENT, fields).json()["result"]["mask_url"])) > 0
    assert mask[203, 278]
    assert 0.4 < mask.mean() < 0.55


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 400),
        ({"box": [1, 2, 3]}, 400),
        ({"box": "left"}, 400),
        ({"box": [-1, 0, 10, 10]}, 400),
        ({"box": [5000, 5000, 10, 10]}, 422),
        ({"box": [0, 0, 0, 0]}, 422),
        ({"box": [0, 0, 40, 40]}, 422),
        ({"mask": "AAAA"}, 415),
    ],
)
def test_areas_that_cannot_be_used_are_told(
    api: Api, installed_weights: Path, given: dict[str, Any], status: int
) -> None:
    fields = {"image": base64_of(png(data.coffee())), "sync": True, **given}
    assert api.post(SEGMENT, fields).status_code == status


def test_without_weights_nothing_can_be_circled(api: Api) -> None:
    fields = {"image": base64_of(png(data.coffee())), "box": [320, 220, 90, 110], "sync": True}
    answer = api.post(SEGMENT, fields)
    assert answer.status_code == 422
    assert "manage.py models fetch" in answer.json()["error"]["details"]
