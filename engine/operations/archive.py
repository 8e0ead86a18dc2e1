"""The zip of ``objects/mask_generator``: the panoptic map and one mask per region (docs.bria.ai).

A zip of 86 masks at 12 megapixels is a gigabyte of pixels, nearly all of them black. Compressed row by row they would
take seconds; but the black rows above and below a region compress to the same few bytes every time, so only the rows a
region touches are compressed, between ready-made pieces of black (RFC 1951 lets pieces of a deflate stream be joined at
a full flush).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the same labels give the same bytes
LEVEL = 1
SIGNATURE = b"\x89PNG\r\n\x1a\n"
ZLIB_HEADER = b"\x78\x01"
LAST_BLOCK = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
ADLER_BASE = 65521


def pack(labels: NDArray[np.uint8], prefix: str) -> bytes:
    """The zip for a label map.

    Args:
        labels: (rows, columns) uint8; 0 is "no mask", the others are mask ids, each at least once.
        prefix: what the names of the files start with, the ``visual_id``.

    Returns:
        A flat zip of ``<prefix>_panoptic.png`` (8-bit grey, values are mask ids) and ``<prefix>_<id>.png`` (8-bit grey,
        255 inside, 0 outside) for each id in ascending order.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as folder:
        folder.writestr(zipfile.ZipInfo(f"{prefix}_panoptic.png", EPOCH), grey_png(labels))
        black = BlackRows(labels.shape[1])
        for mask_id, box in enumerate(ndimage.find_objects(labels), start=1):
            if box is not None:
                png = mask_png(labels, mask_id, box[0], black)
                folder.writestr(zipfile.ZipInfo(member_name(prefix, mask_id), EPOCH), png)
    return file.getvalue()


def member_name(prefix: str, mask_id: int) -> str:
    """What a mask's file is called."""
    return f"{prefix}_{mask_id}.png"


def grey_png(values: NDArray[np.uint8]) -> bytes:
    """(rows, columns) uint8 as an 8-bit grey PNG."""
    return _png(values.shape, zlib.compress(_scanlines(values), LEVEL))


def mask_png(labels: NDArray[np.uint8], mask_id: int, rows: slice, black: BlackRows) -> bytes:
    """Where ``labels`` is ``mask_id``, white on black; ``rows`` are the rows it touches."""
    lines = _scanlines(np.where(labels[rows] == mask_id, np.uint8(255), np.uint8(0)))
    below = labels.shape[0] - rows.stop
    pieces = [ZLIB_HEADER, *black.pieces(rows.start), _piece(lines), *black.pieces(below), LAST_BLOCK]
    checksum = black.checksum(zlib.adler32(lines, black.checksum(1, rows.start)), below)
    return _png(labels.shape, b"".join(pieces) + struct.pack(">I", checksum))


class BlackRows:
    """Ready-made compressed black rows of one width, in runs of 1, 2, 4, 8 … rows."""

    def __init__(self, columns: int) -> None:
        self.row = bytes(1 + columns)
        self.runs: dict[int, bytes] = {}

    def pieces(self, count: int) -> Iterator[bytes]:
        """``count`` rows, compressed."""
        for power in range(count.bit_length()):
            if count >> power & 1:
                yield self._run(1 << power)

    def checksum(self, start: int, count: int) -> int:
        """The Adler-32 of something whose Adler-32 is ``start`` followed by ``count`` rows.

        Zero bytes leave the low sum as it is and add it to the high sum once each (RFC 1950, section 8.2).
        """
        low, high = start & 0xFFFF, start >> 16
        return (high + low * count * len(self.row)) % ADLER_BASE << 16 | low

    def _run(self, count: int) -> bytes:
        if count not in self.runs:
            self.runs[count] = _piece(self.row * count)
        return self.runs[count]


def _piece(data: bytes) -> bytes:
    """``data`` deflated so that it can stand anywhere in a stream."""
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, strategy=zlib.Z_RLE)
    return deflate.compress(data) + deflate.flush(zlib.Z_FULL_FLUSH)


def _scanlines(values: NDArray[np.uint8]) -> bytes:
    """PNG's form of rows: a filter type (0: none) before each."""
    return np.pad(values, ((0, 0), (1, 0))).tobytes()


def _png(shape: tuple[int, ...], stream: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", shape[1], shape[0], 8, 0, 0, 0, 0)  # 8 bits, grey, no interlacing
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", stream) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
