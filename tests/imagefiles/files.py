"""Files written byte by byte: what Pillow does not write, and what no program should."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from imagefiles import png

Entry = tuple[int, int, Sequence[int]]  # tag, kind, values

BYTE, SHORT, LONG = 1, 3, 4
SIZES = {BYTE: "B", SHORT: "H", LONG: "I"}
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, STRIP_AT, ORIENTATION, SAMPLES, ROWS, STRIP_LENGTH, FORMAT = (
    *(256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 339),
)


def chunk(kind: bytes, body: bytes = b"", checksum: int | None = None) -> bytes:
    """A chunk of a PNG, with another checksum than its own where one is given."""
    right = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", right if checksum is None else checksum)


def write_png(width: int, depth: int, colour_type: int, rows: Sequence[bytes], *extra: bytes) -> bytes:
    """A PNG of packed rows, with chunks before the pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), depth, colour_type, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    return png.SIGNATURE + header + b"".join(extra) + pixels + png.END


def add_chunks(data: bytes, *extra: bytes) -> bytes:
    """The PNG with more chunks right behind its header."""
    return data[:33] + b"".join(extra) + data[33:]


def append_chunks(data: bytes, *extra: bytes) -> bytes:
    """The PNG with more chunks behind its pixels."""
    return data.removesuffix(png.END) + b"".join(extra) + png.END


def write_tiff(order: str, entries: Sequence[Entry], body: bytes = b"") -> bytes:
    """A TIFF in an order of bytes ("<" or ">"), or an EXIF block, with ``body`` behind its only directory."""
    packed = [
        (tag, kind, len(values), struct.pack(f"{order}{len(values)}{SIZES[kind]}", *values))
        for tag, kind, values in entries
    ]
    places, beside = 8 + 2 + 12 * len(packed) + 4, b""
    table = struct.pack(f"{order}H", len(packed))
    for tag, kind, count, value in packed:
        table += struct.pack(f"{order}HHI", tag, kind, count)
        if len(value) > 4:
            table += struct.pack(f"{order}I", places + len(beside))
            beside += value
        else:
            table += value.ljust(4, b"\0")
    return (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8) + table + bytes(4) + beside + body


def grey_tiff(order: str, photometric: int, bits: int, strip: bytes, *more: Entry) -> bytes:
    """A TIFF of two grey pixels, one beside the other."""
    entries = [
        *((WIDTH, SHORT, [2]), (HEIGHT, SHORT, [1]), (BITS, SHORT, [bits]), (COMPRESSION, SHORT, [1])),
        *((PHOTOMETRIC, SHORT, [photometric]), (STRIP_AT, LONG, [0]), (SAMPLES, SHORT, [1]), (ROWS, SHORT, [1])),
        *((STRIP_LENGTH, LONG, [len(strip)]), *more),
    ]
    start = len(write_tiff(order, entries))
    placed = [(tag, kind, [start] if tag == STRIP_AT else values) for tag, kind, values in entries]
    return write_tiff(order, placed, strip)


def exif(*entries: Entry) -> bytes:
    """An EXIF block as a JPEG has it."""
    return b"Exif\0\0" + write_tiff("<", entries)


ON_ITS_SIDE: Entry = (ORIENTATION, SHORT, [6])  # to be turned clockwise


def add_segment(data: bytes, marker: int, body: bytes) -> bytes:
    """The JPEG with one more segment at its beginning."""
    return data[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def gamma(value: float) -> bytes:
    """A chunk gAMA."""
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def primaries(*points: float) -> bytes:
    """A chunk cHRM: x and y of white, red, green and blue."""
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in points)))
