"""Edges that fade out, of what is erased or filled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, png
from masks.feathering import feather
from tests.engine.api.conftest import Api, result_of

ERASE, FILL = "/v2/image/edit/erase", "/v2/image/edit/gen_fill"


@pytest.fixture
def fields(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    return {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "sync": True}


def test_a_colour_fades_in_evenly_across_the_edge(api: Api, box_mask: Pixels) -> None:
    black, mask = (base64_of(png(each)) for each in (np.zeros((*box_mask.shape, 3), np.uint8), box_mask))
    filled = result_of(api, FILL, {"image": black, "mask": mask, "prompt": "white", "feather": 5, "sync": True})
    assert (filled == feather(box_mask > 0, 5)[..., None]).all()


def test_a_clear_picture_fades_into_a_colour(api: Api, box_mask: Pixels) -> None:
    clear = np.dstack((np.full((*box_mask.shape, 3), 80, np.uint8), np.full(box_mask.shape, 60, np.uint8)))
    fields = {"image": base64_of(png(clear)), "mask": base64_of(png(box_mask)), "prompt": "white", "sync": True}
    filled = result_of(api, FILL, {**fields, "feather": 5})
    opacity = feather(box_mask > 0, 5)
    assert (filled[opacity == 0] == (80, 80, 80, 60)).all() and (filled[opacity == 255] == 255).all()
    between = filled[(opacity > 0) & (opacity < 255)]
    assert (between[:, 3] >= 60).all() and (between[:, 0] >= 80).all()


def test_what_is_erased_fades_out_and_nothing_beyond_changes(
    api: Api, fields: dict[str, Any], scene: Pixels, box_mask: Pixels
) -> None:
    sharp, soft = result_of(api, ERASE, fields), result_of(api, ERASE, {**fields, "feather": 4})
    opacity = feather(box_mask > 0, 4)
    assert (soft[opacity == 0] == scene[opacity == 0]).all()
    assert (soft[opacity > 0] != sharp[opacity > 0]).any()


def test_no_feather_is_a_sharp_edge(api: Api, fields: dict[str, Any]) -> None:
    assert (result_of(api, ERASE, fields) == result_of(api, ERASE, {**fields, "feather": 0})).all()


@pytest.mark.parametrize("feather", [-1, 201, 1.5, "wide"])
def test_other_widths_are_refused(api: Api, fields: dict[str, Any], feather: object) -> None:
    assert api.post(ERASE, {**fields, "feather": feather}).status_code == 400


def test_an_edge_too_wide_for_its_mask_is_told(api: Api, fields: dict[str, Any]) -> None:
    speck = np.zeros((64, 96), np.uint8)
    speck[30, 40] = 255
    answer = api.post(ERASE, {**fields, "mask": base64_of(png(speck)), "feather": 20})
    assert answer.status_code == 422 and "Nothing is left of the mask" in answer.json()["error"]["details"]
