"""Damaged files: what a browser shows is read, and what it cost is said."""

from __future__ import annotations

import re
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image

from harness.images import encode_image
from imagefiles import png, reader
from imagefiles.errors import DamagedImage, Loss, NotAnImage, TooManyPixels
from imagefiles.reader import Reading
from tests.imagefiles.files import (
    ON_ITS_SIDE,
    ORIENTATION,
    SHORT,
    add_chunks,
    add_segment,
    append_chunks,
    chunk,
    exif,
    write_png,
)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
NOISE = Image.effect_noise((64, 48), 90).convert("RGB")
PNG = encode_image(NOISE, "PNG")
PIXELS_AT = PNG.index(b"IDAT") - 4


def read(data: bytes) -> Reading:
    return reader.read(data, FORMATS, 1_000_000)


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(read(data).picture)


# Pixels that are missing


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("missing", [1, 2])
def test_a_jpeg_without_its_end_is_whole(progressive: bool, missing: int) -> None:
    file = encode_image(NOISE, "JPEG", progressive=progressive)
    assert np.array_equal(pixels(file[:-missing]), pixels(file))


def test_the_rest_of_a_jpeg_is_grey() -> None:
    file = encode_image(NOISE, "JPEG", quality=95)
    reading, whole = read(file[: len(file) * 2 // 3]), pixels(file)
    found = np.asarray(reading.picture)
    assert np.array_equal(found[:16], whole[:16])
    assert (found[-8:] == 128).all()
    assert reading.losses == {Loss.PIXELS}


def test_the_rest_of_a_png_is_black() -> None:
    reading = read(PNG[: len(PNG) * 2 // 3])
    found = np.asarray(reading.picture)
    assert np.array_equal(found[:24], np.asarray(NOISE)[:24])
    assert not found[-8:].any()
    assert reading.losses == {Loss.PIXELS}


def test_pixels_of_a_png_count_up_to_what_is_broken() -> None:
    middle = PIXELS_AT + (len(PNG) - PIXELS_AT) // 2
    reading = read(PNG[:middle] + b"\x55" * 40 + PNG[middle + 40 :])
    assert np.array_equal(np.asarray(reading.picture)[:16], np.asarray(NOISE)[:16])
    assert reading.losses == {Loss.PIXELS}


def test_an_interlaced_png_is_filled_up_as_well() -> None:
    header = struct.pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 1)
    first = b"\0\xff\xff" * 2  # of the seven passes
    file = png.SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(first)) + png.END
    grey = pixels(file)[..., 0]
    assert grey.shape == (9, 9)
    assert grey[0, 0] == grey[8, 8] == 255


def test_a_damaged_png_is_never_unpacked_as_a_whole() -> None:
    rows, row = 1_000, bytes(range(250)) * 24  # 1,000 pixels of 16 bits in RGB: 6 MB unpacked
    whole = write_png(1_000, 16, 2, [row] * rows)
    middle = len(whole) // 2
    tracemalloc.start()
    filled = png.fill_up(whole[:middle] + b"\x55" * 40 + whole[middle + 40 :])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < rows * len(row) / 4
    assert pixels(filled).shape == (rows, 1_000, 3)


def test_of_what_stands_behind_the_pixels_of_a_png_nothing_is_unpacked() -> None:
    file = write_png(4, 8, 0, [b"\1\2\3\4"] * 3)
    at = file.index(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", file, at)
    longer = chunk(b"IDAT", file[at + 8 : at + 8 + length] + bytes(100_000))
    filled = png.fill_up(file[:at] + longer + png.END)
    assert pixels(filled)[..., 0].tolist() == [[1, 2, 3, 4]] * 3


def test_the_rest_of_a_bmp_is_black() -> None:
    file = encode_image(NOISE, "BMP")
    reading = read(file[: len(file) // 2])
    assert np.array_equal(np.asarray(reading.picture)[-16:], np.asarray(NOISE)[-16:])
    assert reading.losses == {Loss.PIXELS}


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("cut", [0.5, 0.9, 0.99])
def test_the_rest_of_a_gif_has_its_first_colour(interlaced: bool, cut: float) -> None:
    file = encode_image(NOISE.quantize(64), "GIF", interlace=interlaced)
    reading, whole = read(file[: int(len(file) * cut)]), pixels(file)
    found = np.asarray(reading.picture)
    assert np.array_equal(found[::8][:2], whole[::8][:2])  # of an interlaced one, every eighth row comes first
    assert found.shape == whole.shape
    assert reading.losses == {Loss.PIXELS}


def test_a_gif_cut_off_behind_its_first_image_is_whole() -> None:
    frames = [NOISE.quantize(64), NOISE.rotate(180).quantize(64)]
    file = encode_image(frames[0], "GIF", save_all=True, append_images=frames[1:])
    reading = read(file[: len(file) * 3 // 4])
    assert np.array_equal(np.asarray(reading.picture), np.asarray(frames[0].convert("RGB")))


@pytest.mark.parametrize("format", ["WEBP", "AVIF", "TIFF"])
def test_what_is_whole_or_nothing_is_refused(format: str) -> None:
    file = encode_image(NOISE, format)
    with pytest.raises(DamagedImage):
        read(file[: len(file) // 2])


@pytest.mark.parametrize(
    "data",
    [
        encode_image(NOISE, "JPEG")[:300],
        PNG[: PIXELS_AT + 20],
        PNG[:29] + bytes(4) + PNG[33:],  # the header's checksum
        png.SIGNATURE,
        png.SIGNATURE + chunk(b"IHDR") + png.END,
        b"BM" + bytes(10),
        b"RIFF\0\0\0\0WEBP",
        b"GIF89a" + bytes(7),
        encode_image(NOISE, "GIF")[:785],  # the colours alone
    ],
)
def test_a_file_without_any_pixels_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedImage):
        read(data)


def test_a_file_of_another_kind_is_no_image() -> None:
    with pytest.raises(NotAnImage):
        read(b"%PDF-1.7")


def test_what_has_too_many_pixels_is_not_mended() -> None:
    file = write_png(100, 8, 0, [bytes(100)] * 100)
    with pytest.raises(TooManyPixels) as refused:
        reader.read(file[:-30], FORMATS, 9_999)
    assert refused.value.count == 10_000


# What stands beside the pixels

BROKEN = {
    "checksum": chunk(b"tEXt", b"Title\0scan", 0),
    "resolution": chunk(b"pHYs", b"\0\0"),
    "colours": chunk(b"gAMA", struct.pack(">I", 100_000), 0),
    "packed text": chunk(b"zTXt", b"Title\0\0nonsense"),
    "bomb": chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(5_000_000))),
    "frames": chunk(b"acTL", b"\0"),
}


@pytest.mark.parametrize("extra", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("place", [add_chunks, append_chunks])
def test_a_damaged_chunk_beside_the_pixels_of_a_png_spoils_nothing(extra: bytes, place: object) -> None:
    assert callable(place)
    assert np.array_equal(pixels(place(PNG, extra)), np.asarray(NOISE))


def test_a_damaged_chunk_is_said() -> None:
    assert read(add_chunks(PNG, BROKEN["checksum"])).losses == {Loss.METADATA}


@pytest.mark.parametrize("end", [b"", chunk(b"IEND", b"", 0), png.END[:6], png.END + b"junk"])
def test_the_end_of_a_png_need_not_be_right(end: bytes) -> None:
    reading = read(PNG.removesuffix(png.END) + end)
    assert np.array_equal(np.asarray(reading.picture), np.asarray(NOISE))
    assert not reading.losses


def test_a_webp_cut_off_behind_its_pixels_is_whole() -> None:
    file = encode_image(NOISE, "WEBP", lossless=True, xmp=b"<x/>" * 40)
    reading = read(file[:-60])
    assert np.array_equal(np.asarray(reading.picture), np.asarray(NOISE))
    assert reading.losses == {Loss.METADATA}


def turned(data: bytes) -> bool:
    return read(data).picture.size == (48, 64)


BESIDE = {
    "alone": (ON_ITS_SIDE,),
    "resolution as text": (ON_ITS_SIDE, (0x011A, 1, [97, 98, 0])),
    "text behind the end": ((0x010F, 4, [0xFFFFFFFF]), ON_ITS_SIDE, (0x8769, 4, [0xFFFFFFF0])),
}


@pytest.mark.parametrize("entries", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "PNG behind its pixels", "WEBP"])
def test_a_broken_value_does_not_keep_a_picture_from_being_turned(format: str, entries: tuple[object, ...]) -> None:
    block = exif(*entries)  # type: ignore[arg-type]
    place = append_chunks if "behind" in format else add_chunks
    if format == "JPEG":
        file = add_segment(encode_image(NOISE, "JPEG"), 0xE1, block)
    elif format == "WEBP":
        file = encode_image(NOISE, "WEBP", exif=block)
    else:
        file = place(PNG, chunk(b"eXIf", block[6:]))
    assert turned(file)


@pytest.mark.parametrize(
    "block", [b"", b"II", exif((ORIENTATION, SHORT, [9])), exif((ORIENTATION, 1, [6])), exif()[:12]]
)
def test_an_orientation_that_makes_no_sense_is_none(block: bytes) -> None:
    assert not turned(add_segment(encode_image(NOISE, "JPEG"), 0xE1, block))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(orientation: int) -> None:
    turns = [None, *(getattr(Image.Transpose, name) for name in ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM"))]
    turns += [getattr(Image.Transpose, name) for name in ("TRANSPOSE", "ROTATE_90", "TRANSVERSE", "ROTATE_270")]
    turn = turns[orientation - 1]
    stored = NOISE if turn is None else NOISE.transpose(turn)
    block = exif((ORIENTATION, SHORT, [orientation]))
    file = add_chunks(encode_image(stored, "PNG"), chunk(b"eXIf", block[6:]))
    assert np.array_equal(pixels(file), np.asarray(NOISE))


def test_an_avif_is_turned_once_whatever_its_exif_block_holds() -> None:
    file = encode_image(NOISE, "AVIF", exif=exif(ON_ITS_SIDE, (0x0100, SHORT, [64])))
    at = next(match.start() for match in re.finditer(rb"II\*\0|MM\0\*", file))
    spoilt = file[: at + 8] + b"\xff" * 14 + file[at + 22 :]
    assert turned(file)
    assert turned(spoilt)
