"""Files into arrays and back."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageCms

from engine import images
from engine.errors import TooLarge, Unprocessable, UnsupportedMedia
from engine.images import Limits, Picture
from harness.images import encode_image, png
from imagefiles.children import children

ANY = Limits(None, 1_000_000)
RED = (255, 0, 0)


def test_16_bits_are_scaled_to_8() -> None:
    values = np.array([[0, 255, 256, 32768, 65535]], np.uint16)
    picture = images.decode(encode_image(Image.fromarray(values), "PNG"), ANY)
    assert picture.pixels[0, :, 0].tolist() == [0, 0, 1, 128, 255]


def test_cmyk_becomes_rgb() -> None:
    picture = images.decode(encode_image(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"), ANY)
    assert np.abs(picture.pixels.astype(int) - RED).max() < 8


@pytest.mark.parametrize("profile", [b"damaged", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()])
def test_a_cmyk_profile_that_is_none_is_ignored(profile: bytes) -> None:
    file = encode_image(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", icc_profile=profile)
    picture = images.decode(file, ANY)
    assert np.abs(picture.pixels.astype(int) - RED).max() < 8
    assert picture.profile is None


def test_a_palette_with_a_transparent_colour_has_alpha() -> None:
    image = Image.fromarray(np.array([[0, 1]], np.uint8)).convert("P")
    picture = images.decode(encode_image(image, "PNG", transparency=1), ANY)
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [[255, 0]]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_an_animation_the_first_frame_counts(form: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in (RED, (0, 0, 255))]
    file = encode_image(frames[0], form, save_all=True, append_images=frames[1:], lossless=True)
    assert images.decode(file, ANY).pixels[0, 0].tolist() == list(RED)


def test_a_gif_is_not_taken() -> None:
    with pytest.raises(UnsupportedMedia):
        images.decode(encode_image(Image.new("P", (8, 8)), "GIF"), ANY)


def test_pixels_are_counted_before_they_are_decoded() -> None:
    half = png(np.zeros((100, 100, 3), np.uint8))[:50]
    with pytest.raises(TooLarge):
        images.decode(half, Limits(None, 9_999))
    with pytest.raises(UnsupportedMedia):
        images.decode(half, Limits(None, 10_000))


def test_what_was_decoded_before_is_held_to_the_limits_of_now() -> None:
    data = png(np.zeros((40, 50, 3), np.uint8))
    assert images.decode(data, Limits(None, 2000)).pixels.shape == (40, 50, 3)
    for limits in (Limits(None, 1999), Limits(len(data) - 1, 2000)):
        with pytest.raises(TooLarge):
            images.decode(data, limits)


def test_an_image_survives_the_way_through_a_file() -> None:
    values = np.random.default_rng(0).integers(1, 256, (9, 7, 4), dtype=np.uint8)
    picture = Picture(values[..., :3], values[..., 3])
    back = images.decode(images.encode(picture), ANY)
    assert back.alpha is not None
    assert np.array_equal(np.dstack((back.pixels, back.alpha)), values)


@pytest.mark.parametrize(
    ("mask", "image", "fits"),
    [
        ((333, 500), (2667, 4000), True),
        ((375, 500), (3000, 4000), True),
        ((5, 7), (300, 400), True),  # a pixel more or less on small masks
        ((100, 100), (100, 103), False),
        ((4000, 3000), (3000, 4000), False),
    ],
)
def test_a_mask_fits_by_its_aspect_ratio(mask: tuple[int, int], image: tuple[int, int], fits: bool) -> None:
    file = png(np.full(mask, 255, np.uint8))
    if fits:
        assert images.decode_mask(file, image, Limits(None, 12_000_000)).shape == image
    else:
        with pytest.raises(Unprocessable):
            images.decode_mask(file, image, Limits(None, 12_000_000))


def test_a_mask_is_inside_from_128_on() -> None:
    mask = images.decode_mask(png(np.array([[127, 128], [0, 255]], np.uint8)), (2, 2), ANY)
    assert mask.tolist() == [[False, True], [False, True]]


def test_a_mask_is_scaled_without_in_between_values() -> None:
    mask = images.decode_mask(png(np.array([[0, 255]], np.uint8)), (2, 4), ANY)
    assert mask.tolist() == [[False, False, True, True]] * 2


def test_stored_masks_survive() -> None:
    mask = np.array([[True, False, True], [False, False, True]])
    assert np.array_equal(images.decode_labels(images.encode_mask(mask)).astype(bool), mask)
    assert Image.open(io.BytesIO(images.encode_mask(mask))).mode == "1"


@pytest.fixture
def apart() -> Iterator[None]:
    """Pictures are decoded in children, as for the web process."""
    children.start("imagefiles.reader")
    yield
    children.stop()


def test_what_is_measured_in_a_child_is_held_to_the_limits_of_now(apart: None) -> None:
    data = png(np.full((20, 30, 3), 90, np.uint8))
    for _ in range(2):
        assert images.measure(data, Limits(None, 600)).shape == (20, 30)
    with pytest.raises(TooLarge):
        images.measure(data, Limits(None, 599))


def test_a_measured_picture_is_the_same_in_a_child_and_in_place(apart: None) -> None:
    pixels = np.full((20, 31, 4), 90, np.uint8)
    pixels[:, 0] = 0
    before = images.measure(png(pixels), Limits(None, 1000))
    children.stop()
    assert images.measure(png(pixels), Limits(None, 1000)) == before
    assert before.has_clear_side
