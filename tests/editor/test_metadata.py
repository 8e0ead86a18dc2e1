"""Metadata from upload through an edit to the download: each kind, out of each format, into each format."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from editor.models import Picture
from harness.images import encode_image, open_image
from tests.editor import fake_service
from tests.editor import metadata_files as made
from tests.editor.metadata_files import PLACES, SOURCES, WORDS, words_in
from tests.editor.user_actions import done, erase

pytestmark = pytest.mark.django_db

FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"]
EVERYTHING = {"location": "1", "metadata": "1"}
each_source = pytest.mark.parametrize("source", SOURCES)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    """A media folder of each test's own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client(hosted: fake_service.Service) -> Client:
    """A browser, and a service that erases."""
    return Client()


def upload(client: Client, data: bytes) -> Picture:
    """A file that came in, prepared."""
    client.post("/pictures/", {"photo": io.BytesIO(data)})
    picture = Picture.objects.get()
    done(picture.jobs.get())
    picture.refresh_from_db()
    return picture


def edit(client: Client, data: bytes) -> Picture:
    """A file that came in, and one thing in it erased."""
    picture = upload(client, data)
    erase(picture, 1)
    assert picture.current is not None and picture.current.number == 2
    return picture


def download(client: Client, picture: Picture, format: str, **wishes: str) -> bytes:
    """The current revision as a file of a format, by the dialog."""
    assert picture.current is not None
    address = f"/pictures/{picture.pk}/revisions/{picture.current.number}/export/"
    response = client.get(address, {"format": format, "scale": "same", **wishes})
    assert response.status_code == 200
    return response.content


@each_source
def test_everything_survives_an_edit_in_every_format(client: Client, source: str) -> None:
    make, words = SOURCES[source]
    picture = edit(client, make())
    found = {format: words_in(download(client, picture, format, **EVERYTHING)) for format in FORMATS}
    assert found == dict.fromkeys(FORMATS, words)


@each_source
def test_only_the_location_goes_where_it_is_not_wanted(client: Client, source: str) -> None:
    make, words = SOURCES[source]
    picture = edit(client, make())
    found = {format: words_in(download(client, picture, format, metadata="1")) for format in FORMATS}
    assert found == dict.fromkeys(FORMATS, words - PLACES)


@each_source
def test_only_the_location_stays_where_nothing_else_is_wanted(client: Client, source: str) -> None:
    make, words = SOURCES[source]
    picture = edit(client, make())
    found = {format: words_in(download(client, picture, format, location="1")) for format in FORMATS}
    assert found == dict.fromkeys(FORMATS, words & PLACES - {made.TEXT_PLACE})


@each_source
def test_nothing_stays_where_nothing_is_wanted(client: Client, source: str) -> None:
    make, _ = SOURCES[source]
    picture = edit(client, make())
    assert [words_in(download(client, picture, format)) for format in FORMATS] == [set()] * len(FORMATS)


@each_source
def test_what_a_file_says_is_no_loss_to_be_told(client: Client, source: str) -> None:
    make, _ = SOURCES[source]
    notes = [note for note in upload(client, make()).translated_notes if "left out" in note]
    assert notes == []


def test_the_plain_download_says_everything(client: Client) -> None:
    picture = edit(client, made.full_jpeg())
    content = client.get(f"/pictures/{picture.pk}/revisions/2/download").content
    assert words_in(content) == SOURCES["JPEG"][1]


def test_a_bmp_has_room_for_none_of_it_and_the_dialog_says_so(client: Client) -> None:
    picture = edit(client, made.full_jpeg())
    assert words_in(download(client, picture, "BMP", **EVERYTHING)) == set()
    page = client.get(f"/pictures/{picture.pk}/revisions/2/export/").content.decode()
    assert "BMP files have no room for any of this." in page


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_iptc_stays_iptc_where_the_format_has_it(client: Client, format: str) -> None:
    content = download(client, edit(client, made.full_jpeg()), format, **EVERYTHING)
    assert made.read_iptc(open_image(content))[(2, 120)] == made.IPTC_CAPTION.encode()


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_a_caption_is_the_description_where_there_is_no_iptc(client: Client, format: str) -> None:
    source = made.jpeg(made.iptc_segment(made.resource(0x0404, made.FIELDS)))
    xmp = made.read_xmp(download(client, edit(client, source), format, **EVERYTHING))
    assert f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{made.IPTC_CAPTION}</rdf:li>' in xmp


def test_a_file_without_metadata_gets_none(client: Client) -> None:
    picture = edit(client, encode_image(made.photo(), "JPEG"))
    for format in FORMATS:
        image = open_image(download(client, picture, format, **EVERYTHING))
        assert not image.info.keys() & {"exif", "xmp", "comment", "photoshop"}


def test_it_says_its_own_size_and_that_it_is_upright(client: Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    told = made.description(
        tiff_Orientation="6", tiff_ImageWidth="80", exif_PixelYDimension="60", dc_format="image/jpeg"
    )
    segments = made.segment(0xE1, exif.tobytes()), made.xmp_segment(made.packet(told))
    source = made.jpeg(*segments, image=made.photo().rotate(90, expand=True))
    picture = upload(client, source)
    xmp = made.read_xmp(download(client, picture, "PNG", scale="percent", percent="50", **EVERYTHING))
    for said in ("Orientation>1<", "ImageWidth>40<", "PixelYDimension>30<", "format>image/png<"):
        assert said in xmp


def test_all_words_are_tried() -> None:
    assert set.union(*(words for _, words in SOURCES.values())) == WORDS
