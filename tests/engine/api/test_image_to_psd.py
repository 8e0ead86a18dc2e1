"""A registered image in layers."""

from __future__ import annotations

import io

import numpy as np
from psd_tools import PSDImage

from engine.runners.image_to_psd import separate_objects
from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api


def layers_of(api: Api, path: str) -> PSDImage:
    return PSDImage.open(io.BytesIO(api.fetch(api.post(path).json()["image_res"])))


def test_there_are_background_foreground_and_objects(api: Api, photo: bytes, scene: Pixels) -> None:
    layers = layers_of(api, f"/v1/{api.register(photo)}/image_to_psd")
    assert [layer.name for layer in layers] == ["Background", "Foreground", "Object 1"]
    box = layers[2]
    found = np.asarray(box.topil())
    assert abs(box.left - 30) <= 2
    assert abs(box.bottom - 44) <= 2
    inside = scene[box.top : box.bottom, box.left : box.right]
    assert np.array_equal(found[..., :3][found[..., 3] == 255], inside[found[..., 3] == 255])


def test_the_background_is_empty(api: Api, photo: bytes) -> None:
    background = np.asarray(layers_of(api, f"/v1/{api.register(photo)}/image_to_psd")[0].topil())
    assert background[20:44, 30:60, 0].max() < 190


def test_a_sid_names_the_state_that_is_layered(api: Api, photo: bytes, box_mask: Pixels) -> None:
    visual_id = api.register(photo)
    mask = f"data:image/png;base64,{base64_of(png(box_mask))}"
    edit = api.post(f"/v1/{visual_id}/objects/remove", {"changes": [{"mask_url": mask}]}).json()
    layers = layers_of(api, f"/v1/{visual_id}/image_to_psd?sid={edit['sid']}")
    assert np.array_equal(np.asarray(layers.composite())[..., :3], pixels_of(api.fetch(edit["image_res"])))


def test_a_picture_without_a_subject_is_its_own_background(api: Api) -> None:
    flat = np.full((50, 60, 3), 90, np.uint8)
    layers = layers_of(api, f"/v1/{api.register(png(flat))}/image_to_psd")
    assert [layer.name for layer in layers] == ["Background"]


def test_somebody_elses_image_and_an_unknown_sid_are_not_found(api: Api, bob: Api, photo: bytes) -> None:
    visual_id = bob.register(photo)
    assert api.post(f"/v1/{visual_id}/image_to_psd").status_code == 404
    assert bob.post(f"/v1/{visual_id}/image_to_psd?sid=x.JPEG").status_code == 404


def test_objects_that_touch_are_layers_of_their_own() -> None:
    alpha = np.zeros((100, 200), np.uint8)
    alpha[10:90, 10:150] = 255
    alpha[40:50, 150:153] = 255  # a crumb of the second object
    left, right, behind = (np.zeros((100, 200), bool) for _ in range(3))
    left[10:90, 10:60], right[10:90, 60:150], behind[0:100, 140:200] = True, True, True
    named = separate_objects(alpha, [[20, 20, 20, 20]], [left, right, behind])
    assert [layer.name for layer in named] == ["Object 1", "Person 1"]
    assert np.count_nonzero(named[0].mask) == 80 * 90 + 30
    assert np.array_equal(named[1].mask, left)


def test_parts_with_a_face_are_people_and_crumbs_are_left_out() -> None:
    alpha = np.zeros((100, 200), np.uint8)
    alpha[10:90, 10:60] = 255
    alpha[10:60, 100:140] = 200
    alpha[70:90, 100:190] = 130
    alpha[5:7, 5:7] = 255
    alpha[0:4, 100:190] = 100
    named = separate_objects(alpha, [[20, 20, 20, 20], [15, 105, 10, 10]])
    assert [layer.name for layer in named] == ["Person 1", "Person 2", "Object 1"]
    assert [np.count_nonzero(layer.mask) for layer in named] == [4000, 2000, 1800]
