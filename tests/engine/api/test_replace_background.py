"""Replacing a background, and what is refused as one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api, result_of
from tests.imagefiles.files import add_chunks, chunk, gamma
from tests.imagefiles.test_colour import P3

REPLACE = "/v2/image/edit/replace_background"


def test_a_colour_stands_behind_the_subject(
    api: Api, still_fields: dict[str, Any], still: Pixels, ball: Pixels
) -> None:
    said = api.post(REPLACE, {**still_fields, "prompt": "#00ff00", "seed": 3}).json()["result"]
    result = pixels_of(api.fetch(said.pop("image_url")))
    assert said == {"seed": 3, "refined_prompt": "#00ff00"}
    assert (result[:20] == (0, 255, 0)).all()
    assert np.array_equal(result[90:130, 100:140], still[90:130, 100:140])


@pytest.mark.parametrize("form", [list, "".join])
def test_a_picture_stands_behind_the_subject(api: Api, still_fields: dict[str, Any], form: Any) -> None:
    blue = base64_of(png(np.full((50, 50, 3), (0, 0, 200), np.uint8)))
    said = api.post(REPLACE, {**still_fields, "ref_images": form([blue])}).json()["result"]
    assert "refined_prompt" not in said
    assert (pixels_of(api.fetch(said["image_url"]))[:20] == (0, 0, 200)).all()


def test_a_picture_behind_the_subject_brings_its_colours_along(api: Api, still_fields: dict[str, Any]) -> None:
    linear = base64_of(add_chunks(png(np.full((50, 50, 3), 128, np.uint8)), gamma(1.0)))
    assert (result_of(api, REPLACE, {**still_fields, "ref_images": [linear]})[:20] == 188).all()
    wide = base64_of(add_chunks(png(np.full((50, 50, 3), (200, 40, 40), np.uint8)), chunk(b"cICP", P3)))
    made = result_of(api, REPLACE, {**still_fields, "ref_images": [wide]})
    assert np.abs(made[:20].astype(int) - (218, 0, 26)).max() <= 2  # in sRGB


def test_v1_lists_address_seed_and_sid(api: Api, still: Pixels) -> None:
    blue = SimpleUploadedFile("b.png", png(np.full((50, 50, 3), 90, np.uint8)))
    image = SimpleUploadedFile("a.png", png(still))
    response = api.client.post("/v1/background/replace", {"file": image, "ref_image_file": blue, "num_results": 3})
    rows = response.json()["result"]
    assert len(rows) == 3
    assert len({sid for _, _, sid in rows}) == 3
    assert all(isinstance(seed, int) and sid.endswith(".JPEG") for _, seed, sid in rows)
    assert len({api.fetch(address) for address, _, _ in rows}) == 1


@pytest.mark.parametrize(("full_size", "shape"), [(True, (1200, 1300, 3)), (False, (961, 1041, 3))])
def test_the_result_has_a_megapixel_unless_quality_is_asked_for(
    api: Api, still: Pixels, full_size: bool, shape: tuple[int, ...]
) -> None:
    large = base64_of(png(np.pad(still, ((490, 490), (530, 530), (0, 0)), "edge")))
    fields = {"image": large, "prompt": "red", "original_quality": full_size, "sync": True}
    assert result_of(api, REPLACE, fields).shape == shape


def test_transparency_is_taken_at_its_word_unless_forced(api: Api, still_fields: dict[str, Any], still: Pixels) -> None:
    alpha = np.zeros(still.shape[:2], np.uint8)
    alpha[:, :200] = 255
    still_fields |= {"image": base64_of(png(np.dstack((still, alpha)))), "prompt": "lime"}
    assert np.array_equal(result_of(api, REPLACE, still_fields)[:, :200], still[:, :200])
    forced = result_of(api, REPLACE, {**still_fields, "force_background_detection": True})
    assert (forced[:20, :60] == (0, 255, 0)).all()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 400),
        ({"prompt": "red", "ref_images": ["AAAA"]}, 400),
        ({"prompt": "", "ref_images": [], "bg_prompt": None}, 400),
        ({"prompt": "in a parking lot"}, 422),
        ({"ref_images": ["AAAA", "AAAA"]}, 422),
        ({"ref_images": ["AAAA"]}, 415),
        ({"ref_images": [5]}, 400),
        ({"prompt": "red", "mode": "slow"}, 400),
        ({"prompt": "red", "mode": "fast", "negative_prompt": None, "ref_images": []}, 200),
    ],
)
def test_exactly_one_background_that_can_be_made(
    api: Api, still_fields: dict[str, Any], given: dict[str, Any], status: int
) -> None:
    assert api.post(REPLACE, {**still_fields, **given}).status_code == status


def test_v1_refuses_small_pictures(api: Api, photo: bytes) -> None:
    body = {"file": base64_of(photo), "bg_prompt": "red"}
    assert api.post("/v1/background/replace", body).status_code == 406
