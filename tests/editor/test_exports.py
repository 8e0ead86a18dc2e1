"""Revisions as files to take away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings

from editor import files
from editor.exports import export
from editor.imaging.uploads import accept
from editor.models import Picture, Revision
from harness.images import encode_image, open_image
from tests.narrowing import pixel

ORIENTATION, MAKER, CAMERA, PLACE, WIDTH = 0x0112, 0x010F, 0x8769, 0x8825, 0xA002
MAKER_NOTE = 0x927C
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    """A media folder of each test's own."""
    settings.MEDIA_ROOT = tmp_path


def photo(size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.effect_noise(size, 60).convert("RGB")


def revision_of(data: bytes, name: str = "Holiday") -> Revision:
    """The first revision of an upload, as the studio would make it; nothing is put into the database."""
    accepted = accept(data, "upload")
    picture = Picture(name=name, format=accepted.format, exif=accepted.exif, saving=accepted.saving)
    return Revision(picture=picture, image=files.store(accepted.image_png, ".png"))


@pytest.mark.parametrize(
    ("format", "content_type", "name"),
    [
        ("JPEG", "image/jpeg", "Holiday.jpg"),
        ("PNG", "image/png", "Holiday.png"),
        ("WEBP", "image/webp", "Holiday.webp"),
        ("BMP", "image/bmp", "Holiday.bmp"),
        ("TIFF", "image/tiff", "Holiday.tif"),
    ],
)
def test_it_is_in_the_pictures_own_format(format: str, content_type: str, name: str) -> None:
    exported = export(revision_of(encode_image(photo(), format)))
    assert (exported.content_type, exported.name) == (content_type, name)
    assert open_image(exported.data).format == format


@pytest.mark.parametrize("format", ["PNG", "BMP", "TIFF"])
def test_a_lossless_format_stays_lossless(format: str) -> None:
    image = photo()
    assert open_image(export(revision_of(encode_image(image, format))).data).tobytes() == image.tobytes()


def test_a_lossless_webp_stays_lossless() -> None:
    image = photo()
    assert open_image(export(revision_of(encode_image(image, "WEBP", lossless=True))).data).tobytes() == image.tobytes()


@pytest.mark.parametrize(("quality", "subsampling"), [(61, 2), (90, 1), (98, 0)])
def test_a_jpeg_is_saved_with_the_tables_it_came_with(quality: int, subsampling: int) -> None:
    source = encode_image(photo(), "JPEG", quality=quality, subsampling=subsampling)
    again = export(revision_of(source)).data
    assert tables(again) == tables(source)
    assert abs(len(again) - len(source)) < 0.1 * len(source)


def test_a_grey_jpeg_can_be_saved_again() -> None:
    exported = export(revision_of(encode_image(photo().convert("L"), "JPEG", quality=70)))
    assert open_image(exported.data).format == "JPEG"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_it_keeps_the_icc_profile(format: str) -> None:
    assert (
        open_image(export(revision_of(encode_image(photo(), format, icc_profile=PROFILE))).data).info["icc_profile"]
        == PROFILE
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_it_keeps_the_exif_and_is_upright(format: str) -> None:
    exported = export(revision_of(encode_image(photo(), format, exif=camera_block())))
    image = open_image(exported.data)
    assert image.size == (48, 64)
    exif = image.getexif()
    assert (exif[MAKER], exif.get(ORIENTATION, 1), exif.get_ifd(PLACE)[1]) == ("Maker", 1, "N")


@pytest.mark.parametrize(("parent", "kept"), [(None, b"preview"), (1, None)])
def test_an_edited_picture_has_no_preview_of_what_it_was(parent: int | None, kept: bytes | None) -> None:
    exif = Image.Exif()
    exif.get_ifd(CAMERA)[MAKER_NOTE] = b"preview"
    revision = revision_of(encode_image(photo(), "JPEG", exif=exif.tobytes()))
    revision.parent_id = parent
    assert open_image(export(revision).data).getexif().get_ifd(CAMERA).get(MAKER_NOTE) == kept


def test_its_exif_tells_the_new_width() -> None:
    exported = export(revision_of(encode_image(photo(), "JPEG", exif=camera_block())))
    assert open_image(exported.data).getexif().get_ifd(CAMERA)[WIDTH] == 48


def test_the_location_can_be_left_out() -> None:
    exported = export(revision_of(encode_image(photo(), "JPEG", exif=camera_block())), keep_location=False)
    exif = open_image(exported.data).getexif()
    assert PLACE not in exif
    assert exif[MAKER] == "Maker"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "BMP", "TIFF"])
