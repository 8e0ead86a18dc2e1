"""What is reserved for a picture is what reading or writing it takes, by its kind."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from editor.imaging.uploads import accept
from harness.file_kinds import KINDS, draw, draw_clear, measure_growth
from harness.images import encode_image
from imagefiles import decoding, encoding, memory, png
from imagefiles.children import Children
from imagefiles.metadata.reading import Metadata
from imagefiles.metadata.writing import Wish
from imagefiles.room import LEAST, Room

SIZE = 2800, 2100
PIXELS = SIZE[0] * SIZE[1]
APART = 16_000_000  # bytes that libraries hold whatever the size of the picture
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
COSTLIEST = ["png damaged", "png deep damaged", "webp clear", "tiff float", "avif clear"]
SCALED = 2000, 1500

linux = pytest.mark.skipif(sys.platform != "linux", reason="what a process held is read from /proc, which Linux has")


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    """Children as a web process has them."""
    made = Children()
    made.start("briastudio.decoding_site")
    yield made
    made.stop()


@linux
@pytest.mark.parametrize("kind", COSTLIEST)
def test_no_more_memory_is_taken_to_open_a_photo_than_was_reserved(children: Children, kind: str) -> None:
    data = KINDS[kind](SIZE)
    reserved = decoding.weigh(data, FORMATS, PIXELS)
    assert measure_growth(children, accept, data, "photo") < reserved + APART


@linux
@pytest.mark.parametrize(("format", "size"), [("WEBP", None), ("AVIF", None), ("PNG", SCALED)])
def test_no_more_memory_is_taken_to_write_a_file_than_was_reserved(
    children: Children, format: str, size: tuple[int, int] | None
) -> None:
    kept: dict[str, Any] = {"metadata": Metadata(), "wish": Wish(location=True, facts=True, is_edited=False)}
    write = partial(encoding.encode, size=size, quality=None, saving={"lossless": True}, **kept)
    stored = encode_image(draw_clear(SIZE), compress_level=1)
    reserved = memory.to_write(PIXELS, format, is_scaled=size is not None)
    assert measure_growth(children, write, stored, format) < reserved + APART


def test_a_file_that_takes_more_reserves_more() -> None:
    photo = draw((40, 30))
    files = [encode_image(photo, format) for format in ("JPEG", "WEBP", "TIFF", "AVIF")]
    weights = [decoding.weigh(data, FORMATS, 10_000) for data in files]
    assert weights[0] < min(weights[1:])
    assert decoding.weigh(encode_image(photo), FORMATS, 10_000) < decoding.weigh(deep(photo), FORMATS, 10_000)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_the_largest_photo_that_is_taken_gets_in_on_the_smallest_machine(format: str, tmp_path: Path) -> None:
    data = encode_image(draw((40, 30)).convert("P" if format == "GIF" else "RGB"), format)
    with Room(tmp_path, LEAST, 0).take(memory.to_read(data, 50_000_000)):
        pass


def deep(photo: Image.Image) -> bytes:
    """A PNG that says to have 16 bits a channel."""
    plain = encode_image(photo)
    return plain[:24] + b"\x10" + plain[25:]


@pytest.mark.parametrize("data", [b"", png.SIGNATURE, png.SIGNATURE + struct.pack(">I", 13), b"no picture"])
def test_what_cannot_be_told_reserves_the_most(data: bytes) -> None:
    assert memory.to_read(data, 1) == memory.MOST
