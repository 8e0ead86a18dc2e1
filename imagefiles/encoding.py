"""Writing a picture as a file of some format, with its colour profile and as much of its metadata as is wanted."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, features

from imagefiles.metadata import writing
from imagefiles.metadata.reading import Metadata
from imagefiles.metadata.writing import Selection, Wish
from imagefiles.transparency import flatten, hide, scale

MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
}
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "BMP": ".bmp", "TIFF": ".tif", "AVIF": ".avif"}
LONGEST = {"WEBP": 16_383, "JPEG": 65_500, "AVIF": 65_536}  # pixels a side that a format can say
OPAQUE = {"JPEG", "BMP"}
JPEG_QUALITY = 95  # where the file was none: above it Pillow's files grow faster than they improve
WEBP_QUALITY = 92
AVIF_QUALITY = 85  # where its pictures look like a JPEG of 95
# After PNG's filters there is little left in a photo to find repeated: run lengths and Huffman codes alone make the
# file of zlib's level 4 in less than half the time (12 MP: 0.5 to 0.9 s), and flat graphics are runs anyway.
QUICK_PNG = {"compress_level": 1, "compress_type": zlib.Z_RLE}


def writable_formats() -> list[str]:
    """The formats that can be written here; AVIF where Pillow was built with it."""
    return [format for format in MEDIA_TYPES if format != "AVIF" or features.check("avif")]


def media_type(format: str) -> str:
    """The IANA name of a format."""
    return MEDIA_TYPES[format]


def encode_png(image: Image.Image) -> bytes:
    """The picture as PNG, quickly: its colour profile included, and nothing that its alpha hides."""
    target = io.BytesIO()
    hide(image, lossy=False).save(target, "PNG", icc_profile=image.info.get("icc_profile"), **QUICK_PNG)
    return target.getvalue()


def encode(
    image_png: bytes,
    format: str,
    *,
    size: tuple[int, int] | None,
    quality: int | None,
    saving: dict[str, Any],
    metadata: Metadata,
    wish: Wish,
) -> bytes:
    """The picture as a file; its colour profile is always kept.

    Args:
        image_png: an image file, RGB(A).
        format: one of ``writable_formats()``.
        size: (width, height) in pixels; as it is unless given.
        quality: 1 to 100 for JPEG, WEBP and AVIF; as ``saving`` says unless given.
        saving: how the file was saved that the picture came from (``imagefiles.saving``).
        metadata: what that file said besides its pixels.
        wish: what of it is to be kept.
    """
    with Image.open(io.BytesIO(image_png)) as image:
        scaled = scale(image, size) if size and size != image.size else image
        return write(scaled, format, writing.select(metadata, wish, scaled.size, media_type(format)), saving, quality)


def write(image: Image.Image, format: str, told: Selection, saving: dict[str, Any], quality: int | None) -> bytes:
    """The image as a file that says what is ``told``, as far as its format can."""
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile"), **OPTIONS[format](saving, quality)}
    if format in writing.OPTIONS:
        options |= writing.OPTIONS[format](told)
    if "dpi" in saving:
        options["dpi"] = tuple(saving["dpi"])
    target = io.BytesIO()
    lossy = format == "AVIF" or (format == "WEBP" and not options.get("lossless"))
    (flatten(image) if format in OPAQUE else hide(image, lossy=lossy)).save(target, format, **options)
    return writing.add_to_tiff(target.getvalue(), told) if format == "TIFF" else target.getvalue()


def jpeg_options(saving: dict[str, Any], quality: int | None) -> dict[str, Any]:
    """With the tables the photo came with, so that it is neither spoiled nor blown up; else nearly lossless."""
    if quality is None and "qtables" in saving:
        return {"qtables": saving["qtables"], "subsampling": saving["subsampling"]}
    return {"quality": quality or JPEG_QUALITY, "subsampling": 0}


def webp_options(saving: dict[str, Any], quality: int | None) -> dict[str, Any]:
    """Lossless where it came so."""
    if quality is None and saving.get("lossless"):
        return {"lossless": True}
    return {"quality": quality or WEBP_QUALITY}


def avif_options(_saving: dict[str, Any], quality: int | None) -> dict[str, Any]:
    """Slower than Pillow's default would make smaller files, and people wait for this one."""
    return {"quality": quality or AVIF_QUALITY, "speed": 8}


OPTIONS: dict[str, Callable[[dict[str, Any], int | None], dict[str, Any]]] = {
    "JPEG": jpeg_options,
    "PNG": lambda _saving, _quality: QUICK_PNG,
    "WEBP": webp_options,
    "BMP": lambda _saving, _quality: {},
    "TIFF": lambda _saving, _quality: {"compression": "tiff_adobe_deflate"},
    "AVIF": avif_options,
}
