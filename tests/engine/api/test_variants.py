"""Other fills of the same hole, by ``erase`` and ``objects/remove``."""

from __future__ import annotations

import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api

ERASE = "/v2/image/edit/erase"


def erased(api: Api, photo: bytes, mask: Pixels, **fields: int) -> Pixels:
    body = {"image": base64_of(photo), "mask": base64_of(png(mask)), "sync": True, **fields}
    return pixels_of(api.fetch(api.post(ERASE, body).json()["result"]["image_url"]))


def test_each_variant_fills_the_hole_in_another_way_and_nothing_beside(
    api: Api, photo: bytes, scene: Pixels, box_mask: Pixels
) -> None:
    fills = [erased(api, photo, box_mask, variant=number) for number in range(4)]
    assert len({fill.tobytes() for fill in fills}) == 4
    assert all(np.array_equal(fill[box_mask == 0], scene[box_mask == 0]) for fill in fills)


def test_without_the_field_it_is_the_first(api: Api, photo: bytes, box_mask: Pixels) -> None:
    assert np.array_equal(erased(api, photo, box_mask), erased(api, photo, box_mask, variant=0))


@pytest.mark.parametrize("variant", [-1, 4, "another"])
def test_there_are_no_others(api: Api, photo: bytes, box_mask: Pixels, variant: object) -> None:
    fields = {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "variant": variant}
    response = api.post(ERASE, fields)
    assert response.status_code == 400
    assert "variant" in response.json()["error"]["details"]


def test_objects_are_removed_in_another_way(api: Api, photo: bytes, box_mask: Pixels) -> None:
    visual_id = api.register(photo)
    change = {"mask_url": f"data:image/png;base64,{base64_of(png(box_mask))}"}
    path = f"/v1/{visual_id}/objects/remove?desired_resolution=original"
    first, other = (api.post(path, {"changes": [change], "variant": number}).json()["image_res"] for number in (0, 2))
    assert api.fetch(first) != api.fetch(other)
