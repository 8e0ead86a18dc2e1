"""gen_fill: what a prompt may ask, and the forms of its answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api

V1, V2 = "/v1/gen_fill", "/v2/image/edit/gen_fill"


@pytest.fixture
def fields(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    return {"image": base64_of(photo), "mask": base64_of(png(box_mask)), "prompt": "#0080ff", "sync": True}


def test_a_colour_fills_the_mask_and_nothing_else(
    api: Api, fields: dict[str, Any], scene: Pixels, box_mask: Pixels
) -> None:
    said = api.post(V2, {**fields, "seed": 7}).json()["result"]
    pixels = pixels_of(api.fetch(said.pop("image_url")))
    assert said == {"seed": 7, "refined_prompt": "#0080ff"}
    assert (pixels[box_mask == 255] == (0, 128, 255)).all()
    assert np.array_equal(pixels[box_mask == 0], scene[box_mask == 0])


def test_the_surroundings_fill_as_erasing_does(api: Api, fields: dict[str, Any]) -> None:
    filled = api.post(V2, {**fields, "prompt": "Fill from\nsurroundings"}).json()["result"]["image_url"]
    erased = api.post("/v2/image/edit/erase", fields).json()["result"]["image_url"]
    assert api.fetch(filled) == api.fetch(erased)


@pytest.mark.parametrize("path", [V1, V2])
def test_a_free_prompt_is_refused_with_the_reason(api: Api, fields: dict[str, Any], path: str) -> None:
    response = api.post(path, {**fields, "prompt": "a spaceship over Rome"})
    assert response.status_code == 422
    assert "generative" in response.content.decode()


@pytest.mark.parametrize("prompt", [None, "", "  ", ["red"]])
def test_a_prompt_is_needed(api: Api, fields: dict[str, Any], prompt: object) -> None:
    assert api.post(V2, {**fields, "prompt": prompt}).status_code == 400


@pytest.mark.parametrize(("given", "count"), [({}, 4), ({"num_results": 1}, 1), ({"num_results": "3"}, 3)])
def test_v1_answers_with_as_many_addresses_as_wanted(
    api: Api, fields: dict[str, Any], given: dict[str, Any], count: int
) -> None:
    answer = api.post(V1, {**fields, **given}).json()
    assert len(set(answer["urls"])) == count
    assert len({api.fetch(address) for address in answer["urls"]}) == 1
    assert isinstance(answer["seed"], int)


def test_v1_promises_several_results(api: Api, fields: dict[str, Any]) -> None:
    urls = api.post(V1, {**fields, "num_results": 2, "sync": False}).json()["urls"]
    assert all(api.fetch(address) for address in urls)


@pytest.mark.parametrize(
    ("field", "value"), [("num_results", 5), ("num_results", 0), ("num_results", "many"), ("seed", 1.5), ("seed", "x")]
)
def test_what_cannot_be_read_is_told(api: Api, fields: dict[str, Any], field: str, value: object) -> None:
    assert api.post(V1, {**fields, field: value}).status_code == 400
