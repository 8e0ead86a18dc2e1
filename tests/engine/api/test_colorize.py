"""Other looks by the API, and cut-outs that are led."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import Api, result_of

COLORIZE, GUIDED = "/v2/image/edit/colorize", "/v2/image/edit/remove_background/guided"


@pytest.mark.parametrize("look", ["black_and_white", "black and white colors"])
def test_black_and_white_by_both_spellings(api: Api, photo: bytes, look: str) -> None:
    result = result_of(api, COLORIZE, {"image": base64_of(photo), "color": look})
    assert result.shape == (64, 96, 3) and (result == result[..., :1]).all() and np.ptp(result) > 30


def test_sepia_keeps_transparency(api: Api, scene: Pixels) -> None:
    image = png(np.dstack((scene, np.full((64, 96), 200, np.uint8))))
    result = result_of(api, COLORIZE, {"image": base64_of(image), "color": "sepia_vintage"})
    assert (result[..., 3] == 200).all() and (result[..., 0] > result[..., 2]).all()


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, 400), ({"color": "blue"}, 400), ({"color": "color_vivid"}, 422), ({"color": "color_contemporary"}, 422)],
)
def test_other_looks_are_refused(api: Api, photo: bytes, fields: dict[str, str], status: int) -> None:
    assert api.post(COLORIZE, {"image": base64_of(photo), **fields}).status_code == status


def test_without_words_a_guided_cutout_is_a_plain_one(api: Api, still_fields: dict[str, Any]) -> None:
    guided = result_of(api, GUIDED, {**still_fields, "prompt": ""})
    assert (guided == result_of(api, "/v2/image/edit/remove_background", still_fields)).all()


def test_strokes_guide_it_and_words_are_refused(api: Api, still_fields: dict[str, Any], ball: Pixels) -> None:
    keep = np.where(ball, 255, 0).astype(np.uint8)
    result = result_of(api, GUIDED, {**still_fields, "keep": base64_of(png(keep))})
    assert result[..., 3].max() == 255
    response = api.post(GUIDED, {**still_fields, "prompt": "the ball"})
    assert response.status_code == 422 and "'keep'" in response.json()["error"]["details"]
