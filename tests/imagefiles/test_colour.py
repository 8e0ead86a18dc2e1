"""What the samples of a file mean as colours."""

from __future__ import annotations

import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from harness.images import encode_image
from imagefiles import profiles, reader
from imagefiles.errors import Loss
from imagefiles.reader import Reading
from tests.imagefiles.files import add_chunks, chunk, gamma, grey_tiff, primaries, write_png

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
GREY, RED = Image.new("RGB", (4, 4), (128, 128, 128)), Image.new("RGB", (4, 4), (200, 40, 40))
ADOBE = primaries(0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
SRGB_PRIMARIES = primaries(0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
LINEAR = gamma(1.0)
P3 = bytes([12, 13, 0, 1])


def read(data: bytes) -> Reading:
    return reader.read(data, FORMATS, 1_000_000)


def seen(data: bytes) -> tuple[int, ...]:
    """The first pixel on a screen of sRGB."""
    picture = read(data).picture
    shown = profiles.convert(picture, picture.info.get("icc_profile"), None)
    return tuple(shown.get_flattened_data()[0])  # type: ignore[arg-type]


def icc(profile: bytes) -> bytes:
    return chunk(b"iCCP", b"name\0\0" + zlib.compress(profile))


def with_chunks(image: Image.Image, *extra: bytes) -> bytes:
    return add_chunks(encode_image(image, "PNG"), *extra)


# As Chromium 156 shows them.
@pytest.mark.parametrize(
    ("extra", "value"),
    [
        ([LINEAR], 188),
        ([gamma(0.55556)], 146),
        ([gamma(0.45455)], 128),  # what programs write that mean sRGB
        ([gamma(0.45455), SRGB_PRIMARIES], 129),  # what only those write that mean it
        ([gamma(0)], 128),
        ([LINEAR, chunk(b"sRGB", b"\0")], 128),
        ([LINEAR, chunk(b"sRGB", b"\x09")], 188),  # there is no such intent
        ([chunk(b"gAMA", b"\0\1")], 128),
        ([SRGB_PRIMARIES], 128),
        ([LINEAR, primaries(*[0] * 8)], 128),
        ([LINEAR, icc(SRGB)], 128),
        ([LINEAR, icc(b"no profile")], 188),
        ([LINEAR, chunk(b"cICP", bytes([1, 13, 0, 1]))], 128),
        ([icc(SRGB), chunk(b"cICP", bytes([1, 8, 0, 1]))], 188),
        ([LINEAR, chunk(b"cICP", bytes([1, 2, 0, 1]))], 188),  # a curve that is not said
        ([chunk(b"cICP", bytes([1, 1, 0, 1]))], 121),
        ([chunk(b"cICP", bytes([1, 7, 0, 1]))], 141),
        ([chunk(b"cICP", bytes([1, 16, 0, 1]))], 132),
        ([chunk(b"cICP", bytes([1, 17, 0, 1]))], 118),
        ([chunk(b"cICP", bytes([1, 18, 0, 1]))], 99),
    ],
)
def test_a_png_has_the_tones_that_browsers_show(extra: list[bytes], value: int) -> None:
    assert seen(with_chunks(GREY, *extra)) == pytest.approx((value,) * 3, abs=1)


@pytest.mark.parametrize(
    ("extra", "colour"),
    [
        ([ADOBE], (200, 40, 40)),
        ([gamma(0.45455), ADOBE], (233, 35, 35)),
        ([gamma(0.45455), primaries(0.3457, 0.3585, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)], (238, 40, 43)),
        ([chunk(b"cICP", P3)], (218, 0, 26)),
        ([chunk(b"cICP", bytes([9, 13, 0, 1]))], (249, 0, 27)),
        ([chunk(b"cICP", bytes([4, 13, 0, 1]))], (237, 21, 18)),
    ],
)
def test_a_png_has_the_colours_that_browsers_show(extra: list[bytes], colour: tuple[int, ...]) -> None:
    assert seen(with_chunks(RED, *extra)) == pytest.approx(colour, abs=2)


# As Chromium 156 shows (200, 60, 40) with these primaries and this curve.
@pytest.mark.parametrize(
    ("points", "colour"),
    [
        ((1, 13), (200, 61, 40)),
        ((2, 2), (200, 61, 40)),
        ((12, 13), (217, 43, 23)),
        ((12, 2), (217, 43, 23)),
        ((9, 14), (247, 0, 23)),
        ((1, 1), (200, 61, 40)),
        ((1, 4), (201, 58, 35)),
        ((1, 8), (229, 134, 110)),
        ((6, 6), (195, 67, 39)),
    ],
)
def test_an_avif_has_the_colours_that_browsers_show(points: tuple[int, int], colour: tuple[int, ...]) -> None:
    file = encode_image(Image.new("RGB", (64, 64), (200, 60, 40)), "AVIF", quality=100, subsampling="4:4:4")
    at = file.index(b"colrnclx") + 8
    assert seen(file[:at] + struct.pack(">2H", *points) + file[at + 4 :]) == pytest.approx(colour, abs=2)


def test_wide_primaries_stay_in_a_profile_of_the_pictures_own() -> None:
    picture = read(with_chunks(RED, chunk(b"cICP", P3))).picture
    assert picture.getpixel((0, 0)) == (200, 40, 40)
    assert profiles.find_mode(picture.info["icc_profile"]) == "RGB"


def test_linear_light_of_16_bits_keeps_its_shadows() -> None:
    dark = struct.pack(">6H", *[0x00C0] * 3, *[0x0100] * 3)
    pixels = np.asarray(read(write_png(2, 16, 2, [dark], LINEAR)).picture)
    assert pixels[0, :, 0].tolist() == [10, 13]


def test_samples_of_16_bits_are_narrowed_in_strips() -> None:
    row = np.random.default_rng(0).integers(0, 256, 6 * 1_000, np.uint8).tobytes()
    file = write_png(1_000, 16, 2, [row, row[::-1]] * 450, LINEAR, chunk(b"tRNS", row[:6]))
    tracemalloc.start()
    picture = read(file).picture
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000  # bytes; all samples are 5.4 million, and were there several times
    alone = np.asarray(read(write_png(1_000, 16, 2, [row], LINEAR, chunk(b"tRNS", row[:6]))).picture)
    assert np.array_equal(np.asarray(picture)[::2], np.repeat(alone, 450, axis=0))


def test_a_grey_picture_can_have_a_profile_of_rgb() -> None:
    picture = read(with_chunks(GREY.convert("L"), icc(SRGB))).picture
    assert (picture.mode, picture.info["icc_profile"]) == ("RGB", SRGB)


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_a_profile_of_other_colours_is_not_carried_along(mode: str) -> None:
    profile = grey_profile(1.0) if mode == "RGB" else SRGB
    file = encode_image(RED.convert(mode), "JPEG", quality=100, icc_profile=profile)
    reading = read(file)
    assert reading.picture.info["icc_profile"] is None
    assert seen(file) == pytest.approx((200, 40, 40), abs=3)


def test_grey_is_converted_by_its_own_profile() -> None:
    assert seen(encode_image(GREY.convert("L"), "PNG", icc_profile=grey_profile(1.0))) == pytest.approx(
        (188,) * 3, abs=1
    )


def test_a_profile_by_which_nothing_can_be_converted_is_lost() -> None:
    reading = read(encode_image(RED, "PNG", icc_profile=SRGB[:200]))
    assert (reading.picture.info["icc_profile"], reading.losses) == (None, {Loss.PROFILE})


def test_no_profile_is_made_for_primaries_on_a_line() -> None:
    assert profiles.make(((0.3, 0.3), (0.4, 0.4), (0.5, 0.5), (0.3127, 0.329))) is None


# Samples


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("bits", "kind", "code", "values", "black_first"),
    [
        (16, 1, "H", (0, 0x4000), [0, 64]),
        (16, 2, "h", (-5, 0x4000), [0, 128]),
        (32, 2, "i", (-5, 0x40000000), [0, 128]),
        (32, 3, "f", (0.0, 0.25), [0, 64]),
        (32, 3, "f", (float("nan"), 9.0), [0, 255]),
        (8, 1, "B", (0, 64), [0, 64]),
    ],
)
@pytest.mark.parametrize("photometric", [0, 1])
def test_grey_of_a_tiff_is_scaled_by_its_type(
    order: str, bits: int, kind: int, code: str, values: tuple[float, ...], black_first: list[int], photometric: int
) -> None:
    file = grey_tiff(order, photometric, bits, struct.pack(f"{order}2{code}", *values), (339, 3, [kind]))
    grey = np.asarray(read(file).picture)[0, :, 0].astype(int)
    expected = np.array(black_first) if photometric else 255 - np.array(black_first)
    assert np.abs(grey - expected).max() <= 1


def test_12_bits_reach_white() -> None:
    assert np.asarray(read(grey_tiff("<", 1, 12, b"\xff\xf8\x00")).picture)[0, :, 0].tolist() == [255, 128]


@pytest.mark.parametrize(("depth", "row"), [(1, b"\x40"), (2, b"\x10"), (4, b"\x0c")])
def test_few_bits_of_a_tiff_can_be_white_at_zero(depth: int, row: bytes) -> None:
    values = np.asarray(read(grey_tiff("<", 0, depth, row)).picture)[0, :, 0]
    assert values[0] == 255 > values[1]


def test_what_is_in_a_picture_does_not_change_its_scale() -> None:
    assert np.asarray(read(encode_image(Image.new("I;16", (1, 1), 100), "PNG")).picture).max() == 0


# Transparent colours


@pytest.mark.parametrize(
    ("depth", "colour_type", "row", "key"),
    [
        (1, 0, b"\x40", (0,)),
        (2, 0, b"\x90", (2,)),
        (4, 0, b"\x71", (7,)),
        (8, 0, b"\x77\x11", (0x77,)),
        (16, 0, b"\x12\x34\x12\x35", (0x1234,)),
        (8, 2, bytes([1, 2, 3, 1, 2, 4]), (1, 2, 3)),
        (16, 2, bytes([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 7]), (0x0102, 0x0304, 0x0506)),
    ],
)
def test_one_colour_of_a_png_can_be_transparent(depth: int, colour_type: int, row: bytes, key: tuple[int, ...]) -> None:
    file = write_png(2, depth, colour_type, [row], chunk(b"tRNS", struct.pack(f">{len(key)}H", *key)))
    assert np.asarray(read(file).picture)[0, :, 3].tolist() == [0, 255]


@pytest.mark.parametrize("key", [b"\x01\x77", b"\x77"])
def test_a_transparent_colour_that_does_not_exist_hides_nothing(key: bytes) -> None:
    assert read(write_png(2, 8, 0, [b"\x77\x11"], chunk(b"tRNS", key))).picture.mode == "RGB"


@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_colours_of_a_palette_can_be_half_transparent(depth: int) -> None:
    palette, clear = chunk(b"PLTE", bytes([255, 0, 0, 0, 255, 0])), chunk(b"tRNS", b"\x40")
    row = b"\x00\x01" if depth == 8 else bytes([1 << (8 - 2 * depth)])
    pixels = np.asarray(read(write_png(2, depth, 3, [row], palette, clear)).picture)
    assert pixels[0].tolist() == [[255, 0, 0, 0x40], [0, 255, 0, 255]]


def test_a_mask_is_read_by_its_values() -> None:
    file = with_chunks(GREY, LINEAR)
    assert reader.read_mask(file, FORMATS, 100).getpixel((0, 0)) == (128, 128, 128)


def grey_profile(exponent: float) -> bytes:
    """A grey profile of a white point and a curve (ICC.1, version 2)."""
    fixed = struct.pack(">iii", 63190, 65536, 54061)
    tags = {
        b"wtpt": b"XYZ " + bytes(4) + fixed,
        b"kTRC": b"curv" + bytes(4) + struct.pack(">IHxx", 1, round(exponent * 256)),
    }
    made = bytearray(profiles.assemble(tags))
    made[8:12], made[16:20] = b"\x02\x40\0\0", b"GRAY"
    return bytes(made)
