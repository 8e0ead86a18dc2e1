"""Expanding and increasing the resolution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api

ENLARGE = "/v2/image/edit/increase_resolution"
EXPAND = "/v2/image/edit/expand"


def result_of(api: Api, path: str, fields: dict[str, Any]) -> Pixels:
    return pixels_of(api.fetch(api.post(path, {**fields, "sync": True}).json()["result"]["image_url"]))


class TestIncreaseResolution:
    """v1 and v2."""

    @pytest.mark.parametrize(("given", "shape"), [({}, (128, 192, 3)), ({"desired_increase": 4}, (256, 384, 3))])
    def test_sides_become_twice_as_long_or_four_times(
        self, api: Api, photo: bytes, given: dict[str, Any], shape: tuple[int, ...]
    ) -> None:
        assert result_of(api, ENLARGE, {"image": base64_of(photo), **given}).shape == shape

    def test_a_form_has_the_factor_in_its_query(self, api: Api, photo: bytes) -> None:
        response = api.client.post(
            "/v1/image/increase_resolution?desired_increase=4", {"file": SimpleUploadedFile("a.png", photo)}
        )
        assert pixels_of(api.fetch(response.json()["result_url"])).shape == (256, 384, 3)

    @pytest.mark.parametrize(("preserve", "channels"), [(True, 4), (False, 3)])
    def test_alpha_is_enlarged_or_dropped(self, api: Api, scene: Pixels, preserve: bool, channels: int) -> None:
        image = base64_of(png(np.dstack((scene, np.full((64, 96), 200, np.uint8)))))
        pixels = result_of(api, ENLARGE, {"image": image, "preserve_alpha": preserve})
        assert pixels.shape == (128, 192, channels)
        assert channels == 3 or (pixels[..., 3] == 200).all()

    @pytest.mark.parametrize("factor", [3, 1, 8, "two", 2.5, True])
    def test_other_factors_are_refused(self, api: Api, photo: bytes, factor: object) -> None:
        assert api.post(ENLARGE, {"image": base64_of(photo), "desired_increase": factor}).status_code == 400

    @pytest.mark.parametrize(("path", "status"), [(ENLARGE, 422), ("/v1/image/increase_resolution", 412)])
    def test_a_picture_too_small_is_told_as_each_version_does(self, api: Api, path: str, status: int) -> None:
        image = base64_of(png(np.zeros((15, 40, 3), np.uint8)))
        assert api.post(path, {"image": image}).status_code == status

    def test_a_result_too_large_is_refused(self, api: Api, photo: bytes, settings: Settings) -> None:
        settings.RESULT_PIXELS = 4 * 64 * 96
        assert api.post(ENLARGE, {"image": base64_of(photo)}).status_code == 202
        assert api.post(ENLARGE, {"image": base64_of(photo), "desired_increase": 4}).status_code == 400

    def test_a_registered_image_is_enlarged(self, api: Api, photo: bytes) -> None:
        visual_id = api.register(photo)
        answer = api.get(f"/v1/{visual_id}/increase_resolution?desired_increase=4").json()
        assert pixels_of(api.fetch(answer["image_res"])).shape == (256, 384, 3)
        assert api.get("/v1/0000000000000000/increase_resolution").status_code == 404


class TestExpand:
    """``image_expansion`` and ``expand``."""

    PLACED = {"canvas_size": [160, 120], "original_image_size": [96, 64], "original_image_location": [30, 20]}

    def test_the_picture_lies_where_it_was_put(self, api: Api, photo: bytes, scene: Pixels) -> None:
        said = api.post(EXPAND, {"image": base64_of(photo), **self.PLACED, "seed": 9, "sync": True}).json()["result"]
        result = pixels_of(api.fetch(said["image_url"]))
        assert result.shape == (120, 160, 3)
        assert np.array_equal(result[20:84, 30:126], scene)
        assert (said["seed"], said["prompt"]) == (9, "")

    def test_what_lies_outside_is_cut_off(self, api: Api, photo: bytes, scene: Pixels) -> None:
        placed = {**self.PLACED, "canvas_size": [50, 40], "original_image_location": [-10, -12]}
        assert np.array_equal(result_of(api, EXPAND, {"image": base64_of(photo), **placed}), scene[12:52, 10:60])

    @pytest.mark.parametrize(
        ("ratio", "shape"), [("1:1", (96, 96, 3)), ("3:2", (64, 96, 3)), (2.0, (64, 128, 3)), ("0.5", (192, 96, 3))]
    )
    def test_a_ratio_wins_over_placement(self, api: Api, photo: bytes, ratio: object, shape: tuple[int, ...]) -> None:
        fields = {"image": base64_of(photo), **self.PLACED, "aspect_ratio": ratio}
        assert result_of(api, EXPAND, fields).shape == shape

    def test_the_same_ratio_gives_the_same_picture(self, api: Api, photo: bytes, scene: Pixels) -> None:
        assert np.array_equal(result_of(api, EXPAND, {"image": base64_of(photo), "aspect_ratio": 1.5}), scene)

    def test_a_colour_can_be_the_surroundings(self, api: Api, photo: bytes, scene: Pixels) -> None:
        fields = {"image": base64_of(photo), **self.PLACED, "prompt": "lime"}
        result = result_of(api, EXPAND, fields)
        assert (result[:20] == (0, 255, 0)).all()
        assert np.array_equal(result[20:84, 30:126], scene)

    def test_a_small_subject_is_told(self, api: Api, photo: bytes) -> None:
        fields = {"image": base64_of(photo), **self.PLACED, "canvas_size": [160, 160], "sync": True}
        assert "15%" in api.post(EXPAND, fields).json()["result"]["warning"]

    @pytest.mark.parametrize(("preserve", "channels"), [(True, 4), (False, 3)])
    def test_transparency_is_kept_on_request(self, api: Api, scene: Pixels, preserve: bool, channels: int) -> None:
        image = base64_of(png(np.dstack((scene, np.full((64, 96), 200, np.uint8)))))
        result = result_of(api, EXPAND, {"image": image, **self.PLACED, "preserve_alpha": preserve})
        assert result.shape[2] == channels
        assert channels == 3 or (result[40, 60, 3], result[0, 0, 3]) == (200, 255)

    def test_a_transparent_edge_cannot_be_continued(self, api: Api, scene: Pixels) -> None:
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
    def test_what_cannot_be_done_is_told(
        self, api: Api, photo: bytes, queue: None, given: dict[str, Any], status: int
    ) -> None:
        assert api.post(EXPAND, {"image": base64_of(photo), **self.PLACED, **given}).status_code == status

    def test_v1_refuses_small_pictures(self, api: Api, photo: bytes) -> None:
        assert api.post("/v1/image_expansion", {"file": base64_of(photo), "aspect_ratio": "1:1"}).status_code == 406

    def test_v1_answers_with_many_words(self, api: Api, portrait: bytes) -> None:
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
