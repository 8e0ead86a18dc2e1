"""The first directory of a TIFF, or of an EXIF block, which is one (TIFF 6.0, section 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

ORDERS = {b"II": "<", b"MM": ">"}
PHOTOMETRIC = 262
WHITE_IS_ZERO, BLACK_IS_ZERO = 0, 1
SHORT = 3  # the kind of a value of 16 bits
# Also two that nobody should write, and that Pillow reads nonetheless; those with a plus have addresses of 64 bits.
SIGNATURES = (b"II*\0", b"MM\0*", b"II\0*", b"MM*\0", b"II+\0", b"MM\0+")
LARGE = b"II+"  # the only kind with addresses of 64 bits that Pillow reads as such
BYTES = (1, 2, 6, 7)  # the kinds of values of 8 bits, which are kept as they are
WIDTH, HEIGHT = 256, 257


def is_tiff(data: bytes) -> bool:
    """True for a TIFF of 32-bit addresses."""
    return data[:4] in (b"II*\0", b"MM\0*")


def entries(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The tag and the kind of each entry, and where its value stands, or the address of a longer one.

    Raises:
        struct.error: the directory ends before its last entry.
    """
    order = ORDERS.get(data[:2])
    if order is None:
        return
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, start)
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(f"{order}HH", data, at)
        yield tag, kind, at + 8


def counted_entries(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The tag, the kind, the number of values and the first value, or its address, of each entry, as Pillow reads them.

    Raises:
        struct.error: the directory ends before its last entry.
    """
    order = ORDERS[data[:2]]
    number, address = ("Q", "Q") if data.startswith(LARGE) else ("H", "I")
    (start,) = struct.unpack_from(f"{order}{address}", data, struct.calcsize(address))
    (count,) = struct.unpack_from(f"{order}{number}", data, start)
    entry, place = struct.Struct(f"{order}HH{address}"), struct.calcsize(address)
    at = start + struct.calcsize(number)
    for _ in range(count):
        tag, kind, values = entry.unpack_from(data, at)
        (value,) = struct.unpack_from(f"{order}{'H' if kind == SHORT else address}", data, at + entry.size)
        yield tag, kind, values, value
        at += entry.size + place


def exchange_black_and_white(data: bytes) -> bytes:
    """A grey file in which 0 is white as one in which it is black.

    Raises:
        struct.error: see ``entries``.
        ValueError: it is another.
    """
    order = ORDERS[data[:2]]
    for tag, kind, at in entries(data):
        if (tag, kind) == (PHOTOMETRIC, SHORT) and data[at : at + 2] == struct.pack(f"{order}H", WHITE_IS_ZERO):
            return data[:at] + struct.pack(f"{order}H", BLACK_IS_ZERO) + data[at + 2 :]
    raise ValueError("0 is not said to be white.")
