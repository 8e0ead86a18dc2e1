"""Files that were made to keep their reader busy are refused by what their headers and markers say."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from editor.imaging.uploads import UploadRefused, accept
from engine import images
from engine.errors import TooLarge
from harness.images import encode_image
from imagefiles import cost, png, reader
from imagefiles.errors import BadImage, DamagedImage, TooCostly, TooManyPixels
from tests.imagefiles.files import HEIGHT, LONG, STRIP_AT, WIDTH, chunk, write_tiff

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
MOST = 50_000_000  # pixels
NOISE = Image.effect_noise((64, 48), 90).convert("RGB")


def repeat_last_scan(file: bytes, times: int) -> bytes:
    """A JPEG with so many more scans."""
    return file[:-2] + file[file.rindex(b"\xff\xda") : -2] * times + file[-2:]


def claim(width: int, height: int, packed: bytes = b"") -> bytes:
    """A PNG of grey pixels that says it has this size, whatever it holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return png.SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + png.END


def claim_bmp(width: int, height: int, length: int) -> bytes:
    """A BMP of run lengths that says it has this size, filled up to a length in bytes."""
    header = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 0, 0, 0, 54, 40, width, height, 1, 8, 1, 0, 0, 0, 0, 0)
    return header.ljust(length, b"\1")


def claim_large_tiff(width: int) -> bytes:
    """A TIFF of 64-bit addresses that says it is so wide, and 1 high."""
    entries = b"".join(struct.pack("<HHQQ", tag, LONG, 1, value) for tag, value in ((WIDTH, width), (HEIGHT, 1)))
    return b"II" + struct.pack("<HHHQQ", 43, 8, 0, 16, 2) + entries + bytes(8)


JPEG = encode_image(NOISE, "JPEG")
PROGRESSIVE = encode_image(NOISE, "JPEG", progressive=True)
GIF = encode_image(NOISE.convert("P"), "GIF")
AVIF = encode_image(NOISE, "AVIF", speed=10)
WEBP = encode_image(NOISE, "WEBP")
COSTLY: dict[str, Callable[[], bytes]] = {
    "scans": lambda: repeat_last_scan(PROGRESSIVE, 100),
    "scans that are not progressive": lambda: repeat_last_scan(JPEG, 101),
    "segments": lambda: JPEG[:2] + b"\xff\xfe\0\2" * 60_000 + JPEG[2:],
    "segments without a length": lambda: JPEG[:2] + b"\xff\xe0\0\0" * 60_000 + JPEG[2:],
    "segments without a length between scans": lambda: JPEG[:-2] + b"\xff\xe0\0\0" * 60_000 + JPEG[-2:],
    "bytes between segments": lambda: JPEG[:20] + bytes(600_000) + JPEG[20:],
    "bytes that fill up to a marker": lambda: JPEG[:2] + b"\xff" * 600_000 + JPEG[2:],
    "bytes that fill up to no marker": lambda: JPEG[:2] + b"\xff" * 2_000_000 + b"\0" + JPEG[2:],
    "chunks": lambda: claim(9, 9)[:33] + chunk(b"tEXt") * 60_000 + claim(9, 9)[33:],
    "damaged chunks": lambda: claim(9, 9)[:33] + chunk(b"tEXt", b"", 0) * 60_000 + claim(9, 9)[33:],
    "webp chunks": lambda: WEBP + b"XXXX\0\0\0\0" * 60_000,
    "gif blocks": lambda: GIF[:781] + b"\x21\xfe" + b"\1 " * 60_000 + b"\0" + GIF[781:],
    "a side": lambda: claim(1, 200_000, zlib.compress(bytes(400_000))),
    "pixels that are not there": lambda: claim(100_000, 500, b"x"),
    "run lengths": lambda: claim_bmp(9, 9, 20_000_001),
    "strips": lambda: write_tiff("<", [(STRIP_AT, LONG, [0] * 60_000)]),
    "strips after another signature": lambda: b"II\0*" + write_tiff("<", [(STRIP_AT, LONG, [0] * 60_000)])[4:],
    "strips in the other order": lambda: b"MM*\0" + write_tiff(">", [(STRIP_AT, LONG, [0] * 60_000)])[4:],
    "strips in what is not large": lambda: b"MM\0+" + write_tiff(">", [(STRIP_AT, LONG, [0] * 60_000)])[4:],
}
TOO_LARGE: dict[str, Callable[[], bytes]] = {
    "png": lambda: claim(1, 50_000_001),
    "bmp": lambda: claim_bmp(10_000, -5_001, 60),
    "gif": lambda: GIF[:6] + struct.pack("<HH", 10_000, 5_001) + GIF[10:],
    "tiff": lambda: write_tiff("<", [(WIDTH, LONG, [10_000]), (HEIGHT, LONG, [5_001])]),
    "large tiff": lambda: claim_large_tiff(50_000_001),
    "avif": lambda: AVIF.replace(struct.pack(">II", 64, 48), struct.pack(">II", 10_000, 5_001)),
}
ORDINARY = {
    "jpeg": JPEG,
    "progressive": PROGRESSIVE,
    "a few more scans": repeat_last_scan(PROGRESSIVE, 30),
    "filled up to a marker": JPEG[:2] + b"\xff" * 300 + JPEG[2:],
    "a film behind it": JPEG + b"\xff\xda\xff\xd9" * 200,
    "gif": GIF,
    "avif": AVIF,
    "webp": WEBP,
    "tiff": encode_image(NOISE, "TIFF"),
    "tiff of strips": encode_image(NOISE, "TIFF", compression="tiff_lzw", strip_size=64),
    "bmp": encode_image(NOISE, "BMP"),
    "a long panorama": encode_image(Image.new("L", (120_000, 1)), "PNG"),
    "one colour": encode_image(Image.new("1", (3000, 3000)), "PNG"),
}


