"""Whatever the door, a file gives the same picture: the editor's uploads and the images of the API."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from editor.imaging.uploads import accept
from engine import images
from engine.images import Limits
from harness.images import encode_image
from tests.imagefiles.files import ON_ITS_SIDE, add_chunks, add_segment, chunk, exif, gamma, write_png
from tests.imagefiles.test_colour import ADOBE, P3, SRGB, grey_profile

PHOTO = Image.effect_noise((40, 30), 60).convert("RGB")
CLEAR = Image.merge("RGBA", (*PHOTO.split(), Image.linear_gradient("L").resize((40, 30))))
PNG = encode_image(PHOTO, "PNG")
WIDE = Image.fromarray(np.asarray(PHOTO.convert("L")).astype(np.uint16) * 257)

FILES = {
    "jpeg": encode_image(PHOTO, "JPEG"),
    "cut off jpeg": encode_image(PHOTO, "JPEG")[:-200],
    "turned jpeg": add_segment(encode_image(PHOTO, "JPEG"), 0xE1, exif(ON_ITS_SIDE)),
    "cmyk jpeg": encode_image(PHOTO.convert("CMYK"), "JPEG"),
    "grey jpeg": encode_image(PHOTO.convert("L"), "JPEG", icc_profile=grey_profile(1.0)),
    "profile": encode_image(PHOTO, "JPEG", icc_profile=SRGB),
    "broken profile": encode_image(PHOTO, "PNG", icc_profile=SRGB[:150]),
    "linear png": add_chunks(PNG, gamma(1.0)),
    "adobe png": add_chunks(PNG, gamma(0.45455), ADOBE),
    "p3 png": add_chunks(PNG, chunk(b"cICP", P3)),
    "damaged chunk": add_chunks(PNG, chunk(b"tEXt", b"a\0b", 0)),
    "transparent colour": write_png(2, 16, 0, [b"\x12\x34\x12\x35"], chunk(b"tRNS", struct.pack(">H", 0x1234))),
    "16 bits": encode_image(WIDE, "PNG"),
    "palette": encode_image(PHOTO.convert("P"), "PNG", transparency=3),
    "transparent png": encode_image(CLEAR, "PNG"),
    "opaque alpha": encode_image(PHOTO.convert("RGBA"), "PNG"),
    "transparent grey": encode_image(CLEAR.convert("LA"), "PNG", icc_profile=grey_profile(1.8)),
    "webp": encode_image(CLEAR, "WEBP", lossless=True, exif=exif(ON_ITS_SIDE)),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_editor_and_api_see_the_same_picture(data: bytes) -> None:
    kept = Image.open(io.BytesIO(accept(data, "photo").image_png))
    decoded = images.decode(data, Limits(None, 1_000_000))
    colours = np.asarray(kept)
    shown = ... if decoded.alpha is None else decoded.alpha > 0  # what is under alpha 0 is no picture
    assert np.array_equal(colours[shown][..., :3], decoded.pixels[shown])
    assert (kept.mode == "RGBA") == (decoded.alpha is not None)
    assert decoded.alpha is None or np.array_equal(colours[..., 3], decoded.alpha)
    assert kept.info.get("icc_profile") == decoded.profile
