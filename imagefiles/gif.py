"""The blocks of a GIF (CompuServe, GIF89a specification), read up to where the file is cut off."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURES = (b"GIF87a", b"GIF89a")
SIZE_AT, FLAGS_AT = 6, 10
HEADER = 13  # bytes: the signature, the screen's size, flags, background, aspect
HAS_TABLE, TABLE_SIZE = 0x80, 0x07  # of the flags: a table of 3 << (1 + size) bytes follows
EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
DESCRIPTOR = struct.Struct("<4HB")  # of an image: left, top, width, height, flags
LONGEST_CODE = 12  # bits of LZW's codes; each of a literal stands for a pixel
LONGEST_BLOCK = 256  # bytes, its length included
BLOCK = bytes([255]) + bytes(255)  # a full block of zeros: codes of the first colour, whatever their length


def is_gif(data: bytes) -> bool:
    """True for a GIF."""
    return data.startswith(SIGNATURES)


def fill_up(data: bytes) -> bytes:
    """The file with the pixels that its first image lacks, in the first colour of its table.

    Raises ValueError, IndexError or struct.error where there is no image, or nothing of it is missing.
    """
    at, width, height, flags = find_image(data)
    end = skip_blocks(data, at + 1 + DESCRIPTOR.size + table_length(flags) + 1)
    if end <= len(data):
        raise ValueError("The first image of this GIF is whole.")
    missing = bytes(end - 1 - len(data))  # of the block that is cut off; behind it stands none
    blocks = width * height * LONGEST_CODE // 8 // 255 + 1
    return data + missing + BLOCK * blocks + bytes([0, TRAILER])


def count_pixels(data: bytes) -> int:
    """The pixels of the first image; raises as ``fill_up``."""
    _, width, height, _ = find_image(data)
    return width * height


def find_image(data: bytes) -> tuple[int, int, int, int]:
    """Where the first image's descriptor stands, with its width, height and flags; raises as ``fill_up``."""
    at = HEADER + table_length(data[10])
    while data[at] == EXTENSION:
        at = skip_blocks(data, at + 2)
    if data[at] != IMAGE:
        raise ValueError("There is no image in this GIF.")
    _, _, width, height, flags = DESCRIPTOR.unpack_from(data, at + 1)
    return at, width, height, flags


def blocks(data: bytes) -> Iterator[int]:
    """Where each block stands, of extensions and of pixels, up to the second image, which says that it moves.

    Raises:
        IndexError: the file ends before.
    """
    at, images = HEADER + table_length(data[FLAGS_AT]), 0
    while images < 2:
        kind = data[at]
        if kind == IMAGE:
            images += 1
            at += 1 + DESCRIPTOR.size + table_length(data[at + DESCRIPTOR.size]) + 1
        elif kind == EXTENSION:
            at += 2
        else:
            at += 1
            yield at
            continue
        while data[at]:
            yield at
            at += 1 + data[at]
        at += 1


def table_length(flags: int) -> int:
    """Bytes of the colour table that flags announce."""
    return 3 << 1 + (flags & TABLE_SIZE) if flags & HAS_TABLE else 0


def skip_blocks(data: bytes, at: int) -> int:
    """Where the blocks end that begin ``at``; beyond the file's end where it is cut off within them."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
