"""The kinds of files that can be opened, and what a download of each is saved as.

HEIC takes pillow-heif, the extra "heic"; some builds of Pillow leave AVIF out.
"""

from __future__ import annotations

import importlib.util

from PIL import Image, features

HEIC = importlib.util.find_spec("pillow_heif") is not None
LABELS = {"AVIF": "AVIF"} if features.check("avif") else {}  # of what few other programs open, by Pillow's names
LABELS |= {"HEIF": "HEIC"} if HEIC else {}
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", *(name for name in LABELS if name != "HEIF")]
KINDS = ["JPEG", "PNG", "WEBP", *LABELS.values(), "GIF", "BMP", "TIFF"]
# MPO: a phone's JPEG with a second picture; GIF has too few colours.
DOWNLOADS = {"MPO": "JPEG", "GIF": "PNG"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}  # ISO/IEC 23008-12, annex B


def is_heic(data: bytes) -> bool:
    """True for a HEIC photo; AVIF is the same container with another brand."""
    return data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS


def choose_readers(data: bytes) -> list[str]:
    """Pillow's readers for a file; the one for HEIC is loaded when somebody brings such a photo."""
    if not is_heic(data):
        return FORMATS
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    return ["HEIF"]


def choose_download_format(kind: str, picture: Image.Image) -> str:
    """What a download of a file of this kind is saved as: something that other programs open."""
    if kind in LABELS:
        return "PNG" if picture.mode == "RGBA" else "JPEG"
    return DOWNLOADS.get(kind, kind)
