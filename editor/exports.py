"""A revision as a file to take away: in the format the picture came in, as it was saved, with its profile and EXIF."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.http import content_disposition_header
from PIL import Image, PngImagePlugin, features

from editor import files
from editor.imaging import pixels
from editor.models import Revision

SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "BMP": ".bmp", "TIFF": ".tif", "AVIF": ".avif"}
OPAQUE = {"JPEG", "BMP"}
JPEG_QUALITY = 95  # where the file was none: above it Pillow's files grow faster than they improve
WEBP_QUALITY = 92
AVIF_QUALITY = 85  # where its pictures look like a JPEG of 95
LONGEST = {"WEBP": 16_383, "JPEG": 65_500, "AVIF": 65_536}  # pixels a side that a format can say
EXIF_LIMIT = 65_500  # bytes: what fits into one segment of a JPEG
PLACES = re.compile("gps|geo|location", re.IGNORECASE)  # in the name of a text: some programs copy EXIF into such
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')  # what some system takes for a path, or for no part of a file's name
CAMERA, PLACE = 0x8769, 0x8825  # EXIF 2.32, section 4.6.3: pointers to the camera's block and to the location
WIDTH, HEIGHT = 0xA002, 0xA003  # in the camera's block


@dataclass(frozen=True)
class Exported:
    """A file to download; ``name`` is what to call it."""

    data: bytes
    content_type: str
    name: str

    @property
    def disposition(self) -> str:
        """The header ``Content-Disposition`` that makes a browser save it."""
        return disposition(self.name)


def file_name(name: str, suffix: str) -> str:
    """What to call a picture's file, wherever it is saved."""
    return f"{UNSAFE.sub('_', name)}{suffix}"


def disposition(name: str) -> str:
    """The header ``Content-Disposition`` that makes a browser save an answer as a file of this name."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def formats() -> list[str]:
    """The formats that can be written here; AVIF where Pillow was built with it."""
    return [format for format in SUFFIXES if format != "AVIF" or features.check("avif")]


def export(
    revision: Revision,
    *,
    format: str | None = None,
    quality: int | None = None,
    size: tuple[int, int] | None = None,
    keep_location: bool = True,
    keep_metadata: bool = True,
) -> Exported:
    """The revision as a file; its colour profile is always kept.

    Args:
        revision: what to save.
        format: one of ``formats()``; the picture's own unless given.
        quality: 1 to 100 for JPEG, WEBP and AVIF; as the picture came unless given.
        size: (width, height) in pixels; the revision's own unless given.
        keep_location: False leaves out where the photo was taken.
        keep_metadata: False leaves out everything else that the file said besides its pixels.
    """
    picture = revision.picture
    format = format or picture.format
    with Image.open(io.BytesIO(files.read(revision.image))) as image:
        scaled = image.resize(size, Image.Resampling.LANCZOS) if size and size != image.size else image
        exif = exif_for(scaled, bytes(picture.exif), keep_location, keep_metadata)
        saving = {**picture.saving, "text": texts_for(picture.saving, keep_location) if keep_metadata else {}}
        data = encoded(scaled, format, exif, saving, quality)
    return Exported(data, Image.MIME[format], file_name(picture.name, SUFFIXES[format]))


def encoded(image: Image.Image, format: str, exif: bytes, saving: dict[str, Any], quality: int | None) -> bytes:
    """The image as a file; ``saving`` is what ``editor.imaging.uploads`` remembered of the one it came from."""
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile"), **OPTIONS[format](saving, quality)}
    if exif and format != "BMP":
        options["exif"] = exif
    elif format == "TIFF":
        options["compression"] = "tiff_adobe_deflate"  # libtiff, which compresses, cannot write an EXIF block
    if "dpi" in saving:
        options["dpi"] = tuple(saving["dpi"])
    target = io.BytesIO()
    (on_white(image) if format in OPAQUE else image).save(target, format, **options)
    return target.getvalue()


def scaled_size(size: tuple[int, int], factor: float) -> tuple[int, int]:
    """(width, height) times a factor, at least a pixel, halves up: as static/js/elements/export-form.js has it."""
    width, height = (max(1, math.floor(side * factor + 0.5)) for side in size)
    return width, height


def exif_for(image: Image.Image, block: bytes, keep_location: bool, keep_metadata: bool) -> bytes:
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
    camera.update({tag: side for tag, side in ((WIDTH, image.width), (HEIGHT, image.height)) if tag in camera})
    made = exif.tobytes()
    return made if len(made) <= EXIF_LIMIT else b""


def texts_for(saving: dict[str, Any], keep_location: bool) -> dict[str, str]:
    """The texts of a PNG, with only as much of them as is wanted."""
    texts = saving.get("text", {}).items()
    return {key: value for key, value in texts if keep_location or not PLACES.search(key)}


def on_white(image: Image.Image) -> Image.Image:
    """The image without transparency, on white."""
    if image.mode == "RGB":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


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
