"""Erasing an object with the shadow that it throws on the ground: ``include_shadow``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.operations.erase_foreground import add_shadow
from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api

Erased = Callable[..., Pixels]  # the picture without the box, by one of the routes

SHADOW = slice(120, 126), slice(70, 135)
DARK_ELSEWHERE = slice(20, 40), slice(20, 40)


@pytest.fixture(scope="module")
def standing() -> Pixels:
    """A red box on a grey floor, its shadow at its foot, and something dark elsewhere."""
    picture = np.random.default_rng(2).integers(144, 156, (160, 200, 3), dtype=np.uint8)
    picture[60:120, 60:120] = (200, 20, 20)
    picture[SHADOW] = picture[DARK_ELSEWHERE] = 60
    return picture


@pytest.fixture(scope="module")
def box() -> Pixels:
    mask = np.zeros((160, 200), np.uint8)
    mask[57:123, 57:123] = 255
    return mask


def erased_v1(api: Api, photo: Pixels, mask: Pixels, **more: Any) -> Pixels:
    body = {"file": base64_of(png(photo)), "mask_file": base64_of(png(mask)), **more}
    return pixels_of(api.fetch(api.post("/v1/eraser", body).json()["result_url"]))


def erased_v2(api: Api, photo: Pixels, mask: Pixels, **more: Any) -> Pixels:
    body = {"image": base64_of(png(photo)), "mask": base64_of(png(mask)), "sync": True, **more}
    return pixels_of(api.fetch(api.post("/v2/image/edit/erase", body).json()["result"]["image_url"]))


def removed(api: Api, photo: Pixels, mask: Pixels, **more: Any) -> Pixels:
    change = {"mask_url": f"data:image/png;base64,{base64_of(png(mask))}", "mask_source": "manual"}
    answer = api.post(f"/v1/{api.register(png(photo))}/objects/remove", {"changes": [change], **more})
    return pixels_of(api.fetch(answer.json()["image_res"]))


routes = pytest.mark.parametrize("erased", [erased_v1, erased_v2, removed])


@routes
def test_the_shadow_goes_with_the_object(api: Api, standing: Pixels, box: Pixels, erased: Erased) -> None:
    result = erased(api, standing, box, include_shadow=True)
    assert result[55:130, 55:140].min() > 100


@routes
def test_nothing_else_changes(api: Api, standing: Pixels, box: Pixels, erased: Erased) -> None:
    result = erased(api, standing, box, include_shadow=True)
    outside = ~add_shadow(standing, box > 0)
    assert outside[DARK_ELSEWHERE].all()
    assert np.array_equal(result[outside], standing[outside])


@routes
def test_it_stays_unless_asked_for(api: Api, standing: Pixels, box: Pixels, erased: Erased) -> None:
    assert np.array_equal(erased(api, standing, box)[box == 0], standing[box == 0])


def test_it_is_a_yes_or_a_no(api: Api, standing: Pixels, box: Pixels) -> None:
    body = {"image": base64_of(png(standing)), "mask": base64_of(png(box)), "include_shadow": "perhaps"}
    assert api.post("/v2/image/edit/erase", body).status_code == 400
