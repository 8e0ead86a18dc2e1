"""Hiding faces by the API: all that are found, or those at given places."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api, result_of

HIDE = "/v2/image/edit/hide_faces"
PLACE = {"x": 4, "y": 4, "w": 20, "h": 20}


def touched(scene: Pixels, result: Pixels) -> Any:
    return (scene != result).any(axis=2)


def test_faces_that_are_found_are_hidden(api: Api, portrait: bytes) -> None:
    result = result_of(api, HIDE, {"image": base64_of(portrait)})
    hidden = touched(pixels_of(portrait), result)
    assert 0.03 < hidden.mean() < 0.5


def test_as_person_info_tells_it(api: Api, portrait: bytes) -> None:
    [person] = api.get(f"/v1/{api.register(portrait)}/person/info").json()
    image = base64_of(portrait)
    chosen = result_of(api, HIDE, {"image": image, "faces": [person["rect"]]})
    assert (chosen == result_of(api, HIDE, {"image": image})).all()


@pytest.mark.parametrize("method", ["blur", "pixelate", "fill"])
def test_a_place_is_hidden_whether_a_face_is_there_or_not(api: Api, scene: Pixels, photo: bytes, method: str) -> None:
    fields = {"image": base64_of(photo), "faces": [PLACE], "method": method, "strength": 5}
    hidden = touched(scene, result_of(api, HIDE, fields))
    assert hidden[9:19, 7:21].mean() > 0.5 and not hidden[:, 40:].any()


def test_one_place_alone_is_a_list_of_one(api: Api, photo: bytes) -> None:
    image = base64_of(photo)
    assert (
        result_of(api, HIDE, {"image": image, "faces": PLACE})
        == result_of(api, HIDE, {"image": image, "faces": [PLACE]})
    ).all()


def test_without_a_face_it_says_so(api: Api, photo: bytes) -> None:
    answer = api.post(HIDE, {"image": base64_of(photo), "sync": True})
    assert answer.status_code == 422 and "No face was found" in answer.json()["error"]["details"]


def test_transparency_stays(api: Api, scene: Pixels) -> None:
    image = png(np.dstack((scene, np.full((64, 96), 200, np.uint8))))
    result = result_of(api, HIDE, {"image": base64_of(image), "faces": [PLACE]})
    assert result.shape == (64, 96, 4) and (result[..., 3] == 200).all()


@pytest.mark.parametrize(
    "fields",
    [
        {"method": "smudge"},
        {"strength": 0},
        {"strength": 6},
        {"faces": "left"},
        {"faces": [1]},
        {"faces": [{"x": 1, "y": 2, "w": 3}]},
        {"faces": [{**PLACE, "w": "3"}]},
        {"faces": [{**PLACE, "w": True}]},
        {"faces": [{**PLACE, "h": 0}]},
        {"faces": [{**PLACE, "x": 96}]},
        {"faces": [{**PLACE, "y": -20}]},
        {"faces": [PLACE] * 1001},
    ],
)
def test_what_makes_no_sense_is_refused(api: Api, photo: bytes, fields: dict[str, Any]) -> None:
    assert api.post(HIDE, {"image": base64_of(photo), **fields}).status_code == 400
