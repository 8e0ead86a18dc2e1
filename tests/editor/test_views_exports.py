"""Files of one's own wishes: what is asked for, and what cannot be met."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import Settings

from editor.models import Picture, Revision
from imagefiles.metadata import xmp
from imagefiles.metadata.reading import list_blocks
from recipes import reading
from tests.editor import factories
from tests.editor.clients import HTMX, photo, visitor
from tests.narrowing import require

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


def painted() -> str:
    """The address of the export of what was painted over, as the history has it; nothing but the row is looked at."""
    picture = Picture.objects.get()
    original = require(picture.current)
    steps = [{"kind": "box", "add": True, "points": [5, 5, 20, 20]}]
    params = {"selection": {"steps": steps, "edges": {"smooth": 0, "grow": 0, "feather": 0}}}
    stored = {"image": original.image, "width": original.width, "height": original.height}
    factories.revision(picture, original, "erase", params=params, sid="", **stored)
    return f"/pictures/{picture.pk}/revisions/2/export/"


def test_a_recipe_goes_beside_the_picture(alice: Client) -> None:
    response = alice.get(painted(), {**AS_IT_IS, "recipe": "beside"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="photo.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.namelist() == ["photo.png", "photo.recipe.json"]
        recipe = reading.read(archive.read("photo.recipe.json"))
    assert [step.do for step in recipe.steps] == ["erase"]


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_a_recipe_goes_into_the_file(alice: Client, format: str) -> None:
    address = painted()
    with_it: Any = alice.get(address, {**AS_IT_IS, "format": format, "recipe": "inside"})
    found = list_blocks(with_it.content, image(with_it).info)
    node = require(xmp.read(found.xmp).find(xmp.RECIPE))
    assert [step.do for step in reading.read(xmp.read_text(node).encode()).steps] == ["erase"]
    assert b"briastudio" not in alice.get(address, {**AS_IT_IS, "format": format}).content


def test_a_format_without_a_place_for_a_recipe_says_so(alice: Client) -> None:
    response = alice.get(painted(), {**AS_IT_IS, "format": "BMP", "recipe": "inside"})
    assert response.status_code == 422
    assert "Only JPEG, PNG and WebP files can hold a recipe." in response.content.decode()


def test_a_step_that_no_recipe_has_words_for_is_named(alice: Client) -> None:
    address = painted()
    Revision.objects.filter(number=2).update(tool="of another time")
    response = alice.get(address, {**AS_IT_IS, "recipe": "beside"})
    assert response.status_code == 422
    assert "Step 2 cannot be part of a recipe" in response.content.decode()
