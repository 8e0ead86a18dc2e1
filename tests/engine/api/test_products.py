"""Pictures of products by the API: cut-outs, packshots, shadows, and what marketplaces ask."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from harness.images import Pixels, base64_of, encode_image, pixels_of, png
from tests.engine.api.conftest import Api, result_of

CUTOUT, PACKSHOT, SHADOW = (f"/v2/image/edit/product/{name}" for name in ("cutout", "packshot", "shadow"))
CHECK = "/v2/product/check"


@pytest.fixture
def block() -> dict[str, Any]:
    """A cut-out already: a blue block of 40 by 60 pixels in the corner of nothing."""
    picture = np.zeros((100, 100, 4), np.uint8)
    picture[:40, :60] = (20, 40, 200, 255)
    return {"image": base64_of(png(picture))}


def error_of(api: Api, path: str, fields: dict[str, Any]) -> tuple[int, str]:
    response = api.post(path, {**fields, "sync": True})
    return response.status_code, response.json()["error"]["details"]


def test_a_cutout_is_cropped_to_the_product(api: Api, still_fields: dict[str, Any]) -> None:
    result = result_of(api, CUTOUT, {**still_fields, "sku": "A-1"})
    assert result.shape[2] == 4 and all(abs(side - 119) < 6 for side in result.shape[:2])


def test_a_cutout_is_no_jpeg(api: Api, still_fields: dict[str, Any]) -> None:
    assert error_of(api, CUTOUT, {**still_fields, "output_type": "jpeg"})[0] == 422


def test_both_versions_and_both_addresses_make_the_same(api: Api, block: dict[str, Any]) -> None:
    first = api.post("/v1/product/packshot", {"file": block["image"]}).json()["result_url"]
    one, other = (result_of(api, path, block) for path in (PACKSHOT, "/v2/product/packshot"))
    assert (one == other).all() and (pixels_of(api.fetch(first)) == one).all()


def test_a_packshot_is_2000_pixels_wide_and_high_on_white(api: Api, still_fields: dict[str, Any]) -> None:
    result = result_of(api, PACKSHOT, still_fields)
    rows = np.flatnonzero((result < 250).any(axis=(1, 2)))
    assert result.shape == (2000, 2000, 3) and (result[:100] == 255).all()
    assert abs(len(range(rows[0], rows[-1] + 1)) - 1700) < 40 and abs(rows[0] + rows[-1] - 1999) < 40


def test_a_packshot_has_the_size_the_colour_and_the_share_asked_for(api: Api, block: dict[str, Any]) -> None:
    wanted = {**block, "canvas_size": [300, 200], "background_color": "#ff8800", "product_share": 50}
    result = result_of(api, PACKSHOT, wanted)
    product = result[..., 2] > 150
    assert result.shape == (200, 300, 3) and (result[0, 0] == (255, 136, 0)).all()
    assert (np.count_nonzero(product.any(axis=1)), np.count_nonzero(product.any(axis=0))) == (100, 150)


def test_a_packshot_on_nothing_with_a_shadow(api: Api, block: dict[str, Any]) -> None:
    wanted = {**block, "canvas_size": [300, 200], "background_color": "transparent", "shadow": "float"}
    result = result_of(api, PACKSHOT, {**wanted, "product_share": 50})
    assert result.shape == (200, 300, 4) and result[0, 0, 3] == 0
    assert ((result[150:, :, 3] > 0) & (result[150:, :, 3] < 200)).any()


def test_a_product_that_was_enlarged_much_is_told(api: Api, block: dict[str, Any]) -> None:
    large = api.post(PACKSHOT, {**block, "sync": True}).json()["result"]
    small = api.post(PACKSHOT, {**block, "canvas_size": [70, 70], "sync": True}).json()["result"]
    assert "28.3 times" in large["warning"] and "warning" not in small


def test_the_subject_is_found_anew_where_that_is_wished(api: Api, still: Pixels) -> None:
    opaque_enough = np.dstack((still, np.full(still.shape[:2], 254, np.uint8)))
    image = {"image": base64_of(png(opaque_enough)), "canvas_size": [200, 200]}
    forced = result_of(api, PACKSHOT, {**image, "force_background_detection": True})
    taken = result_of(api, PACKSHOT, image)
    assert (forced[30, 20] == 255).all() and (taken[30, 20] < 200).all()


@pytest.mark.parametrize(
    "fields",
    [
        {"background_color": "a sunset"},
        {"background_color": "red to blue"},
        {"background_color": 7},
        {"canvas_size": [10, 200]},
        {"canvas_size": [200]},
        {"canvas_size": [200, 5001]},
        {"product_share": 9},
        {"product_share": 101},
        {"shadow": "long"},
    ],
)
def test_a_packshot_that_makes_no_sense_is_refused(api: Api, block: dict[str, Any], fields: dict[str, Any]) -> None:
    assert error_of(api, PACKSHOT, {**block, **fields})[0] == 400


def test_nothing_to_show_is_refused(api: Api) -> None:
    nothing = base64_of(png(np.zeros((50, 50, 4), np.uint8)))
    for path in (CUTOUT, PACKSHOT, SHADOW):
        assert error_of(api, path, {"image": nothing})[0] == 422


def test_a_shadow_has_bria_s_defaults(api: Api, block: dict[str, Any]) -> None:
    result = result_of(api, SHADOW, {**block, "shadow_blur": 0})
    assert result.shape == (100, 100, 4)
    assert (result[40:55, :60] == (0, 0, 0, 153)).all() and not result[55:, :, 3].any()


def test_a_shadow_by_the_names_of_v1(api: Api, block: dict[str, Any]) -> None:
    fields = {
        "file": block["image"],
        "type": "float",
        "shadow_height": 10,
        "shadow_blur": 0,
        "background_color": "#fff",
    }
    result = pixels_of(api.fetch(api.post("/v1/product/shadow", fields).json()["result_url"]))
    assert result.shape == (100, 100, 3) and (result[60, 30] == 102).all() and (result[45, 30] == 255).all()


@pytest.mark.parametrize(
    "fields",
    [
        {"shadow_type": "hard"},
        {"shadow_color": "transparent"},
        {"shadow_offset": [1, 2, 3]},
        {"shadow_intensity": 101},
        {"shadow_blur": -1},
        {"shadow_width": 9000},
    ],
)
def test_a_shadow_that_makes_no_sense_is_refused(api: Api, block: dict[str, Any], fields: dict[str, Any]) -> None:
    assert error_of(api, SHADOW, {**block, **fields})[0] == 400


def test_a_picture_is_checked_rule_by_rule(api: Api, block: dict[str, Any]) -> None:
    packshot = base64_of(png(result_of(api, PACKSHOT, {**block, "canvas_size": [500, 500]})))
    said = api.post(CHECK, {"image": packshot}).json()["result"]
    assert {finding["rule"]: finding["passed"] for finding in said["findings"]} == {
        "size": False,
        "background": True,
        "share": True,
        "text": True,
    }
    assert said["passed"] is False
    assert "500" in said["findings"][0]["text"]


def test_a_jpeg_of_a_good_packshot_passes(api: Api, block: dict[str, Any]) -> None:
    packshot = result_of(api, PACKSHOT, {**block, "canvas_size": [1000, 1000]})
    said = api.post(CHECK, {"image": base64_of(encode_image(Image.fromarray(packshot), "JPEG", quality=95))}).json()[
        "result"
    ]
    assert said["passed"] is True


@pytest.mark.parametrize(
    "path",
    [
        "/v1/product/lifestyle_shot_by_text",
        "/v2/product/vehicle/harmonize",
        "/v2/image/edit/product/lifestyle_shot_by_image",
    ],
)
def test_the_rest_of_the_family_takes_a_generative_model(api: Api, path: str) -> None:
    response = api.post(path, {})
    assert response.status_code == 422 and "generative model" in response.content.decode()
