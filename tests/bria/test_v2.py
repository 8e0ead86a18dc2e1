"""Version 2 edits: what is sent for each, and what is read from their results."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

import bria
from bria import Bria, Finding, Hints, Mask, Packshot, Placement, Result, Shadow
from tests.bria.fakes import Scene, reply

PNG = b"\x89PNG image"
PNG64 = base64.b64encode(PNG).decode()
ADDRESS = "https://a/b.png"
HINTS = Hints(keep=PNG, remove=ADDRESS, mask_ids=(3, 7))
HINTED = {"keep": PNG64, "remove": ADDRESS, "mask_ids": [3, 7]}
PLACEMENT = Placement(canvas=(800, 600), size=(400, 300), place=(200, -10))

ORDERS: list[tuple[Callable[[Bria], str], str, dict[str, Any]]] = [
    (lambda b: b.submit_erase(PNG, ADDRESS), "edit/erase", {"mask": ADDRESS}),
    (
        lambda b: b.submit_erase(PNG, ADDRESS, include_shadow=True),
        "edit/erase",
        {"mask": ADDRESS, "include_shadow": True},
    ),
    (
        lambda b: b.submit_gen_fill(PNG, PNG, "light blue", seed=4),
        "edit/gen_fill",
        {"mask": PNG64, "prompt": "light blue", "seed": 4},
    ),
    (lambda b: b.submit_erase_foreground(PNG), "edit/erase_foreground", {}),
    (
        lambda b: b.submit_remove_background(PNG, hints=HINTS, preview=900),
        "edit/remove_background",
        {**HINTED, "preview": 900},
    ),
    (lambda b: b.submit_blur_background(PNG, 3), "edit/blur_background", {"scale": 3}),
    (
        lambda b: b.submit_replace_background(PNG, "#ff8800"),
        "edit/replace_background",
        {"prompt": "#ff8800", "original_quality": False},
    ),
    (
        lambda b: b.submit_replace_background(PNG, reference=PNG, original_quality=True, hints=Hints()),
        "edit/replace_background",
        {"ref_images": [PNG64], "original_quality": True},
    ),
    (
        lambda b: b.submit_expand(PNG, PLACEMENT, "sea"),
        "edit/expand",
        {
            "canvas_size": [800, 600],
            "original_image_size": [400, 300],
            "original_image_location": [200, -10],
            "prompt": "sea",
        },
    ),
    (lambda b: b.submit_expand(PNG, "16:9"), "edit/expand", {"aspect_ratio": "16:9"}),
    (lambda b: b.submit_expand(PNG, 1.5, seed=2), "edit/expand", {"aspect_ratio": 1.5, "seed": 2}),
    (lambda b: b.submit_increase_resolution(PNG, 4), "edit/increase_resolution", {"desired_increase": 4}),
    (
        lambda b: b.submit_increase_resolution(PNG, fast=True),
        "edit/increase_resolution",
        {"desired_increase": 2, "fast": True},
    ),
    (
        lambda b: b.submit_hide_faces(PNG, "fill", 2, [{"x": 1, "y": 2, "w": 3, "h": 4}]),
        "edit/hide_faces",
        {"method": "fill", "strength": 2, "faces": [{"x": 1, "y": 2, "w": 3, "h": 4}]},
    ),
    (lambda b: b.submit_hide_faces(PNG), "edit/hide_faces", {"method": "blur", "strength": 3}),
    (lambda b: b.submit_crop_foreground(PNG, 20), "edit/crop_foreground", {"padding": 20}),
    (lambda b: b.submit_remove_background_guided(PNG, hints=HINTS), "edit/remove_background/guided", HINTED),
    (
        lambda b: b.submit_remove_background_guided(PNG, "the cup"),
        "edit/remove_background/guided",
        {"prompt": "the cup"},
    ),
    (lambda b: b.submit_product_cutout(PNG, hints=HINTS), "edit/product/cutout", HINTED),
    (lambda b: b.submit_packshot(PNG), "edit/product/packshot", {"background_color": "#ffffff"}),
    (
        lambda b: b.submit_packshot(PNG, Packshot("transparent", (800, 600), 70, "float"), hints=HINTS),
        "edit/product/packshot",
        {
            "background_color": "transparent",
            "canvas_size": [800, 600],
            "product_share": 70,
            "shadow": "float",
            **HINTED,
        },
    ),
    (
        lambda b: b.submit_product_shadow(PNG),
        "edit/product/shadow",
        {"type": "regular", "shadow_type": "regular"},
    ),
    (
        lambda b: b.submit_product_shadow(PNG, Shadow("float", "#333333", (-5, 0), 0, 9, 100, 20, "#eeeeee")),
        "edit/product/shadow",
        {
            "type": "float",
            "shadow_type": "float",
            "shadow_color": "#333333",
            "shadow_offset": [-5, 0],
            "shadow_intensity": 0,
            "shadow_blur": 9,
            "shadow_width": 100,
            "shadow_height": 20,
            "background_color": "#eeeeee",
        },
    ),
    (lambda b: b.submit_colorize(PNG, "sepia_vintage"), "edit/colorize", {"color": "sepia_vintage"}),
    (lambda b: b.submit_all_masks(PNG), "segment/all_masks", {}),
]


def completed(**result: Any) -> Any:
    return reply({"status": "COMPLETED", "result": result, "request_id": "r1"})


@pytest.mark.parametrize(("order", "route", "fields"), ORDERS)
def test_each_edit_is_one_asynchronous_order(order: Any, route: str, fields: dict[str, Any]) -> None:
    scene = Scene(reply({"request_id": "r1", "status_url": "https://elsewhere/"}, 202))
    assert order(scene.bria) == "r1"
    assert scene.transport.asked == [f"POST /v2/image/{route}"]
    assert scene.transport.sent() == {"image": PNG64, **fields, "sync": False}


@pytest.mark.parametrize("given", [{}, {"prompt": "red", "reference": PNG}])
def test_a_background_is_either_a_prompt_or_a_reference(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either"):
        Scene(reply()).bria.submit_replace_background(PNG, **given)


def test_a_result_brings_what_was_said_beside_its_image() -> None:
    answer = completed(image_url="u", seed="42", refined_prompt="red", warning="Small.")
    expected = Result("u", "r1", seed=42, refined_prompt="red", warning="Small.")
    assert Scene(answer).bria.result_of("r1") == expected


def test_a_small_preview_comes_with_the_answer_itself() -> None:
    scene = Scene(reply({"result": {"image_url": "u"}, "request_id": "r1"}))
    assert scene.bria.remove_background(PNG, hints=HINTS, preview=900) == Result("u", "r1")
    assert scene.transport.asked == ["POST /v2/image/edit/remove_background"]
    assert scene.transport.sent() == {"image": PNG64, **HINTED, "preview": 900, "sync": True}


@pytest.mark.parametrize("body", [{"request_id": "r1"}, {"result": {}, "request_id": "r1"}, []])
def test_an_answer_that_lacks_the_result_leaves_the_outcome_unknown(body: object) -> None:
    with pytest.raises(bria.OutcomeUnknown):
        Scene(reply(body)).bria.remove_background(PNG)


@pytest.mark.parametrize("seed", [None, "many", 1.5])
def test_a_strange_seed_is_dropped(seed: object) -> None:
    assert Scene(completed(image_url="u", seed=seed)).bria.result_of("r1").seed is None


def test_masks_are_read_in_their_order() -> None:
    masks = [{"id": 1, "mask_id": 9, "image_url": "u", "area": 5, "confidence": 1}, {"image_url": "v"}, {"id": 3}, "x"]
    assert Scene(completed(masks=masks)).bria.masks_of("r1") == (Mask(1, "u", 5, 1.0, 9), Mask(2, "v", 0, 0.0))


def test_masks_of_a_failed_request_are_an_error() -> None:
    failed = reply({"status": "ERROR", "error": {"code": 415, "message": "m", "details": "d"}, "request_id": "r1"})
    with pytest.raises(bria.RejectedInput):
        Scene(failed).bria.masks_of("r1")


@pytest.mark.parametrize(
    ("where", "fields"), [({"box": (1, 2, 30, 40)}, {"box": [1, 2, 30, 40]}), ({"mask": PNG}, {"mask": PNG64})]
)
def test_it_looks_for_the_object_at_one_place(where: dict[str, Any], fields: dict[str, Any]) -> None:
    scene = Scene(reply({"result": {"mask_url": "https://results/1.png", "score": 0.8}, "request_id": "r1"}))
    assert scene.bria.segment_object(PNG, **where) == bria.Segment("https://results/1.png", 0.8)
    assert scene.transport.asked == ["POST /v2/image/segment/object"]
    assert scene.transport.sent() == {"image": PNG64, **fields, "sync": True}


def test_a_place_where_nothing_is_found_is_told() -> None:
    with pytest.raises(bria.RejectedInput, match="Nothing stands out"):
        Scene(reply({"message": "Nothing stands out there."}, 422)).bria.segment_object(PNG, box=(1, 2, 3, 4))


def test_a_look_that_ends_without_a_mask_is_a_failure() -> None:
    with pytest.raises(bria.ServiceFailure, match="without a mask"):
        Scene(reply({"result": {}, "request_id": "r1"})).bria.segment_object(PNG, mask=PNG)


def test_a_recipe_is_one_order_and_tells_what_its_steps_did() -> None:
    recipe = {"recipe": 1, "steps": [{"do": "hide_faces"}]}
    found = {"faces": {"rule": "faces", "count": 1}}
    step = {"step": 1, "do": "hide_faces", "done": True, "found": found, "warnings": ["Small.", 5]}
    told = {"input": {"sha256": "a"}, "output": {"sha256": "b"}, "steps": [step, "x"]}
    scene = Scene(reply({"request_id": "r1"}, 202), completed(image_url="u", recipe=told))
    assert scene.bria.run_recipe(PNG, recipe) == bria.RecipeResult(
        Result("u", "r1"), (bria.RecipeStep(1, "hide_faces", True, found, ("Small.",)),), "a", "b"
    )
    assert scene.transport.asked == ["POST /v2/recipes/run", "GET /v2/status/r1"]
    assert scene.transport.sent(0) == {"image": PNG64, "recipe": recipe, "sync": False}


@pytest.mark.parametrize("told", [None, "x", {"steps": 5, "input": "x"}, {"steps": [{}]}])
def test_a_recipe_of_which_little_is_told_has_a_result_all_the_same(told: object) -> None:
    answer = completed(image_url="u", recipe=told)
    assert Scene(answer).bria.recipe_result_of("r1").result == Result("u", "r1")


def test_a_recipe_that_ends_without_an_image_is_a_failure() -> None:
    with pytest.raises(bria.ServiceFailure, match="without an image"):
        Scene(completed(recipe={})).bria.recipe_result_of("r1")


def test_a_check_of_a_product_comes_at_once() -> None:
    small = {"rule": "size", "passed": False, "value": 800, "limit": 1000, "text": "Too small."}
    findings = [small, {"rule": "text", "passed": None}, {"text": "without a rule"}, "odd"]
    scene = Scene(reply({"result": {"passed": False, "findings": findings}, "request_id": "r1"}))
    assert scene.bria.check_product(PNG) == (
        Finding("size", False, 800, 1000, "Too small."),
        Finding("text", None, 0, 0, ""),
    )
    assert scene.transport.asked == ["POST /v2/product/check"]
    assert scene.transport.sent() == {"image": PNG64}


def test_it_looks_for_spots() -> None:
    spots = [{"box": [1, 2, 3, 4], "score": 0.5}, {"box": ["1", 2, 3, 4]}, {"score": 1}]
    scene = Scene(reply({"result": {"mask_url": "https://results/1.png", "spots": spots}, "request_id": "r1"}))
    assert scene.bria.find_spots(PNG) == bria.Spots("https://results/1.png", (bria.Spot((1, 2, 3, 4), 0.5),))
    assert scene.transport.asked == ["POST /v2/image/segment/spots"]
    assert scene.transport.sent() == {"image": PNG64, "sync": True}


def test_a_look_for_spots_that_ends_without_a_mask_is_a_failure() -> None:
    with pytest.raises(bria.ServiceFailure, match="without a mask"):
        Scene(reply({"result": {"spots": []}, "request_id": "r1"})).bria.find_spots(PNG)


def test_another_fill_is_asked_for_by_its_number() -> None:
    scene = Scene(reply({"request_id": "r1", "status_url": "https://x/v2/status/r1"}, 202))
    scene.bria.submit_erase(PNG, PNG, variant=2)
    assert scene.transport.sent()["variant"] == 2
