"""Which way up a picture is (EXIF 2.32, section 4.6.4), whatever else its EXIF block holds."""

from __future__ import annotations

import struct

from PIL import Image

from imagefiles.tiff import ORDERS, SHORT, entries

TAG = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turn_upright(image: Image.Image, exif: bytes) -> Image.Image:
    """The picture as the block says that it is to be seen; itself where it is upright."""
    turn = TURNS.get(read_orientation(exif))
    return image.transpose(turn) if turn is not None else image


def read_orientation(exif: bytes) -> int:
    """1 to 8; 1, upright, where the block does not say it, or says what makes no sense.

    Only this entry of the first directory is looked at: no other can spoil it.
    """
    tiff = exif
    while tiff.startswith(b"Exif\0\0"):
        tiff = tiff[6:]
    try:
        found = (read_value(tiff, at) for tag, kind, at in entries(tiff) if (tag, kind) == (TAG, SHORT))
        return next(found, 1)
    except struct.error:
        return 1


def read_value(tiff: bytes, at: int) -> int:
    """The orientation that stands here."""
    (value,) = struct.unpack_from(ORDERS[tiff[:2]] + "H", tiff, at)
    return int(value) if value in TURNS else 1
