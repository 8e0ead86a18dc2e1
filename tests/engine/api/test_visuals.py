"""Onboarding by address and by file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings

from engine.models import Visual
from harness.images import Pixels, base64_of, encode_image, png
from tests.engine.api.conftest import INLINE, INTERNAL, Api


def test_a_new_image_gets_an_id_of_16_hex_digits(api: Api, photo: bytes) -> None:
    response = api.upload(photo)
    assert response.status_code == 200
    assert len(response.json()["visual_id"]) == 16
    int(response.json()["visual_id"], 16)


def test_a_known_image_is_208_with_the_same_id(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    response = api.upload(photo)
    assert response.status_code == 208
    assert response.json()["visual_id"] == visual_id


def test_an_image_is_known_per_token(api: Api, bob: Api, photo: bytes) -> None:
    api.register(photo)
    assert bob.upload(photo).status_code == 200


def test_an_image_whose_file_is_gone_can_be_registered_again(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    default_storage.delete(Visual.objects.get().image)
    assert api.get(f"/v1/{visual_id}/objects/mask_generator").status_code == 404
    assert api.upload(photo).status_code == 208
    assert api.get(f"/v1/{visual_id}/objects/mask_generator").status_code == 200


def test_an_image_whose_file_is_damaged_is_gone_and_can_be_registered_again(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    Path(default_storage.path(Visual.objects.get().image)).write_bytes(photo[:50])
    assert api.get(f"/v1/{visual_id}/objects/mask_generator").status_code == 404
    assert api.upload(photo).status_code == 208
    assert api.get(f"/v1/{visual_id}/objects/mask_generator").status_code == 200


def test_register_takes_a_data_uri(api: Api, photo: bytes) -> None:
    response = api.post(
        "/v1/register", {"image_url": f"data:image/png;base64,{base64_of(photo)}", "is_private": "true"}
    )
    assert response.status_code == 200


def test_register_reads_the_engines_own_results_from_storage(api: Api, photo: bytes, box_mask: Pixels) -> None:
    fields = {"file": base64_of(photo), "mask_file": base64_of(png(box_mask))}
    address = api.post("/v1/eraser", fields).json()["result_url"]
    assert api.post("/v1/register", {"image_url": address}).status_code == 200


def test_the_engines_own_results_are_taken_in_any_size(
    api: Api, photo: bytes, box_mask: Pixels, settings: Settings
) -> None:
    fields = {"file": base64_of(photo), "mask_file": base64_of(png(box_mask))}
    address = api.post("/v1/eraser", fields).json()["result_url"]
    settings.UPLOAD_BYTES = 100
    assert api.post("/v1/register", {"image_url": address}).status_code == 200


@pytest.mark.parametrize("change", [("Signature=", "Signature=x"), ("Expires=1", "Expires=2")])
def test_an_altered_address_of_the_engines_own_is_not_found(
    api: Api, photo: bytes, box_mask: Pixels, change: tuple[str, str]
) -> None:
    fields = {"file": base64_of(photo), "mask_file": base64_of(png(box_mask))}
    address = api.post("/v1/eraser", fields).json()["result_url"]
    assert api.post("/v1/register", {"image_url": address.replace(*change)}).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/photo.png",
        "http://localhost:8000/photo.png",
        "http://[::1]/photo.png",
        "http://2130706433/",
        "http://169.254.169.254/latest/",
        "ftp://example.com/photo.png",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "http://localhost/photo.png\ud800",
    ],
)
def test_an_address_that_must_not_be_fetched_is_a_bad_request(api: Api, address: str) -> None:
    response = api.post("/v1/register", {"image_url": address})
    assert response.status_code == 400
    assert response.json()["message"]


def test_an_organizations_key_is_a_bad_request(api: Api) -> None:
    response = api.post("/v1/register", {"org_image_key": "42", "image_url": None})
    assert response.status_code == 400
    assert "image_url" in response.json()["message"]


@pytest.mark.parametrize("fields", [{}, {"image_url": ""}, {"image_url": None}, {"image_url": 7}, {"image_url": "a%b"}])
def test_register_wants_an_address(api: Api, fields: dict[str, object]) -> None:
    assert api.post("/v1/register", fields).status_code == 400


def test_upload_wants_a_file(api: Api) -> None:
    assert api.client.post("/v1/upload", {"image": "text"}).status_code == 400


@pytest.mark.parametrize("content", [b"no image", b"", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_bytes_that_are_no_image_are_an_unsupported_media_type(api: Api, content: bytes) -> None:
    data_uri = f"data:image/png;base64,{base64_of(content)}"
    assert api.post("/v1/register", {"image_url": data_uri}).status_code == 415


def test_an_image_without_pixels_is_an_unsupported_media_type(api: Api, photo: bytes) -> None:
    assert api.upload(photo[:60]).status_code == 415


def test_of_a_truncated_image_what_there_is_counts(api: Api, photo: bytes) -> None:
    assert api.upload(photo[: len(photo) // 2]).status_code == 200


def test_a_file_over_the_limit_is_too_large_for_everybody_but_the_studio(
    api: Api, photo: bytes, settings: Settings
) -> None:
    settings.UPLOAD_BYTES = len(photo) - 1
    assert api.upload(photo).status_code == 413
    assert api.upload(photo, **INTERNAL).status_code == 200
    assert api.upload(photo, **INLINE).status_code == 208


def test_too_many_pixels_are_too_large_for_everybody_but_the_studio(api: Api, photo: bytes, settings: Settings) -> None:
    settings.UPLOAD_PIXELS = 1000
    assert api.upload(photo).status_code == 413
    assert api.upload(photo, **INTERNAL).status_code == 200


def test_a_decompression_bomb_is_too_large(api: Api) -> None:
    bomb = encode_image(Image.new("1", (20_000, 20_000)), "PNG")
    assert api.upload(bomb).status_code == 413
    assert api.upload(bomb, **INTERNAL).status_code == 413


def test_the_size_of_a_rotated_photo_is_the_upright_one(api: Api, scene: Pixels) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: a quarter turn
    api.register(encode_image(Image.fromarray(scene), "JPEG", exif=exif))
    visual = Visual.objects.get()
    assert (visual.width, visual.height) == (64, 96)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "CMYK", "1", "I;16", "RGBA"])
def test_every_kind_of_colour_is_taken(api: Api, mode: str) -> None:
    image = Image.fromarray(np.zeros((64, 64), np.uint16)) if mode == "I;16" else Image.new(mode, (64, 64))
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert api.upload(encode_image(image, form)).status_code == 200


def test_info_tells_the_scene(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    assert api.get(f"/v1/{visual_id}/info").json() == {"visual_id": visual_id, "scene": []}
