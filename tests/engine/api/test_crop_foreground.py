"""Cropping to a subject."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api, result_of

CROP = "/v2/image/edit/crop_foreground"
V1_REMOVE = "/v1/background/remove"


def test_the_subject_is_cut_out_with_its_padding(api: Api, still_fields: dict[str, Any], ball: Pixels) -> None:
    result = result_of(api, CROP, {**still_fields, "padding": 10})
    assert all(abs(side - 139) < 6 for side in result.shape[:2])
    assert not result[:10, :, 3].any()


def test_a_removed_background_is_cropped_by_its_address(api: Api, still_fields: dict[str, Any]) -> None:
    cutout = api.post(V1_REMOVE, {"file": still_fields["image"]}).json()["result_url"]
    result = pixels_of(api.fetch(api.post("/v1/crop", {"image_url": cutout}).json()["result_url"]))
    alpha = pixels_of(api.fetch(cutout))[..., 3]
    assert result[..., 3].max() == 255
    assert np.count_nonzero(result[..., 3] > 10) == np.count_nonzero(alpha > 10)


def test_the_background_is_kept_pixel_for_pixel(api: Api, still_fields: dict[str, Any], still: Pixels) -> None:
    result = result_of(api, CROP, {**still_fields, "padding": 10, "keep_background": True})
    assert all(abs(side - 139) < 6 for side in result.shape[:2]) and result.shape[2] == 3
    rows, columns = result.shape[:2]
    places = np.argwhere((still[: 1 - rows or None, : 1 - columns or None] == result[0, 0]).all(axis=2))
    assert any((still[row : row + rows, column : column + columns] == result).all() for row, column in places)


def test_the_padding_of_a_kept_background_ends_with_the_image(
    api: Api, still_fields: dict[str, Any], still: Pixels
) -> None:
    answer = api.post(CROP, {**still_fields, "padding": 240, "keep_background": True}).json()["result"]
    assert (pixels_of(api.fetch(answer["image_url"])) == still).all()
    assert answer["warning"] == "The subject fills the whole picture, so nothing was cropped."


def test_transparency_is_kept_with_the_background(api: Api, still: Pixels) -> None:
    alpha = np.zeros(still.shape[:2], np.uint8)
    alpha[40:60, 70:100] = 120
    image = base64_of(png(np.dstack((still, alpha))))
    result = result_of(api, CROP, {"image": image, "keep_background": True, "sync": True})
    assert result.shape == (20, 30, 4) and (result[..., 3] == 120).all()


def test_an_image_that_is_all_transparent_has_nothing_to_crop(api: Api, still: Pixels) -> None:
    image = base64_of(png(np.dstack((still, np.zeros(still.shape[:2], np.uint8)))))
    assert api.post(CROP, {"image": image, "sync": True}).status_code == 422


@pytest.mark.parametrize("padding", [-1, 241, "wide"])
def test_other_paddings_are_refused(api: Api, still_fields: dict[str, Any], padding: object) -> None:
    assert api.post(CROP, {**still_fields, "padding": padding}).status_code == 400
