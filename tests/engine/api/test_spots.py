"""The spots of an image: where they are, the mask of them, and erasing by that mask."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api

SPOTS = "/v2/image/segment/spots"


@pytest.fixture
def wall() -> Pixels:
    draw = np.random.default_rng(2)
    return np.asarray(150 + draw.normal(0, 2, (240, 300, 1)) + np.zeros(3), np.uint8)


@pytest.fixture
def dusty(wall: Pixels) -> Pixels:
    return np.asarray(cv2.circle(wall.copy(), (200, 100), 4, (110, 110, 110), -1, cv2.LINE_AA), np.uint8)


def test_each_spot_has_a_box_and_a_score_and_the_mask_covers_it(api: Api, dusty: Pixels) -> None:
    result = api.post(SPOTS, {"image": base64_of(png(dusty)), "sync": True}).json()["result"]
    [spot] = result["spots"]
    left, top, width, height = spot["box"]
    mask = pixels_of(api.fetch(result["mask_url"]))
    assert mask.shape == dusty.shape[:2]
    assert mask[100, 200] == 255
    assert np.count_nonzero(mask) == np.count_nonzero(mask[top : top + height, left : left + width])
    assert 0 < spot["score"] <= 1


def test_a_clean_image_has_none_and_a_black_mask(api: Api, wall: Pixels) -> None:
    result = api.post(SPOTS, {"image": base64_of(png(wall)), "sync": True}).json()["result"]
    assert result["spots"] == []
    assert not pixels_of(api.fetch(result["mask_url"])).any()


def test_it_is_asynchronous_by_default(api: Api, dusty: Pixels) -> None:
    response = api.post(SPOTS, {"image": base64_of(png(dusty))})
    assert response.status_code == 202
    assert set(api.get(response.json()["status_url"]).json()["result"]) == {"mask_url", "spots"}


def test_they_are_erased_by_the_address_of_their_mask(api: Api, dusty: Pixels) -> None:
    image = base64_of(png(dusty))
    mask = api.post(SPOTS, {"image": image, "sync": True}).json()["result"]["mask_url"]
    answer = api.post("/v2/image/edit/erase", {"image": image, "mask": mask, "sync": True}).json()
    result = pixels_of(api.fetch(answer["result"]["image_url"]))
    assert abs(int(result[100, 200, 0]) - 150) < 12


def test_what_is_invisible_has_no_spots(api: Api, dusty: Pixels) -> None:
    clear = np.dstack([dusty, np.zeros(dusty.shape[:2], np.uint8)])
    assert api.post(SPOTS, {"image": base64_of(png(clear)), "sync": True}).json()["result"]["spots"] == []


@pytest.mark.parametrize("fields", [{}, {"image": "bm8gaW1hZ2U="}])
def test_without_an_image_it_says_so(api: Api, fields: dict[str, str]) -> None:
    response = api.post(SPOTS, {**fields, "sync": True})
    assert response.status_code in (400, 415, 422)
    assert response.json()["error"]["message"]
