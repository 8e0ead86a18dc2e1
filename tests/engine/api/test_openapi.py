"""The OpenAPI document says what the routes do: its fields are those that are read, its answers those given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from engine import urls
from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.registry import EDITS
from engine.errors import EngineError
from engine.fields import Field
from engine.payloads import Payload
from engine.views.decorators import endpoints
from engine.views.openapi import describe
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import Api

Schema = dict[str, Any]

LOOK = "sepia_vintage"
GUIDED = "remove_background_guided"  # the one edit that takes no prompt that others take


@pytest.fixture(scope="module")
def described() -> Schema:
    return describe("http://localhost", urls.urlpatterns)


@pytest.fixture
def body(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    """Fields that together satisfy every edit, images by the last of their names."""
    return {
        "image_file": base64_of(photo),
        "mask_file": base64_of(png(box_mask)),
        "prompt": "red",
        "seed": 3,
        "color": LOOK,
    }


class Noted(dict[str, Any]):
    """Fields that remember which of them were asked for."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


def read_by(edit: Edit, values: dict[str, Any]) -> set[str]:
    """The fields that an edit asks for."""
    noted = Noted(values)
    try:
        edit.read(Call(2, "1", "alice", "http://localhost", False, False, Payload(noted, {})))
    except EngineError as error:  # where one field makes up for another, and neither is there
        assert edit.slug in ("expand", "gen_fill", "replace_background", GUIDED), error
    return noted.asked


def named(fields: Iterable[Field]) -> set[str]:
    """All names that fields go by."""
    return {name for field in fields for name in field.names}


@pytest.mark.django_db
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.slug)
def test_the_fields_of_an_edit_are_those_it_reads(edit: Edit, body: dict[str, Any]) -> None:
    without_prompt = {name: value for name, value in body.items() if name != "prompt"}
    reference = {**without_prompt, "ref_image": body["image_file"]}
    forms = [body, without_prompt, reference, {**body, "aspect_ratio": "1:1"}]
    asked = set().union(*(read_by(edit, form) for form in forms))
    moderated = {flag for flag in asked if "moderation" in flag}
    assert asked - moderated == named(edit.fields)


def test_every_route_is_in_it(described: Schema) -> None:
    described_routes = {
        (method.upper(), path.replace("{", "<str:").replace("}", ">")[1:])
        for path, item in described["paths"].items()
        for method in item
        if method != "parameters"
    }
    routes = {
        (method, str(pattern.pattern))
        for pattern in urls.urlpatterns
        if "<path:" not in str(pattern.pattern)
        if pattern.callback in endpoints
        for method in endpoints[pattern.callback].methods
    }
    assert described_routes == routes
    assert len(routes) > 40


def test_what_is_needed_is_among_the_fields(described: Schema) -> None:
    for path, item in described["paths"].items():
        schemas = item.get("post", {}).get("requestBody", {}).get("content", {})
        for schema in (form["schema"] for form in schemas.values()):
            assert set(schema["required"]) <= set(schema["properties"]), path


def test_operations_have_names_of_their_own_and_words(described: Schema) -> None:
    operations = [item[method] for item in described["paths"].values() for method in item if method != "parameters"]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] and operation["description"] for operation in operations)


def test_it_is_served_to_anyone(api: Api) -> None:
    response = api.client.get("/openapi.json", headers={"api_token": ""})
    assert response.json()["openapi"].startswith("3.1")
    assert response.json()["servers"] == [{"url": "http://localhost"}]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.slug)
def test_the_answers_of_an_edit_are_those_it_gives(
    api: Api, described: Schema, edit: Edit, large: dict[str, Any]
) -> None:
    faces = [{"x": 20, "y": 20, "w": 60, "h": 60}]
    wanted = {**large, "aspect_ratio": "4:5", "num_results": 1, "faces": faces, "color": LOOK}
    wanted["prompt"] = "" if edit.slug == GUIDED else "red"
    for path, sync in (
        (f"/v1/{edit.v1_path}", True),
        *((f"/{address}", True) for address in edit.v2_addresses),
        (f"/{edit.v2_addresses[0]}", False),
    ):
        response = api.post(path, {**wanted, "sync": sync})
        assert faults(answer_schema(described, path, response.status_code), response.json()) == []
    status = api.get(response.json()["status_url"])
    assert status.json()["status"] == "COMPLETED"
    assert faults(answer_schema(described, "/v2/status/{request_id}", 200), status.json()) == []


@pytest.fixture
def large(scene: Pixels, box_mask: Pixels) -> dict[str, Any]:
    """What every edit takes, in a size that v1 takes."""
    photo, mask = (png(pixels.repeat(4, 0).repeat(4, 1)) for pixels in (scene, box_mask))
    return {"image": base64_of(photo), "mask": base64_of(mask), "prompt": "red"}


def test_the_answers_about_a_registered_image_are_those_it_gives(api: Api, described: Schema, portrait: bytes) -> None:
    visual_id = api.register(portrait)
    for path in ("info", "person/info", "objects/info", "background/info", "objects/mask_generator"):
        response = api.get(f"/v1/{visual_id}/{path}")
        assert faults(answer_schema(described, f"/v1/{{visual_id}}/{path}", 200), response.json()) == []


def test_the_capabilities_are_of_the_form_it_tells(api: Api, described: Schema) -> None:
    schema, told = answer_schema(described, "/v2/capabilities", 200), api.get("/v2/capabilities").json()
    assert faults(schema, told) == []
    operation = schema["properties"]["operations"]["additionalProperties"]
    assert [fault for said in told["operations"].values() for fault in faults(operation, said)] == []


def test_errors_have_the_form_it_tells(api: Api, described: Schema) -> None:
    for path in ("/v1/eraser", "/v2/image/edit/erase", "/v2/image/edit/enhance"):
        response = api.post(path)
        assert faults(answer_schema(described, path, response.status_code), response.json()) == []


def answer_schema(described: Schema, path: str, status: int) -> Schema:
    """The schema of one answer."""
    item = described["paths"][path]
    answer = (item.get("post") or item["get"])["responses"][str(status)]
    schema: Schema = answer["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}


def faults(schema: Schema, value: Any, where: str = "$") -> list[str]:
    """In what ``value`` is not as ``schema`` says; fields that it does not name are faults as well."""
    if "oneOf" in schema:
        found = [faults(option, value, where) for option in schema["oneOf"]]
        return [] if [] in found else found[0]
    if not isinstance(value, KINDS[schema["type"]]):
        return [f"{where} is no {schema['type']}"]
    if value not in schema.get("enum", [value]):
        return [f"{where} is {value}"]
    if isinstance(value, list) and "items" in schema:
        return [fault for item in value for fault in faults(schema["items"], item, f"{where}[]")]
    return faults_of_fields(schema, value, where) if "properties" in schema else []


def faults_of_fields(schema: Schema, value: Any, where: str) -> list[str]:
    """The same for an object with fields."""
    told = schema["properties"]
    missing = [f"{where}.{name} is missing" for name in schema["required"] if name not in value]
    unknown = [f"{where}.{name} is not told" for name in value if name not in told]
    known = [name for name in value if name in told]
    return [
        *missing,
        *unknown,
        *(fault for name in known for fault in faults(told[name], value[name], f"{where}.{name}")),
    ]
