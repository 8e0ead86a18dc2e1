"""Increasing the resolution of any picture and of a registered one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from engine import files, progress
from engine.errors import Abandoned
from engine.runners import increase_resolution
from engine.weights import waifu2x
from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api, result_of

ENLARGE = "/v2/image/edit/increase_resolution"


@pytest.mark.parametrize(("given", "shape"), [({}, (128, 192, 3)), ({"desired_increase": 4}, (256, 384, 3))])
def test_sides_become_twice_as_long_or_four_times(
    api: Api, photo: bytes, given: dict[str, Any], shape: tuple[int, ...]
) -> None:
    assert result_of(api, ENLARGE, {"image": base64_of(photo), **given}).shape == shape


def test_a_form_has_the_factor_in_its_query(api: Api, photo: bytes) -> None:
    response = api.client.post(
        "/v1/image/increase_resolution?desired_increase=4", {"file": SimpleUploadedFile("a.png", photo)}
    )
    assert pixels_of(api.fetch(response.json()["result_url"])).shape == (256, 384, 3)


@pytest.mark.parametrize(("preserve", "channels"), [(True, 4), (False, 3)])
def test_alpha_is_enlarged_or_dropped(api: Api, scene: Pixels, preserve: bool, channels: int) -> None:
    image = base64_of(png(np.dstack((scene, np.full((64, 96), 200, np.uint8)))))
    pixels = result_of(api, ENLARGE, {"image": image, "preserve_alpha": preserve})
    assert pixels.shape == (128, 192, channels)
    assert channels == 3 or (pixels[..., 3] == 200).all()


@pytest.mark.parametrize("factor", [3, 1, 8, "two", 2.5, True])
def test_other_factors_are_refused(api: Api, photo: bytes, factor: object) -> None:
    assert api.post(ENLARGE, {"image": base64_of(photo), "desired_increase": factor}).status_code == 400


@pytest.mark.parametrize(("path", "status"), [(ENLARGE, 422), ("/v1/image/increase_resolution", 412)])
def test_a_picture_too_small_is_told_as_each_version_does(api: Api, path: str, status: int) -> None:
    image = base64_of(png(np.zeros((15, 40, 3), np.uint8)))
    assert api.post(path, {"image": image}).status_code == status


def test_a_result_too_large_is_refused(api: Api, photo: bytes, settings: Settings) -> None:
    settings.RESULT_PIXELS = 4 * 64 * 96
    assert api.post(ENLARGE, {"image": base64_of(photo)}).status_code == 202
    assert api.post(ENLARGE, {"image": base64_of(photo), "desired_increase": 4}).status_code == 400


def test_a_registered_image_is_enlarged(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    answer = api.get(f"/v1/{visual_id}/increase_resolution?desired_increase=4").json()
    assert pixels_of(api.fetch(answer["image_res"])).shape == (256, 384, 3)
    assert api.get("/v1/0000000000000000/increase_resolution").status_code == 404


def enlarged(api: Api, image: bytes, **fields: Any) -> Pixels:
    return result_of(api, ENLARGE, {"image": base64_of(image), **fields})


def test_without_weights_fast_changes_nothing(api: Api, photo: bytes) -> None:
    assert (enlarged(api, photo) == enlarged(api, photo, fast=True)).all()
    assert api.get("/v2/capabilities").json()["limits"]["photo_pixels"] == 0


@pytest.mark.usefixtures("installed_weights")
class TestWithWeights:
    """With the networks of the installation."""

    def test_a_photo_is_enlarged_by_the_network_unless_it_is_to_be_fast(self, api: Api, photo: bytes) -> None:
        by_network, fast = enlarged(api, photo), enlarged(api, photo, fast=True)
        assert fast.shape == by_network.shape and (fast != by_network).any()
        assert api.get("/v2/capabilities").json()["limits"]["photo_pixels"] == 2048 * 2048

    def test_a_registered_image_can_be_enlarged_fast(self, api: Api, photo: bytes) -> None:
        address = f"/v1/{api.register(photo)}/increase_resolution"
        by_network, fast = (
            pixels_of(api.fetch(api.get(f"{address}?fast={fast}").json()["image_res"])) for fast in ("false", "true")
        )
        assert fast.shape == by_network.shape and (fast != by_network).any()

    def test_work_that_is_stopped_ends_between_two_tiles(self, api: Api, photo: bytes) -> None:
        shares: list[float | None] = []

        def listener(share: float | None) -> None:
            shares.append(share)
            if share:
                raise RuntimeError("no more")

        image = files.save(png(np.zeros((waifu2x.TILE + 1, waifu2x.TILE, 3), np.uint8)), ".png")
        with progress.listening(listener), pytest.raises(Abandoned):
            increase_resolution.run(image, 2, preserve_alpha=False)
        assert [share for share in shares if share] == [0.5]
