"""Images that hold too little: every route says so, in the status that its version has for it, and none breaks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.edits.registry import EDITS
from harness.images import base64_of, png
from tests.engine.api.conftest import Api

SHAPES = [(1, 1), (1, 300), (5, 7)]
ANSWERS = {200, 400, 406, 412, 422, 506}
VISUAL = ("info", "person/info", "objects/info", "background/info", "objects/mask_generator")


@pytest.fixture(params=SHAPES, ids=str)
def speck(request: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """An image with next to nothing in it."""
    return np.random.default_rng(0).integers(0, 256, (*request.param, 3), dtype=np.uint8)


def test_every_edit_of_a_tiny_image_is_answered(api: Api, speck: Any) -> None:
    mask = np.zeros(speck.shape[:2], np.uint8)
    mask[0, 0] = 255
    body = {"image": base64_of(png(speck)), "mask": base64_of(png(mask)), "prompt": "red", "sync": True}
    fields = {**body, "aspect_ratio": "16:9", "color": "black_and_white"}
    for edit in EDITS:
        for path in (f"/v1/{edit.v1_path}", *(f"/{address}" for address in edit.v2_addresses)):
            assert (path, api.post(path, fields).status_code) in {(path, status) for status in ANSWERS}


def test_everything_about_a_tiny_registered_image_is_answered(api: Api, speck: Any) -> None:
    visual_id = api.register(png(speck))
    for path in VISUAL:
        assert (path, api.get(f"/v1/{visual_id}/{path}").status_code) == (path, 200)
    body = {
        "changes": [{"mask_url": f"data:image/png;base64,{base64_of(png(np.full(speck.shape[:2], 255, np.uint8)))}"}]
    }
    assert api.post(f"/v1/{visual_id}/objects/remove", body).status_code == 506
    assert api.post(f"/v1/{visual_id}/image_to_psd").status_code in {200, 506}