def test_it_keeps_the_resolution(format: str) -> None:
    source = encode_image(photo(), "JPEG", dpi=(300, 200), exif=camera_block())
    image = open_image(export(revision_of(source), format=format).data)
    assert image.info["dpi"] == pytest.approx((300, 200), abs=0.1)


def test_a_tiff_with_exif_is_compressed_as_one_without() -> None:
    flat = Image.new("RGB", (400, 300))
    exported = export(revision_of(encode_image(flat, "TIFF", exif=camera_block())))
    assert len(exported.data) < 4_000
    assert open_image(exported.data).info["compression"] == "tiff_adobe_deflate"


def test_a_png_keeps_its_texts() -> None:
    info = PngInfo()
    info.add_text("Author", "Somebody")
    image = open_image(export(revision_of(encode_image(photo(), "PNG", pnginfo=info))).data)
    assert image.info["Author"] == "Somebody"


def test_transparency_becomes_white_in_a_jpeg() -> None:
    image = Image.new("RGBA", (32, 16), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 16, 16))
    revision = revision_of(encode_image(image, "PNG"))
    assert pixel(open_image(export(revision, format="JPEG").data), (28, 8)) == (255, 255, 255)


def test_a_quality_can_be_asked_for() -> None:
    revision = revision_of(encode_image(photo(), "JPEG", quality=95))
    assert len(export(revision, quality=30).data) < len(export(revision).data) / 2


def test_the_browser_is_told_to_save_it_by_name() -> None:
    exported = export(revision_of(encode_image(photo(), "JPEG"), name="Été"))
    assert exported.disposition == "attachment; filename*=utf-8''%C3%89t%C3%A9.jpg"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\evil", "C:evil", 'a"; filename="evil.exe', "a\r\nSet-Cookie: b=c"]
)
def test_no_name_is_a_path_or_a_header_of_its_own(name: str) -> None:
    exported = export(revision_of(encode_image(photo(), "PNG"), name=name))
    assert not set(exported.name) & set('/\\:"\r\n')
    assert HttpResponse(headers={"Content-Disposition": exported.disposition}).headers
    assert "\n" not in exported.disposition


def tables(data: bytes) -> dict[int, list[int]]:
    found: dict[int, list[int]] = open_image(data).quantization  # type: ignore[attr-defined]
    return found


def camera_block() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Maker"
    exif.get_ifd(CAMERA)[WIDTH] = 64
    exif.get_ifd(PLACE)[1] = "N"
    return exif.tobytes()


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ({"keep_metadata": False}, (None, "N")),
        ({"keep_location": False}, ("Maker", None)),
        ({"keep_metadata": False, "keep_location": False}, (None, None)),
    ],
    ids=["location alone", "all but the location", "neither"],
)
def test_only_what_is_wanted_of_the_exif_is_kept(kept: dict[str, Any], found: tuple[Any, Any]) -> None:
    exif = open_image(export(revision_of(encode_image(photo(), "JPEG", exif=camera_block())), **kept).data).getexif()
    assert (exif.get(MAKER), exif.get_ifd(PLACE).get(1)) == found


def test_a_location_in_a_text_goes_with_the_location() -> None:
    info = PngInfo()
    info.add_text("exif:GPSLatitude", "52/1, 31/1, 0/1")  # as ImageMagick has it
    info.add_text("Author", "Somebody")
    source = encode_image(photo(), "PNG", pnginfo=info)
    assert "exif:GPSLatitude" in open_image(export(revision_of(source)).data).info
    found = open_image(export(revision_of(source), keep_location=False).data).info
    assert (found["Author"], "exif:GPSLatitude" in found) == ("Somebody", False)


def test_texts_go_with_the_metadata_and_the_profile_stays() -> None:
    info = PngInfo()
    info.add_text("Author", "Somebody")
    source = encode_image(photo(), "PNG", pnginfo=info, icc_profile=PROFILE)
    image = open_image(export(revision_of(source), keep_metadata=False).data)
    assert "Author" not in image.info
    assert image.info["icc_profile"] == PROFILE


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_smaller_size_keeps_profile_and_exif(format: str) -> None:
    source = encode_image(photo(), "JPEG", icc_profile=PROFILE, exif=camera_block())
    image = open_image(export(revision_of(source), format=format, size=(24, 32)).data)
    assert (image.size, image.info["icc_profile"]) == ((24, 32), PROFILE)
    exif = image.getexif()
    assert (exif[MAKER], exif.get_ifd(CAMERA)[WIDTH]) == ("Maker", 24)


def test_transparency_survives_scaling() -> None:
    image = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 8, 4))
    scaled = open_image(export(revision_of(encode_image(image, "PNG")), size=(4, 4)).data)
    assert pixel(scaled, (1, 0)) == (0, 0, 255, 255)
    assert pixel(scaled, (1, 3))[3] == 0
