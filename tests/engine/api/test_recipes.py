"""``POST /v2/recipes/run``: asynchronous as the edits are, told apart from them, and refused in one sentence."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pytest_django import Settings

from engine import webhooks
from engine.models import Request
from engine.recipes.run import apply
from harness.images import Pixels, base64_of, encode_image, pixels_of, png
from recipes import runs
from recipes.reading import read_object
from recipes.writing import value_to_json
from tests.engine.api import test_openapi
from tests.engine.api.conftest import Api, Receiver

RUN = "/v2/recipes/run"


@pytest.fixture
def recipe(box_mask: Pixels) -> dict[str, Any]:
    mark = value_to_json(runs.encode((box_mask > 0).tobytes(), 96))
    return {"recipe": 1, "name": "No box", "steps": [{"do": "hide_faces"}, {"do": "erase", "mask": mark}]}


@pytest.fixture
def fields(photo: bytes, recipe: dict[str, Any]) -> dict[str, Any]:
    return {"image": base64_of(photo), "recipe": recipe}


def refusal(api: Api, fields: dict[str, Any]) -> tuple[int, str]:
    answer = api.post(RUN, fields)
    return answer.status_code, answer.json()["error"]["details"]


def test_the_status_tells_what_each_step_did(api: Api, fields: dict[str, Any]) -> None:
    accepted = api.post(RUN, fields)
    assert accepted.status_code == 202
    result = api.get(accepted.json()["status_url"]).json()["result"]
    told = result["recipe"]
    assert told["name"] == "No box"
    assert [(step["step"], step["do"], step["done"]) for step in told["steps"]] == [
        (1, "hide_faces", False),
        (2, "erase", True),
    ]
    assert told["steps"][0]["found"]["faces"]["count"] == 0
    assert (told["input"]["width"], told["input"]["height"]) == (96, 64)


def test_the_result_is_that_of_the_recipe_without_the_api(
    api: Api, fields: dict[str, Any], photo: bytes, recipe: dict[str, Any]
) -> None:
    result = api.post(RUN, {**fields, "sync": True}).json()["result"]
    assert api.fetch(result["image_url"]) == apply(read_object(recipe), photo).image


def test_the_text_of_a_file_is_taken_as_well(api: Api, fields: dict[str, Any], recipe: dict[str, Any]) -> None:
    addresses = [
        api.post(RUN, {**fields, "recipe": form, "sync": True}).json()["result"]["image_url"]
        for form in (recipe, json.dumps(recipe))
    ]
    assert api.fetch(addresses[0]) == api.fetch(addresses[1])


def test_where_nothing_is_found_the_picture_itself_comes_back(api: Api, photo: bytes, scene: Pixels) -> None:
    recipe = {"recipe": 1, "steps": [{"do": "hide_faces"}]}
    result = api.post(RUN, {"image": base64_of(photo), "recipe": recipe, "sync": True}).json()["result"]
    assert (pixels_of(api.fetch(result["image_url"])) == scene).all()


def test_a_webhook_is_told(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    answer = api.post(RUN, {**fields, "webhook_url": receiver.url}).json()
    assert webhooks.deliver() == 1
    [(body, _)] = receiver.received
    assert json.loads(body) == api.get(answer["status_url"]).json()


def test_the_answers_have_the_form_that_the_document_tells(api: Api, fields: dict[str, Any]) -> None:
    described = api.client.get("/openapi.json").json()
    now, later = api.post(RUN, {**fields, "sync": True}), api.post(RUN, fields)
    status = api.get(later.json()["status_url"])
    for path, response in ((RUN, now), (RUN, later), ("/v2/status/{request_id}", status)):
        schema = test_openapi.answer_schema(described, path, response.status_code)
        assert test_openapi.faults(schema, response.json()) == []


def test_the_capabilities_tell_of_it(api: Api) -> None:
    assert api.get("/v2/capabilities").json()["operations"]["recipes_run"]["available"]


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        (None, "'recipe' is missing."),
        (5, 'This is no recipe: one is an object that says "recipe": 1.'),
        ("{", "The file is no recipe: it cannot be read as JSON."),
        ({"recipe": 2, "steps": []}, "The recipe is of version 2 of the format; this studio reads version 1."),
        (
            {"recipe": 1, "steps": [{"do": "erase", "mask": "http://10.0.0.1/"}]},
            "Step 1 (erase): 'mask' must be an object with 'runs', 'ids' or 'rule', and no path or address.",
        ),
        ({"recipe": 1, "steps": [{"do": "erase"}]}, "Step 1 (erase): 'mask' is missing."),
    ],
)
def test_what_is_no_recipe_is_a_bad_request(api: Api, photo: bytes, recipe: Any, sentence: str) -> None:
    assert refusal(api, {"image": base64_of(photo), "recipe": recipe}) == (400, sentence)
    assert not Request.objects.exists()


def test_what_the_picture_does_not_take_is_told_by_the_status(api: Api, photo: bytes) -> None:
    recipe = {"recipe": 1, "steps": [{"do": "erase", "mask": {"ids": [250]}}]}
    accepted = api.post(RUN, {"image": base64_of(photo), "recipe": recipe}).json()
    status = api.get(accepted["status_url"]).json()
    assert status["status"] == "ERROR"
    assert (status["error"]["code"], status["error"]["details"]) == (
        400,
        "Step 1 (erase): This image has no mask 250.",
    )


def test_a_recipe_of_too_many_bytes_is_refused(api: Api, photo: bytes) -> None:
    step = {"do": "replace_background", "ref_images": {"base64": base64_of(bytes(6_500_000))}}
    recipe = {"recipe": 1, "steps": [step]}
    assert refusal(api, {"image": base64_of(photo), "recipe": recipe}) == (400, "A recipe has at most 8 MB.")


def test_a_prompt_and_a_picture_in_a_recipe_are_judged(api: Api, photo: bytes, settings: Settings) -> None:
    settings.STUDIO_MODERATION = "tests.engine.api.moderation_policies.no_red"
    grey = base64_of(png(np.full((64, 96, 3), 128, np.uint8)))
    for name, value in (("prompt", "red"), ("ref_images", {"base64": base64_of(photo)})):
        recipe = {"recipe": 1, "steps": [{"do": "replace_background", name: value}]}
        fields = {"image": grey, "recipe": recipe, "sync": True, "visual_input_content_moderation": True}
        status, sentence = refusal(api, fields)
        assert status == 422 and f"the 'recipe: Step 1 (replace_background), {name}' parameter" in sentence


def test_a_large_recipe_is_a_file_and_no_row(api: Api, fields: dict[str, Any]) -> None:
    api.post(RUN, fields)
    assert len(json.dumps(Request.objects.get().arguments)) < 400


def test_a_picture_of_any_kind_gives_a_png(api: Api, scene: Pixels, recipe: dict[str, Any]) -> None:
    photo = encode_image(Image.fromarray(scene), "WEBP")
    result = api.post(RUN, {"image": base64_of(photo), "recipe": recipe, "sync": True}).json()["result"]
    assert pixels_of(api.fetch(result["image_url"])).shape == scene.shape
