"""What alpha hides is in nothing that the studio keeps, shows or hands out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from editor.imaging import cutouts, pixels, portraits
from editor.imaging.uploads import UploadRefused, accept
from harness.images import encode_image, open_image
from imagefiles import encoding, transparency
from imagefiles.metadata.reading import Metadata
from imagefiles.metadata.writing import Wish

RED, GREEN, CLEAR = (200, 30, 30), (0, 255, 0), (0, 0, 0, 0)
SIZE = (48, 32)
SHOWN = (16, 8, 40, 24)


def sticker() -> Image.Image:
    """A red box on what is clear, and green under that."""
    image = Image.new("RGBA", SIZE, (*GREEN, 0))
    image.paste((*RED, 255), SHOWN)
    return image


def rgba(data: bytes) -> NDArray[np.int64]:
    return np.asarray(open_image(data).convert("RGBA")).astype(int)


def hides_green(data: bytes) -> bool:
    found = rgba(data)
    return bool((found[..., 1] > found[..., 0] + 60).any())


def export(format: str, *, lossless: bool = False, size: tuple[int, int] | None = None) -> bytes:
    return encoding.encode(
        encode_image(sticker()),
        format,
        size=size,
        quality=None,
        saving={"lossless": lossless},
        metadata=Metadata(),
        wish=Wish(location=True, facts=True, is_edited=False),
    )


@pytest.mark.parametrize(
    ("format", "options"), [("PNG", {}), ("WEBP", {"lossless": True, "exact": True}), ("TIFF", {}), ("GIF", {})]
)
def test_an_upload_keeps_nothing_that_it_hides(format: str, options: dict[str, bool]) -> None:
    assert not hides_green(accept(encode_image(sticker(), format, **options), "sticker").image_png)


def test_an_upload_of_nothing_is_refused() -> None:
    with pytest.raises(UploadRefused, match=r"“a\.png” is fully transparent"):
        accept(encode_image(Image.new("RGBA", (8, 8), (255, 0, 0, 0))), "a.png")


@pytest.mark.parametrize("size", [None, (24, 16), (47, 31), (96, 64)])
@pytest.mark.parametrize(
    ("format", "lossless"), [("PNG", True), ("TIFF", True), ("WEBP", True), ("WEBP", False), ("AVIF", False)]
)
def test_a_download_hides_nothing_and_has_no_fringe(format: str, lossless: bool, size: tuple[int, int] | None) -> None:
    data = export(format, lossless=lossless, size=size)
    found = rgba(data)
    assert not hides_green(data)
    assert np.abs(found[found[..., 3] > 64][:, :3] - RED).max() <= 24  # a lossy format's own noise


@pytest.mark.parametrize("format", ["JPEG", "BMP"])
def test_an_opaque_download_is_on_white(format: str) -> None:
    found = rgba(export(format))
    assert (found[0, 0] >= 250).all()
    assert np.abs(found[16, 28, :3] - RED).max() <= 8


@pytest.mark.parametrize("side", [24, 48])
def test_a_thumbnail_hides_nothing_and_has_no_fringe(side: int) -> None:
    data = pixels.make_thumbnail(encode_image(sticker()), side)
    found = rgba(data)
    assert not hides_green(data)
    assert np.abs(found[found[..., 3] > 64][:, :3] - RED).max() <= 24


def test_a_crop_hides_nothing() -> None:
    assert not hides_green(cutouts.crop(encode_image(sticker()), (4, 4, 44, 28)))


def test_a_services_result_is_kept_without_what_it_hides() -> None:
    kept = pixels.convert_result(encode_image(sticker()), encode_image(sticker()))
    assert not hides_green(kept)
    assert pixels.convert_result(kept, kept) is kept


def test_a_face_is_shown_on_white() -> None:
    face = rgba(portraits.crop_face(encode_image(sticker()), {"x": 20, "y": 10, "w": 10, "h": 10}))
    assert (face[0, 0] >= 240).all()


def test_what_becomes_clear_fades_without_a_dark_rim() -> None:
    parent, result = Image.new("RGBA", SIZE, (*RED, 255)), Image.new("RGBA", SIZE, CLEAR)
    mask = np.zeros(SIZE[::-1], bool)
    mask[8:24, 10:40] = True
    made = rgba(pixels.composite(encode_image(parent), encode_image(result), pixels.encode_mask(mask)))
    assert (made[~mask] == (*RED, 255)).all() and not made[16, 25].any()
    fading = made[(made[..., 3] > 0) & (made[..., 3] < 255)]
    assert len(fading) and np.abs(fading[:, :3] - RED).max() <= 3


def test_a_half_opaque_blend_has_half_of_the_alpha_and_all_of_the_colour() -> None:
    half = pixels.encode_grey(np.full(SIZE[::-1], 128, np.uint8))
    clear = encode_image(Image.new("RGBA", SIZE, CLEAR))
    made = rgba(pixels.blend(encode_image(sticker()), clear, half))
    assert np.abs(made[16, 28] - (*RED, 127)).max() <= 2


def test_padding_leaves_what_shows_as_it_is() -> None:
    noise = Image.effect_noise(SIZE, 90).convert("RGB")
    image = sticker()
    image.paste(noise.crop(SHOWN), SHOWN)
    padded, alpha = np.asarray(transparency.pad_hidden(image)), np.asarray(image.getchannel("A"))
    assert np.array_equal(padded[..., 3], alpha)
    assert np.array_equal(padded[alpha > 0], np.asarray(image)[alpha > 0])
