"""Writing a picture as a file of some format, with its colour profile and as much of its EXIF block as is wanted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from PIL import Image, PngImagePlugin, features

from editor.imaging import pixels
from editor.imaging.transparency import flatten, hide, scale

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "AVIF")
OPAQUE = {"JPEG", "BMP"}
JPEG_QUALITY = 95  # where the file was none: above it Pillow's files grow faster than they improve
WEBP_QUALITY = 92
AVIF_QUALITY = 85  # where its pictures look like a JPEG of 95
EXIF_LIMIT = 65_500  # bytes: what fits into one segment of a JPEG
PLACES = re.compile("gps|geo|location", re.IGNORECASE)  # in the name of a text: some programs copy EXIF into such
MAKER_NOTE = 0x927C  # EXIF 2.32, section 4.6.5: in the camera's block
CAMERA, PLACE = 0x8769, 0x8825  # EXIF 2.32, section 4.6.3: pointers to the camera's block and to the location
WIDTH, HEIGHT = 0xA002, 0xA003  # in the camera's block


def writable_formats() -> list[str]:
    """The formats that can be written here; AVIF where Pillow was built with it."""
    return [format for format in FORMATS if format != "AVIF" or features.check("avif")]


def media_type(format: str) -> str:
    """The IANA name of a format."""
    return Image.MIME[format]


def encode(
    image_png: bytes,
    format: str,
    *,
    size: tuple[int, int] | None,
    quality: int | None,
    exif: bytes,
    saving: dict[str, Any],
    keep_location: bool,
    keep_metadata: bool,
    keep_maker_note: bool = True,
) -> bytes:
    """The picture as a file; its colour profile is always kept.

    Args:
        image_png: an image file, RGB(A).
        format: one of ``writable_formats()``.
        size: (width, height) in pixels; as it is unless given.
        quality: 1 to 100 for JPEG, WEBP and AVIF; as ``saving`` says unless given.
        exif: the EXIF block of the file that the picture came from; empty where it had none.
        saving: what ``editor.imaging.uploads`` remembered of that file.
        keep_location: False leaves out where the photo was taken.
        keep_metadata: False leaves out everything else that the file said besides its pixels.
        keep_maker_note: False leaves out what only the camera's maker can read, often a small preview among it.
    """
    with Image.open(io.BytesIO(image_png)) as image:
        scaled = scale(image, size) if size and size != image.size else image
        block = select_exif(scaled, exif, keep_location, keep_metadata, keep_maker_note)
        texts = select_texts(saving, keep_location) if keep_metadata else {}
        return write(scaled, format, block, {**saving, "text": texts}, quality)


def write(image: Image.Image, format: str, exif: bytes, saving: dict[str, Any], quality: int | None) -> bytes:
    """The image as a file, with the EXIF block ``exif``, none where it is empty."""
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile"), **OPTIONS[format](saving, quality)}
    if exif and format != "BMP":
        options["exif"] = exif
    elif format == "TIFF":
        options["compression"] = "tiff_adobe_deflate"  # libtiff, which compresses, cannot write an EXIF block
    if "dpi" in saving:
        options["dpi"] = tuple(saving["dpi"])
    target = io.BytesIO()
    lossy = format == "AVIF" or (format == "WEBP" and not options.get("lossless"))
    (flatten(image) if format in OPAQUE else hide(image, lossy=lossy)).save(target, format, **options)
    return target.getvalue()


def select_exif(
    image: Image.Image, block: bytes, keep_location: bool, keep_metadata: bool, keep_maker_note: bool
) -> bytes:
    """The EXIF block with the image's size in it, and with only as much of it as is wanted."""
    if not block:
        return b""
    exif = Image.Exif()
    exif.load(block)
    for tag in list(exif):
        if not (keep_location if tag == PLACE else keep_metadata):
            del exif[tag]
    if not exif:
        return b""
    camera = exif.get_ifd(CAMERA) if CAMERA in exif else {}
    if not keep_maker_note:
        camera.pop(MAKER_NOTE, None)
    camera.update({tag: side for tag, side in ((WIDTH, image.width), (HEIGHT, image.height)) if tag in camera})
    made = exif.tobytes()
    return made if len(made) <= EXIF_LIMIT else b""


def select_texts(saving: dict[str, Any], keep_location: bool) -> dict[str, str]:
    """The texts of a PNG, with only as much of them as is wanted."""
    texts = saving.get("text", {}).items()
    return {key: value for key, value in texts if keep_location or not PLACES.search(key)}


def jpeg_options(saving: dict[str, Any], quality: int | None) -> dict[str, Any]:
    """With the tables the photo came with, so that it is neither spoiled nor blown up; else nearly lossless."""
    if quality is None and "qtables" in saving:
        return {"qtables": saving["qtables"], "subsampling": saving["subsampling"]}
    return {"quality": quality or JPEG_QUALITY, "subsampling": 0}


def png_options(saving: dict[str, Any], _quality: int | None) -> dict[str, Any]:
    """With the texts of the file it came from."""
    info = PngImagePlugin.PngInfo()
    for key, value in saving.get("text", {}).items():
        info.add_itxt(key, value)
    return {**pixels.QUICK_PNG, "pnginfo": info}


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
    "PNG": png_options,
    "WEBP": webp_options,
    "BMP": lambda _saving, _quality: {},
    "TIFF": lambda _saving, _quality: {},
    "AVIF": avif_options,
}
