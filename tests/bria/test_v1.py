"""Version 1 of the isolated routes: what is sent for each, and the three forms of its answers."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

import bria
from bria import Bria, Hints, Packshot, Placement, Result
from tests.bria.fakes import Scene, reply

PNG = b"\x89PNG image"
PNG64 = base64.b64encode(PNG).decode()
ADDRESS = "https://a/b.png"
HINTS = Hints(keep=ADDRESS, mask_ids=(2,))
HINTED = {"keep": ADDRESS, "mask_ids": [2]}
PLACEMENT = Placement(canvas=(8, 6), size=(4, 3), place=(0, 1))
PLACED = {"canvas_size": [8, 6], "original_image_size": [4, 3], "original_image_location": [0, 1]}

ORDERS: list[tuple[Callable[[Bria], Result], str, dict[str, Any]]] = [
    (lambda b: b.v1.erase(PNG, PNG), "eraser", {"mask_file": PNG64}),
    (lambda b: b.v1.erase(PNG, ADDRESS), "eraser", {"mask_url": ADDRESS}),
    (
        lambda b: b.v1.erase(PNG, ADDRESS, include_shadow=True),
        "eraser",
        {"mask_url": ADDRESS, "include_shadow": True},
    ),
    (lambda b: b.v1.erase_foreground(PNG), "erase_foreground", {}),
    (lambda b: b.v1.remove_background(PNG, hints=HINTS), "background/remove", HINTED),
    (lambda b: b.v1.blur_background(PNG, 2, hints=HINTS), "background/blur", {"scale": 2, **HINTED}),
    (lambda b: b.v1.expand(PNG, PLACEMENT), "image_expansion", PLACED),
    (
        lambda b: b.v1.expand(PNG, "1:1", "sea", seed=3),
        "image_expansion",
        {"aspect_ratio": "1:1", "prompt": "sea", "seed": 3},
    ),
    (lambda b: b.v1.hide_faces(PNG, "pixelate", 5), "hide_faces", {"method": "pixelate", "strength": 5}),
    (lambda b: b.v1.increase_resolution(PNG, 4), "image/increase_resolution", {"desired_increase": 4}),
    (lambda b: b.v1.remove_background_guided(PNG, hints=HINTS), "background/remove/guided", HINTED),
    (lambda b: b.v1.product_cutout(PNG), "product/cutout", {}),
    (lambda b: b.v1.packshot(PNG, Packshot("#eeeeee")), "product/packshot", {"background_color": "#eeeeee"}),
    (lambda b: b.v1.product_shadow(PNG), "product/shadow", {"type": "regular", "shadow_type": "regular"}),
    (lambda b: b.v1.colorize(PNG, "black_and_white"), "colorize", {"color": "black_and_white"}),
    (lambda b: b.v1.crop_foreground(PNG, 5), "crop", {"padding": 5}),
]


@pytest.mark.parametrize(("order", "route", "fields"), ORDERS)
def test_each_edit_is_one_order_with_one_address(order: Any, route: str, fields: dict[str, Any]) -> None:
    scene = Scene(reply({"result_url": "u", "seed": 5}))
    assert order(scene.bria) == Result("u", seed=5)
    assert scene.transport.asked == [f"POST /v1/{route}"]
    assert scene.transport.sent() == {"file": PNG64, **fields, "sync": True}


def test_an_image_can_be_an_address() -> None:
    scene = Scene(reply({"result_url": "u"}))
    scene.bria.v1.crop_foreground(ADDRESS, sync=False)
    assert scene.transport.sent() == {"image_url": ADDRESS, "padding": 0, "sync": False}


def test_a_fill_has_several_addresses() -> None:
    scene = Scene(reply({"urls": ["u", "v"]}))
    assert scene.bria.v1.gen_fill(PNG, PNG, "red", 2, seed=1) == (Result("u"), Result("v"))
    expected = {"file": PNG64, "mask_file": PNG64, "prompt": "red", "num_results": 2, "seed": 1, "sync": True}
    assert scene.transport.sent() == expected


def test_a_replaced_background_has_addresses_seeds_and_sessions() -> None:
    scene = Scene(reply({"result": [["u", 7, "s.JPEG"], ["v"], "odd", []]}))
    found = scene.bria.v1.replace_background(PNG, "#fff", num_results=2, hints=HINTS)
    assert found == (Result("u", seed=7, sid="s.JPEG"), Result("v"))
    assert scene.transport.asked == ["POST /v1/background/replace"]
    expected = {"bg_prompt": "#fff", "num_results": 2, "original_quality": False, "sync": True}
    assert scene.transport.sent() == {"file": PNG64, **expected, **HINTED}


@pytest.mark.parametrize(("image", "field"), [(PNG, {"ref_image_file": PNG64}), (ADDRESS, {"ref_image_url": ADDRESS})])
def test_a_reference_is_sent_as_content_or_address(image: bytes | str, field: dict[str, str]) -> None:
    scene = Scene(reply({"result": [["u", 7, "s"]]}))
    scene.bria.v1.replace_background(PNG, reference=image)
    assert {name: value for name, value in scene.transport.sent().items() if name.startswith("ref_")} == field


@pytest.mark.parametrize("given", [{}, {"prompt": "red", "reference": PNG}])
def test_a_background_is_either_a_prompt_or_a_reference(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either"):
        Scene(reply()).bria.v1.replace_background(PNG, **given)


@pytest.mark.parametrize("body", [{}, [], {"urls": []}, {"urls": "u"}])
def test_a_fill_without_addresses_leaves_the_outcome_unknown(body: object) -> None:
    with pytest.raises(bria.OutcomeUnknown):
        Scene(reply(body)).bria.v1.gen_fill(PNG, PNG, "red")


def test_a_missing_file_is_an_error_though_its_status_is_a_success() -> None:
    with pytest.raises(bria.RejectedInput):
        Scene(reply({"code": 206, "description": "not provided"}, 206)).bria.v1.remove_background(PNG)
