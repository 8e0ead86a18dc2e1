"""Files of one's own wishes: what is asked for, and what cannot be met."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import Settings

from editor.models import Picture
from tests.editor.clients import HTMX, photo, visitor

pytestmark = pytest.mark.django_db

AS_IT_IS = {"format": "PNG", "scale": "same", "location": "1", "metadata": "1"}


@pytest.fixture
def alice(tmp_path: Path, settings: Settings) -> Client:
    """Somebody with a picture of 40 x 30 pixels."""
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.post("/pictures/", {"photo": photo()})
    return client


def address() -> str:
    return f"/pictures/{Picture.objects.get().pk}/revisions/1/export/"


def exported(client: Client, **wishes: str) -> HttpResponse:
    return client.get(address(), {**AS_IT_IS, **wishes})  # type: ignore[return-value]


def image(response: HttpResponse) -> Image.Image:
    assert response.status_code == 200
    return Image.open(io.BytesIO(response.content))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "AVIF"])
def test_it_writes_the_format_asked_for(alice: Client, format: str) -> None:
    response = exported(alice, format=format)
    assert image(response).format == format
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wishes", "size"),
    [
        ({}, (40, 30)),
        ({"scale": "side", "side": "20"}, (20, 15)),
        ({"scale": "side", "side": "80"}, (40, 30)),
        ({"scale": "side", "side": "80", "enlarge": "1"}, (80, 60)),
        ({"scale": "percent", "percent": "50"}, (20, 15)),
        ({"scale": "percent", "percent": "1"}, (1, 1)),
        ({"scale": "percent", "percent": "33"}, (13, 10)),
        ({"scale": "percent", "percent": "200"}, (40, 30)),
    ],
)
def test_it_is_as_large_as_asked_and_never_larger_unless_asked(
    alice: Client, wishes: dict[str, str], size: tuple[int, int]
) -> None:
    assert image(exported(alice, **wishes)).size == size


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"format": "GIF"}, "format"),
        ({"quality": "0"}, "quality"),
        ({"quality": "101"}, "quality"),
        ({"quality": "much"}, "quality"),
        ({"scale": "side", "side": ""}, "side"),
        ({"scale": "side", "side": "-5"}, "side"),
        ({"scale": "percent", "percent": "x"}, "percent"),
        ({"scale": "side", "side": "65536", "enlarge": "1"}, "side"),
        ({"scale": "double"}, "scale"),
    ],
)
def test_what_cannot_be_met_is_said_at_its_field_and_nothing_is_lost(
    alice: Client, wishes: dict[str, str], field: str
) -> None:
    response = exported(alice, **{"quality": "70", **wishes})
    content = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}' in content
    assert "<html" in content
    assert f'value="{wishes.get("quality", "70")}"' in content


def test_a_format_may_have_no_room_for_a_size(alice: Client) -> None:
    alice.post("/pictures/", {"photo": photo(2000, 2)})
    wide = Picture.objects.get(revisions__width=2000)
    wishes = {**AS_IT_IS, "format": "WEBP", "scale": "percent", "percent": "1000", "enlarge": "1"}
    response = alice.get(f"/pictures/{wide.pk}/revisions/1/export/", wishes)
    assert response.status_code == 422
    assert "WebP allows at most 16383 pixels a side" in response.content.decode()


def test_the_form_comes_as_a_part_or_as_a_page(alice: Client) -> None:
    part, page = alice.get(address(), headers=HTMX), alice.get(address())
    assert b"<html" not in part.content
    assert b"<html" in page.content
    assert b"40 \xc3\x97 30 pixels" in part.content


def test_others_get_nothing(alice: Client) -> None:
    assert visitor("bob").get(address()).status_code == 404
