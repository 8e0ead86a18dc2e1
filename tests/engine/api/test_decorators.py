"""What all routes have in common: token, method, body, shapes of errors."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from harness.images import base64_of
from tests.engine.api.conftest import INTERNAL, Api

V1_ROUTES = [
    ("POST", "/v1/register"),
    ("POST", "/v1/upload"),
    ("GET", "/v1/0123456789abcdef/info"),
    ("GET", "/v1/0123456789abcdef/person/info"),
    ("POST", "/v1/0123456789abcdef/objects/mask_generator"),
    ("POST", "/v1/objects/mask_generator"),
    ("POST", "/v1/0123456789abcdef/objects/remove"),
    ("POST", "/v1/0123456789abcdef/create"),
    ("POST", "/v1/eraser"),
]
V2_ROUTES = [("POST", "/v2/image/edit/erase"), ("GET", "/v2/status/nothing")]
VISUAL_ROUTES = [route for route in V1_ROUTES if "0123456789abcdef" in route[1]]


@pytest.mark.parametrize(("method", "path"), V1_ROUTES)
def test_v1_wants_a_token(api: Api, method: str, path: str) -> None:
    response = api.client.generic(method, path, headers={"api_token": ""})
    assert response.status_code == 401
    assert response.json()["code"] == 401
    assert set(response.json()) == {"code", "description", "message"}


@pytest.mark.parametrize(("method", "path"), V2_ROUTES)
def test_v2_wants_a_token(api: Api, method: str, path: str) -> None:
    response = api.client.generic(method, path, headers={"api_token": ""})
    assert response.status_code == 401
    assert set(response.json()) == {"error", "request_id"}
    assert set(response.json()["error"]) == {"code", "message", "details"}


@pytest.mark.parametrize(("method", "path"), V1_ROUTES + V2_ROUTES)
def test_it_names_the_methods_it_takes(api: Api, method: str, path: str) -> None:
    response = api.client.generic("DELETE", path)
    assert response.status_code == 405
    assert method in response["Allow"]


@pytest.mark.parametrize(("method", "path"), VISUAL_ROUTES)
def test_an_unknown_visual_is_not_found(api: Api, method: str, path: str) -> None:
    response = api.client.generic(method, path)
    assert response.status_code == 404
    assert response.json()["code"] == 404


@pytest.mark.parametrize(("method", "path"), VISUAL_ROUTES)
def test_somebody_elses_visual_is_not_found(api: Api, bob: Api, photo: bytes, method: str, path: str) -> None:
    visual_id = bob.register(photo)
    response = api.client.generic(method, path.replace("0123456789abcdef", visual_id))
    assert response.status_code == 404


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_path_that_is_no_route_is_answered_in_the_apis_shape(api: Api, version: str) -> None:
    response = api.get(f"/{version}/image/edit/paint")
    assert response.status_code == 404
    assert "paint" in str(response.json())


@pytest.mark.parametrize("body", ["{", "[]", '"text"', "\xff", "[" * 100_000, "nul"])
def test_a_body_that_is_no_json_object_is_a_bad_request(api: Api, body: str) -> None:
    response = api.client.generic("POST", "/v1/eraser", body.encode("latin-1"), content_type="application/json")
    assert response.status_code == 400


def test_a_broken_form_is_a_bad_request(api: Api) -> None:
    response = api.client.generic("POST", "/v1/upload", b"x", content_type="multipart/form-data")
    assert response.status_code == 400


def test_a_form_in_another_encoding_is_a_bad_request(api: Api) -> None:
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    response = api.client.generic("POST", "/v1/eraser", b"a=b", content_type=kind)
    assert response.status_code == 400


def test_a_body_over_the_limit_is_too_large(api: Api, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = api.post("/v1/eraser", {"file": "A" * 2000})
    assert response.status_code == 413


def test_a_body_over_the_limit_is_read_from_the_studio(api: Api, photo: bytes, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = api.post("/v1/objects/mask_generator", {"file": base64_of(photo)}, **INTERNAL)
    assert response.status_code == 200


def test_a_form_over_the_limit_is_too_large(api: Api, photo: bytes, settings: Settings) -> None:
    settings.UPLOAD_BYTES = 10
    response = api.client.generic(
        "POST", "/v1/upload", b"-" * 2_000_000, content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == 413


def test_the_engines_own_fault_is_a_500_in_the_apis_shape(api: Api, photo: bytes, settings: Settings) -> None:
    settings.UPLOAD_PIXELS = "a setting that makes no sense"
    response = api.upload(photo)
    assert response.status_code == 500
    assert set(response.json()) == {"code", "description", "message"}
