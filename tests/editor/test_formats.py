"""Files that few programs open: AVIF, and HEIC where the library for it is installed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import Any

import pytest
from PIL import Image

from editor.imaging.uploads import UploadRefused, accept
from harness.images import encode_image
from tests.editor.test_uploads import MAKER, ORIENTATION, picture


def heic_of(image: Image.Image, **options: Any) -> bytes:
    """A HEIC photo, as phones save them."""
    pytest.importorskip("pillow_heif").register_heif_opener()
    return encode_image(image, "HEIF", **options)


@pytest.mark.parametrize(("mode", "download"), [("RGB", "JPEG"), ("RGBA", "PNG")])
def test_avif_is_opened_and_downloads_as_what_others_open(mode: str, download: str) -> None:
    image = picture(mode, (64, 48))
    if mode == "RGBA":
        image.putalpha(40)
    accepted = accept(encode_image(image, "AVIF"), "a.avif")
    assert (accepted.format, accepted.width, accepted.height) == (download, 64, 48)
    assert any("AVIF" in note for note in accepted.notes)


def test_an_avif_photo_is_turned_upright_and_keeps_its_exif() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Maker"
    accepted = accept(encode_image(picture(size=(64, 48)), "AVIF", exif=exif), "a.avif")
    kept = Image.Exif()
    kept.load(accepted.exif)
    assert (accepted.width, accepted.height) == (48, 64)
    assert (kept[ORIENTATION], kept[MAKER]) == (1, "Maker")


@pytest.mark.parametrize("end", [20, 200, -40])
def test_a_truncated_avif_is_refused(end: int) -> None:
    with pytest.raises(UploadRefused):
        accept(encode_image(picture(size=(64, 48)), "AVIF")[:end], "a.avif")


def test_a_heic_photo_is_opened_upright_with_its_exif() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Maker"
    photo = heic_of(picture(size=(64, 48)), exif=exif)
    accepted = accept(photo, "IMG_1.HEIC")
    kept = Image.Exif()
    kept.load(accepted.exif)
    with Image.open(io.BytesIO(photo)) as image:  # the library turns it itself; it must not be turned twice
        assert (accepted.width, accepted.height) == image.size
    assert accepted.format == "JPEG"
    assert (kept[ORIENTATION], kept[MAKER]) == (1, "Maker")


def test_a_truncated_heic_photo_is_refused() -> None:
    with pytest.raises(UploadRefused):
        accept(heic_of(picture(size=(64, 48)))[:-100], "IMG_1.HEIC")


def test_a_heic_photo_is_refused_with_what_helps_where_nothing_reads_it() -> None:
    command = (
        "import sys; sys.modules['pillow_heif'] = None\n"
        "import django; django.setup()\n"
        "from editor.imaging.uploads import accept, UploadRefused\n"
        "try: accept(b'\\0\\0\\0\\x18ftypheic' + bytes(99), 'IMG_1.HEIC')\n"
        "except UploadRefused as refused: print(refused)"
    )
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    said = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, env=environ, check=True)
    assert "“IMG_1.HEIC” is a HEIC photo" in said.stdout
    assert "pip install '.[heic]'" in said.stdout
