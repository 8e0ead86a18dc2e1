"""What browsers are told so that the studio can be installed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

ICONS = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("de", "ltr"), ("he", "rtl")])
def test_the_manifest_speaks_the_language_of_the_reader(client: Client, language: str, direction: str) -> None:
    response = client.get("/manifest.webmanifest", headers={"Accept-Language": language})
    assert response["Content-Type"] == "application/manifest+json"
    content = response.json()
    assert (content["lang"], content["dir"], content["display"]) == (language, direction, "standalone")
    assert content["start_url"] == content["scope"] == "/"


def test_the_icons_are_there_as_large_as_they_say(client: Client) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} >= {("192x192", "any"), ("512x512", "maskable")}
    for icon in icons:
        data = (ICONS / icon["src"].removeprefix(settings.STATIC_URL)).read_bytes()
        if icon["type"] == "image/png":
            with Image.open(io.BytesIO(data)) as image:
                assert "x".join(map(str, image.size)) == icon["sizes"]


def test_the_icons_for_masks_fill_their_corners() -> None:
    with Image.open(ICONS / "icon-512-maskable.png") as image:
        assert image.convert("RGBA").getpixel((0, 0)) == (61, 79, 214, 255)
