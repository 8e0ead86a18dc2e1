"""The chunks of a WEBP (RFC 9649)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

IMAGE = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
EXIF_FLAG, XMP_FLAG = 0x08, 0x04  # of VP8X


def is_webp(data: bytes) -> bool:
    """True for a WEBP."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the body of each chunk; the last one may be cut off."""
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def find_exif(data: bytes) -> bytes:
    """The EXIF block; empty where there is none."""
    return next((body for kind, body in chunks(data) if kind == b"EXIF"), b"")


def strip(data: bytes) -> bytes:
    """The file with only those chunks that say how its pixels look."""
    made = b"".join(pack(kind, body) for kind, body in chunks(data) if kind in IMAGE)
    return b"RIFF" + struct.pack("<I", 4 + len(made)) + b"WEBP" + made


def pack(kind: bytes, body: bytes) -> bytes:
    """A chunk; the one that lists what the file holds names no EXIF block and no XMP."""
    if kind == b"VP8X" and body:
        body = bytes([body[0] & ~(EXIF_FLAG | XMP_FLAG)]) + body[1:]
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
