"""Expanding: places and ratios, colours, transparency, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api, result_of

EXPAND = "/v2/image/edit/expand"
PLACED = {"canvas_size": [160, 120], "original_image_size": [96, 64], "original_image_location": [30, 20]}


def test_the_picture_lies_where_it_was_put(api: Api, photo: bytes, scene: Pixels) -> None:
    said = api.post(EXPAND, {"image": base64_of(photo), **PLACED, "seed": 9, "sync": True}).json()["result"]
    result = pixels_of(api.fetch(said["image_url"]))
    assert result.shape == (120, 160, 3)
    assert np.array_equal(result[20:84, 30:126], scene)
    assert (said["seed"], said["prompt"]) == (9, "")


def test_what_lies_outside_is_cut_off(api: Api, photo: bytes, scene: Pixels) -> None:
    placed = {**PLACED, "canvas_size": [50, 40], "original_image_location": [-10, -12]}
    assert np.array_equal(result_of(api, EXPAND, {"image": base64_of(photo), **placed}), scene[12:52, 10:60])


@pytest.mark.parametrize(
    ("ratio", "shape"), [("1:1", (96, 96, 3)), ("3:2", (64, 96, 3)), (2.0, (64, 128, 3)), ("0.5", (192, 96, 3))]
)
def test_a_ratio_wins_over_placement(api: Api, photo: bytes, ratio: object, shape: tuple[int, ...]) -> None:
    fields = {"image": base64_of(photo), **PLACED, "aspect_ratio": ratio}
    assert result_of(api, EXPAND, fields).shape == shape


def test_the_same_ratio_gives_the_same_picture(api: Api, photo: bytes, scene: Pixels) -> None:
    assert np.array_equal(result_of(api, EXPAND, {"image": base64_of(photo), "aspect_ratio": 1.5}), scene)


def test_a_colour_can_be_the_surroundings(api: Api, photo: bytes, scene: Pixels) -> None:
    fields = {"image": base64_of(photo), **PLACED, "prompt": "lime"}
    result = result_of(api, EXPAND, fields)
    assert (result[:20] == (0, 255, 0)).all()
    assert np.array_equal(result[20:84, 30:126], scene)


def test_a_small_subject_is_told(api: Api, photo: bytes) -> None:
    fields = {"image": base64_of(photo), **PLACED, "canvas_size": [160, 160], "sync": True}
    assert "15%" in api.post(EXPAND, fields).json()["result"]["warning"]


@pytest.mark.parametrize(("preserve", "channels"), [(True, 4), (False, 3)])
def test_transparency_is_kept_on_request(api: Api, scene: Pixels, preserve: bool, channels: int) -> None:
    image = base64_of(png(np.dstack((scene, np.full((64, 96), 200, np.uint8)))))
    result = result_of(api, EXPAND, {"image": image, **PLACED, "preserve_alpha": preserve})
    assert result.shape[2] == channels
    assert channels == 3 or (result[..., 3] == 200).all()


def test_a_transparent_edge_cannot_be_continued(api: Api, scene: Pixels) -> None:
    alpha = np.full((64, 96), 255, np.uint8)
    alpha[:, 0] = 0
    fields = {"image": base64_of(png(np.dstack((scene, alpha)))), "aspect_ratio": "1:1"}
    assert api.post(EXPAND, fields).status_code == 422


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"original_image_size": None}, 400),
        ({"original_image_location": None}, 400),
        ({"canvas_size": [5001, 5000]}, 400),
        ({"canvas_size": None, "aspect_ratio": ""}, 202),
        ({"canvas_size": [0, 100]}, 400),
        ({"canvas_size": [100]}, 400),
        ({"canvas_size": {"w": 100}}, 400),
        ({"original_image_size": [99999, 99999]}, 400),
        ({"original_image_location": [160, 0]}, 400),
        ({"original_image_location": ["left", 0]}, 400),
        ({"aspect_ratio": "7:3"}, 400),
        ({"aspect_ratio": 0.4}, 400),
        ({"aspect_ratio": "nan"}, 400),
        ({"aspect_ratio": [1]}, 400),
        ({"aspect_ratio": True}, 400),
        ({"prompt": "a beach full of people"}, 422),
        ({"prompt": " "}, 202),
    ],
)
def test_what_cannot_be_done_is_told(api: Api, photo: bytes, queue: None, given: dict[str, Any], status: int) -> None:
    assert api.post(EXPAND, {"image": base64_of(photo), **PLACED, **given}).status_code == status


def test_v1_refuses_small_pictures(api: Api, photo: bytes) -> None:
    assert api.post("/v1/image_expansion", {"file": base64_of(photo), "aspect_ratio": "1:1"}).status_code == 406


def test_v1_answers_with_many_words(api: Api, portrait: bytes) -> None:
    fields = {"file": base64_of(portrait), "aspect_ratio": "4:5", "seed": 2}
    answer = api.post("/v1/image_expansion", fields).json()
    assert pixels_of(api.fetch(answer.pop("result_url"))).shape == (320, 256, 3)
    answer.pop("warning", None)
    assert answer == {
        "code": 200,
        "description": "SUCCESS",
        "message": "Finished sucessfully",
        "prompt": "",
        "seed": 2,
        "status": "SUCCESS",
    }
