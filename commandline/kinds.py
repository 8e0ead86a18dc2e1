"""Which kind of file a name promises, told without opening it."""

from __future__ import annotations

from pathlib import PurePath

from imagefiles.encoding import OPAQUE

# By the endings that cameras and programs write, Pillow's names of the formats.
FORMATS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".bmp": "BMP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".avif": "AVIF",
    ".gif": "GIF",
    ".heic": "HEIF",
    ".heif": "HEIF",
}
STAND_INS = {"MPO": "JPEG", "HEIF": "JPEG", "GIF": "PNG"}  # what is written for what can only be read


def promised_format(name: str) -> str:
    """The format that a file's name promises; empty for a name that promises no picture."""
    return FORMATS.get(PurePath(name).suffix.lower(), "")


def choose_format(came: str, asked: str, *, is_transparent: bool) -> str:
    """What the result of a file of the format ``came`` is written as, which may be unknown, that is empty.

    ``asked`` is what a person wants, which goes before everything; ``is_transparent``: the result needs transparency.
    """
    written = asked or STAND_INS.get(came, came)
    return "PNG" if is_transparent and not asked and written in OPAQUE else written