def refusal(data: bytes) -> type[BadImage] | None:
    """What the gate makes of a file."""
    try:
        cost.refuse_costly(data, MOST)
    except BadImage as error:
        return type(error)
    return None


@pytest.mark.parametrize("make", COSTLY.values(), ids=COSTLY)
def test_what_costs_more_than_its_picture_is_worth_is_refused(make: Callable[[], bytes]) -> None:
    assert refusal(make()) is TooCostly


@pytest.mark.parametrize("make", TOO_LARGE.values(), ids=TOO_LARGE)
def test_pixels_are_counted_before_a_reader_is_asked(make: Callable[[], bytes]) -> None:
    assert refusal(make()) is TooManyPixels


@pytest.mark.parametrize("data", ORDINARY.values(), ids=ORDINARY)
def test_what_programs_write_passes(data: bytes) -> None:
    assert refusal(data) is None
    assert reader.read(data, FORMATS, MOST).picture.size


def test_scans_count_for_more_in_a_large_picture() -> None:
    sixty = repeat_last_scan(PROGRESSIVE, 60)
    at = sixty.index(b"\xff\xc2") + 5
    large = sixty[:at] + struct.pack(">HH", 6000, 8000) + sixty[at + 4 :]
    assert (refusal(sixty), refusal(large)) == (None, TooCostly)


def test_what_fills_up_to_no_marker_is_looked_at_once() -> None:
    assert refusal(JPEG[:-2] + b"\xff" * 2_000_000 + b"\0" + JPEG[-2:]) is None


@pytest.mark.parametrize("data", [JPEG, PROGRESSIVE, GIF, AVIF, WEBP, encode_image(NOISE, "PNG"), claim_large_tiff(9)])
def test_what_is_cut_off_is_left_to_its_reader(data: bytes) -> None:
    assert {refusal(data[:length]) for length in range(len(data[:900]))} == {None}


def test_the_reader_asks_before_it_reads() -> None:
    with pytest.raises(TooCostly):
        reader.read(repeat_last_scan(PROGRESSIVE, 100), FORMATS, MOST)
    with pytest.raises(DamagedImage):
        reader.read(JPEG[:300], FORMATS, MOST)


def test_both_doors_say_so() -> None:
    data = repeat_last_scan(PROGRESSIVE, 100)
    with pytest.raises(UploadRefused, match="far more work than other pictures of its size"):
        accept(data, "photo.jpg")
    with pytest.raises(TooLarge, match="far more work than its size is worth"):
        images.decode(data, images.Limits(None, MOST))
