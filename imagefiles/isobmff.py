"""What is read of the boxes of AVIF and HEIC (ISO/IEC 14496-12, 23008-12) without a parser of all of them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

# The header of a TIFF, with which an EXIF block begins: its first directory nearly always lies right behind it.
EXIF = re.compile(rb"II\*\0\x08\0\0\0|MM\0\*\0\0\0\x08")
# The colours of a picture as code points of ITU-T H.273: primaries, curve, matrix, and whether all levels are used.
NCLX = re.compile(rb"\0\0\0\x13colrnclx(..)(..)..[\0\x80]", re.DOTALL)
PIXELS = b"mdat"
SIZE = re.compile(rb"ispe\0\0\0\0(?=[\0-\xff]{8})")
METADATA = 1_000_000  # bytes at the beginning of a file in which sizes are looked for
# An EXIF block whose first directory is one without entries: zeros of the header itself.
EMPTY = {b"II": b"II*\0\x06\0\0\0", b"MM": b"MM\0*\0\0\0\x04"}


def is_boxed(data: bytes) -> bool:
    """True for a file of the family."""
    return data[4:8] == b"ftyp"


def find_exif(_data: bytes) -> bytes:
    """Nothing: the boxes themselves say how the picture is turned, and what its EXIF block says does not count."""
    return b""


def find_code_points(data: bytes) -> tuple[int, int] | None:
    """The primaries and the curve that the first box of them names; None without one."""
    found = NCLX.search(data, 0, max(data.find(PIXELS), 0) or len(data))
    return (int.from_bytes(found[1]), int.from_bytes(found[2])) if found else None


def strip(data: bytes) -> bytes:
    """The file with an EXIF block that holds no entry, in the same place."""
    return EXIF.sub(lambda found: EMPTY[found[0][:2]], data)


def sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """(width, height) of each picture and tile that the boxes before the pixels tell of (``ispe``, 23008-12, 6.5.3)."""
    for found in SIZE.finditer(data, 0, METADATA):
        yield struct.unpack_from(">II", data, found.end())
