"""Input that cannot be used, route by route over a real socket: what is missing, mistyped, out of range, contradictory
or somebody else's, and images and masks that nothing can be done with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import requests

from engine import urls
from engine.capabilities import GENERATIVE_ROUTES as UNAVAILABLE
from engine.image_fields import IMAGE_FORMAT, MASK_FORMAT
from engine.views.openapi import describe
from harness.contract.service import Service, patch, portrait
from harness.images import Pixels, base64_of, png

Schema = dict[str, Any]

PATHS = describe("http://localhost", urls.urlpatterns)["paths"]
OPERATIONS = [(path, method) for path, item in PATHS.items() for method in item if method != "parameters"]
ERASE, EXPAND, REPLACE = (f"/v2/image/edit/{name}" for name in ("erase", "expand", "replace_background"))
IMAGE, MASK = base64_of(png(portrait())), base64_of(png(patch()))
TALL = np.full((256, 64), 255, np.uint8)
# What these need is in their addresses.
NOTHING_NEEDED = ("/v1/{visual_id}/image_to_psd", "/v1/{visual_id}/increase_resolution")
PLACED = {"canvas_size": [300, 300], "original_image_size": [256, 256], "original_image_location": [9, 9]}


@pytest.fixture(scope="module")
def service(address: str) -> Iterator[Service]:
    with requests.Session() as session:
        yield Service(address, session)


@pytest.fixture(scope="module")
def visual_id(service: Service) -> str:
    return service.registered(png(portrait()))


def fields_of(path: str) -> Schema:
    """The fields that the route takes as JSON, with their schemas."""
    content = PATHS[path].get("post", {}).get("requestBody", {}).get("content", {})
    found: Schema = content.get("application/json", {}).get("schema", {}).get("properties", {})
    return found


def required_of(path: str) -> list[str]:
    content = PATHS[path]["post"]["requestBody"]["content"]
    found: list[str] = next(iter(content.values()))["schema"]["required"]
    return found


def good(path: str) -> Schema:
    """A body that the route would take."""
    values = {IMAGE_FORMAT: IMAGE, MASK_FORMAT: MASK}
    body: Schema = {
        name: values[schema["format"]]
        for name, schema in fields_of(path).items()
        if schema.get("format") in values and name not in ("keep", "remove")
    }
    more = {"prompt": "red", "bg_prompt": "red", "changes": [{"mask_id": 1}], "color": "sepia_vintage", **PLACED}
    if "guided" in path:  # takes no words
        del more["prompt"]
    return body | {name: value for name, value in more.items() if name in fields_of(path)}


BODIES = [path for path in PATHS if fields_of(path) and path.removeprefix("/v2/") not in UNAVAILABLE]
FIELDS = [(path, name) for path in BODIES for name in fields_of(path)]
RANGES = [
    (path, name, value)
    for path, name in FIELDS
    for schema in [fields_of(path)[name]]
    for value in [
        *([schema["minimum"] - 1, schema["maximum"] + 1] if "minimum" in schema else []),
        *(["no such word"] if "enum" in schema else []),
    ]
]


def refused(service: Service, path: str, body: Schema, visual_id: str, status: int) -> None:
    """The route answers ``status``, in the form of its version and with a sentence."""
    response = service.post(path.replace("{visual_id}", visual_id), body)
    assert response.status_code == status, response.text
    said = response.json()
    assert (said["error"]["details"] if path.startswith("/v2/") else said["message"]).endswith(".")


@pytest.mark.parametrize("path", sorted({*BODIES}.difference(NOTHING_NEEDED)))
def test_an_empty_body_is_refused(service: Service, visual_id: str, path: str) -> None:
    refused(service, path, {}, visual_id, 400)


@pytest.mark.parametrize(("path", "name"), [(path, name) for path in BODIES for name in required_of(path)])
def test_a_missing_field_is_told(service: Service, visual_id: str, path: str, name: str) -> None:
    body = {field: value for field, value in good(path).items() if field != name}
    refused(service, path, body, visual_id, 400)


@pytest.mark.parametrize(("path", "name"), FIELDS)
def test_another_type_is_refused(service: Service, visual_id: str, path: str, name: str) -> None:
    refused(service, path, {**good(path), name: {"x": [1]}}, visual_id, 400)


@pytest.mark.parametrize(("path", "name", "value"), RANGES)
def test_a_value_out_of_range_is_refused(service: Service, visual_id: str, path: str, name: str, value: object) -> None:
    refused(service, path, {**good(path), name: value}, visual_id, 400)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/background/replace", {"bg_prompt": "red", "ref_image_url": IMAGE}),
        ("/v1/background/replace", {"bg_prompt": None}),
        (REPLACE, {"prompt": "red", "ref_images": [IMAGE]}),
        (REPLACE, {"prompt": ""}),
        (EXPAND, {**PLACED, "original_image_size": None}),
        (EXPAND, {**PLACED, "original_image_location": [1000, 1000]}),
        (EXPAND, {**PLACED, "canvas_size": [100_000, 100_000]}),
        (EXPAND, {**PLACED, "canvas_size": [5001, 5000]}),
        (EXPAND, {"aspect_ratio": 0.001}),
        (EXPAND, {"aspect_ratio": "0:0"}),
        ("/v2/image/edit/increase_resolution", {"desired_increase": 3}),
        ("/v2/image/edit/crop_foreground", {"padding": 257}),
        ("/v2/image/edit/remove_background", {"mask_ids": [256]}),
    ],
)
def test_contradictions_are_refused(service: Service, path: str, body: Schema) -> None:
    image = "file" if path.startswith("/v1/") else "image"
    refused(service, path, {image: IMAGE, **body}, "", 400)


@pytest.mark.parametrize(
    "actions",
    [
        {"age": 99},
        {"age": "older than the hills"},
        {"gender": "female"},
        {"wings": 3},
        {"expression": {"smile": 2, "anger": 1}},
        ["age"],
    ],
)
def test_what_person_info_does_not_offer_is_refused(service: Service, visual_id: str, actions: object) -> None:
    [person] = service.said(service.get(f"/v1/{visual_id}/person/info"))
    create = "/v1/{visual_id}/create"
    refused(service, create, {"changes": [{"id": person["id"], "actions": actions}]}, visual_id, 400)
    refused(service, create, {"changes": [{"id": "0" * 64, "actions": {"age": 3}}]}, visual_id, 400)


@pytest.mark.parametrize(
    ("image", "status"),
    [
        (f"data:image/png;base64,{IMAGE}", 202),
        (IMAGE[:77] + "\n" + IMAGE[77:], 202),
        (IMAGE[:77] + "\r\n" + IMAGE[77:], 202),
        (IMAGE.rstrip("="), 202),
        ("A", 400),
        ("no base64!", 400),
        ("data:image/png;base64", 400),
        (base64_of(b"no image"), 415),
        (IMAGE[: len(IMAGE) // 2 // 4 * 4], 202),  # half a picture, as browsers show it
        (IMAGE[:40], 415),
    ],
)
def test_base64_is_taken_unless_it_is_broken(service: Service, image: str, status: int) -> None:
    assert service.post(ERASE, {"image": image, "mask": MASK}).status_code == status


def test_of_two_fields_for_an_image_the_address_counts(service: Service) -> None:
    both = {"image_url": "http://127.0.0.1/photo.png", "file": IMAGE, "mask_file": MASK}
    refused(service, "/v1/eraser", both, "", 400)  # the address comes first, and leads home


@pytest.mark.parametrize(
    ("mask", "status"),
    [
        (TALL, 422),
        (np.zeros((256, 256), np.uint8), 422),
        (np.full((256, 256), 255, np.uint8), 422),
        (np.dstack([patch(), patch(), patch() // 2]), 200),
        (np.dstack([np.full((256, 256, 3), 255, np.uint8), patch()]), 200),
        (np.dstack([np.full((256, 256, 3), 255, np.uint8), np.zeros((256, 256), np.uint8)]), 422),
    ],
    ids=["another aspect", "black", "white", "coloured", "with alpha", "transparent"],
)
def test_a_mask_counts_where_it_is_white(service: Service, visual_id: str, mask: Pixels, status: int) -> None:
    drawn = base64_of(png(mask))
    assert service.post("/v1/eraser", {"file": IMAGE, "mask_file": drawn}).status_code == status
    assert service.post(ERASE, {"image": IMAGE, "mask": drawn, "sync": True}).status_code == status


def test_a_transparent_edge_cannot_be_continued(service: Service) -> None:
    alpha = np.full((256, 256), 255, np.uint8)
    alpha[:, -1] = 0
    refused(service, EXPAND, {"image": base64_of(png(np.dstack([portrait(), alpha]))), **PLACED}, "", 422)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/background/replace", 406),
        ("/v1/image_expansion", 406),
        ("/v1/image/increase_resolution", 412),
        ("/v2/image/edit/increase_resolution", 422),
    ],
)
def test_an_image_that_is_too_small_is_told(service: Service, path: str, status: int) -> None:
    speck = base64_of(png(np.zeros((8, 8, 3), np.uint8)))
    images = {name for name, schema in fields_of(path).items() if schema.get("format") == IMAGE_FORMAT}
    refused(service, path, {name: speck if name in images else value for name, value in good(path).items()}, "", status)


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method in OPERATIONS if "{visual_id}" in path])
def test_an_unknown_image_and_somebody_elses_are_not_found(
    service: Service, address: str, visual_id: str, path: str, method: str
) -> None:
    stranger = Service(address, service.session, "a-stranger")
    for asking, known in ((service, "0" * 16), (stranger, visual_id)):
        where = path.replace("{visual_id}", known)
        answer = asking.get(where) if method == "get" else asking.post(where, good(path))
        assert answer.status_code == 404, answer.text


def test_somebody_elses_request_is_not_found(service: Service, address: str) -> None:
    accepted = service.said(service.post(ERASE, {"image": IMAGE, "mask": MASK}), 202)
    stranger = Service(address, service.session, "a-stranger")
    path = accepted["status_url"].removeprefix(address)
    assert stranger.said(stranger.get(path), 404) == {"status": "NOT_FOUND"}


def test_a_result_has_one_end(service: Service) -> None:
    result = service.said(service.post("/v1/eraser", {"file": IMAGE, "mask_file": MASK}))["result_url"]
    assert service.get(result.removeprefix(service.base).replace("Expires=", "Expires=9")).status_code == 404


@pytest.mark.parametrize("path", sorted(PATHS))
def test_other_methods_are_refused(service: Service, path: str) -> None:
    where = service.base + path.replace("{visual_id}", "0" * 16).replace("{request_id}", "x")
    methods = {method.upper() for method in PATHS[path] if method != "parameters"}
    for method in {"GET", "POST", "PUT", "DELETE"} - methods:
        answer = service.session.request(method, where, headers=service.headers)
        assert answer.status_code == 405, (method, answer.text)
        assert set(answer.headers["Allow"].split(", ")) == methods
