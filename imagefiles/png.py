"""The chunks of a PNG (W3C, PNG specification, third edition), read past what is damaged in them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = struct.pack(">I4sI", 0, b"IEND", zlib.crc32(b"IEND"))
HEADER_BEGINS = struct.pack(">I4s", 13, b"IHDR")
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
GREY, RGB, PALETTE = 0, 2, 3  # the colour types that a chunk tRNS belongs to
# The passes of an interlaced picture: first column and row, steps between columns and rows (section 8.1).
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
LENGTHS = {b"cICP": 4, b"sRGB": 1, b"gAMA": 4, b"cHRM": 32}  # of chunks that say what colours mean (section 11.3.2)
LAST_FILTER = 4  # section 9.2
BLANK = 1_000_000  # bytes of missing pixels that are packed at a time
PIECE = 32  # compressed bytes inflated at a time: what comes out before the damage counts


class Chunk(NamedTuple):
    """One chunk; ``raw`` is all of it, ``is_sound`` whether it is whole and its checksum right (of IDAT: whole)."""

    kind: bytes
    body: memoryview
    raw: memoryview
    is_sound: bool

    @property
    def is_critical(self) -> bool:
        """Whether no picture can be shown without it."""
        return self.kind[:1].isupper()


class Header(NamedTuple):
    """What IHDR says."""

    width: int
    height: int
    depth: int
    colour_type: int
    compression: int
    filters: int
    interlace: int

    @property
    def key(self) -> struct.Struct | None:
        """How the transparent colour stands in tRNS; None where that holds something else."""
        return {GREY: struct.Struct(">H"), RGB: struct.Struct(">3H")}.get(self.colour_type)

    @property
    def passes(self) -> list[tuple[int, int]]:
        """Rows of each pass, and bytes of each of them unpacked, its filter type included, in the order of the file."""
        found: list[tuple[int, int]] = []
        for left, top, across, down in ADAM7 if self.interlace else ((0, 0, 1, 1),):
            columns, rows = -((left - self.width) // across), -((top - self.height) // down)
            found += [(rows, 1 + self.row_length(columns))] if columns > 0 else []
        return found

    def row_length(self, columns: int) -> int:
        """Bytes of a row of so many columns."""
        return (columns * self.depth * CHANNELS.get(self.colour_type, 1) + 7) // 8


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks up to IEND, or as far as they can be told apart; the last one may be cut off."""
    view = memoryview(data)
    for kind, at, end in split(data):
        is_sound = end <= len(data) and (kind == b"IDAT" or has_right_sum(view[at:end]))
        yield Chunk(kind, view[at + 8 : end - 4], view[at:end], is_sound)


def split(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The same by kind, beginning and end, which may lie beyond that of the file; nothing of them is looked at."""
    at = len(SIGNATURE)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if not kind.isalpha():
            return
        yield kind, at, at + 12 + length
        if kind == b"IEND":
            return
        at += 12 + length


def has_right_sum(raw: memoryview) -> bool:
    """Whether the checksum at the end of a chunk is that of its kind and body."""
    return zlib.crc32(raw[4:-4]) == int.from_bytes(raw[-4:], "big")


def has_header(data: bytes) -> bool:
    """Whether the first chunk is a header, and as long as one."""
    return data[8:16] == HEADER_BEGINS


def read_header(data: bytes) -> Header:
    """What IHDR says, which stands at the beginning of every PNG.

    Raises:
        struct.error: the file is too short.
    """
    return Header(*struct.unpack_from(">IIBBBBB", data, 16))


def read_facts(data: bytes) -> Mapping[bytes, bytes]:
    """The bodies of sound ancillary chunks before the pixels, the first of each kind."""
    facts: dict[bytes, bytes] = {}
    for chunk in chunks(data):
        if chunk.kind == b"IDAT":
            break
        if chunk.is_sound and not chunk.is_critical:
            facts.setdefault(chunk.kind, bytes(chunk.body))
    return facts


def find_exif(data: bytes) -> bytes:
    """The EXIF block, without "Exif"; empty where there is none that is sound."""
    return next((bytes(chunk.body) for chunk in chunks(data) if chunk.kind == b"eXIf" and chunk.is_sound), b"")


def mend(data: bytes) -> tuple[bytes, bool]:
    """The file without its damaged ancillary chunks and with an end, itself where it is sound; whether any went."""
    found = list(chunks(data))
    sound = [chunk for chunk in found if chunk.is_sound or chunk.is_critical]
    is_damaged = len(sound) < len(found)
    if not is_damaged and found and found[-1].kind == b"IEND" and found[-1].is_sound:
        return data, False
    kept = [chunk.raw for chunk in sound if chunk.kind != b"IEND"]
    return b"".join((SIGNATURE, *kept, END)), is_damaged


def strip(data: bytes) -> bytes:
    """The file with only those chunks that say how its pixels look."""
    return b"".join((SIGNATURE, *needed(data), *(chunk.raw for chunk in chunks(data) if chunk.kind == b"IDAT"), END))


def needed(data: bytes) -> Iterator[memoryview]:
    """The chunks before the pixels that are critical, and those that say how the pixels look."""
    for chunk in chunks(data):
        if chunk.kind == b"IDAT":
            return
        if chunk.kind in (b"IHDR", b"PLTE") or (chunk.is_sound and is_needed(chunk, read_header(data))):
            yield chunk.raw


def is_needed(chunk: Chunk, header: Header) -> bool:
    """Whether an ancillary chunk that says how pixels look is of a length that makes sense."""
    if chunk.kind == b"tRNS":
        return len(chunk.body) == header.key.size if header.key else header.colour_type == PALETTE
    return LENGTHS.get(chunk.kind) == len(chunk.body)


def fill_up(data: bytes) -> bytes:
    """The file with as many of its pixels as can be unpacked, in rows that are whole, and zeros for the rest.

    Raises:
        ValueError: not one row can.
    """
    passes = read_header(data).passes
    missing = whole = sum(rows * length for rows, length in passes)
    packer, packed = zlib.compressobj(1), [b"IDAT"]
    for row in sound_rows(inflate(data), passes):
        packed.append(packer.compress(row))
        missing -= len(row)
    if missing == whole:
        raise ValueError("No row of the picture can be read.")
    for at in range(0, missing, BLANK):
        packed.append(packer.compress(bytes(min(BLANK, missing - at))))
    body = b"".join((*packed, packer.flush()))
    ends = struct.pack(">I", len(body) - 4), struct.pack(">I", zlib.crc32(body))
    return b"".join((SIGNATURE, *needed(data), ends[0], body, ends[1], END))


def sound_rows(unpacked: Iterator[bytes], passes: list[tuple[int, int]]) -> Iterator[bytes]:
    """The rows before the first that is cut off, or filtered as no row is; never all of them at the same time."""
    held = bytearray()
    for rows, length in passes:
        for _ in range(rows):
            while len(held) < length:
                piece = next(unpacked, b"")
                if not piece:
                    return
                held += piece
            if held[0] > LAST_FILTER:
                return
            yield bytes(held[:length])
            del held[:length]


def inflate(data: bytes) -> Iterator[bytes]:
    """What can be unpacked of the pixels before the damage, in pieces that are not empty."""
    unpacker = zlib.decompressobj()
    for body in (chunk.body for chunk in chunks(data) if chunk.kind == b"IDAT"):
        for at in range(0, len(body), PIECE):
            try:
                piece = unpacker.decompress(body[at : at + PIECE])
            except zlib.error:
                return
            if piece:
                yield piece
            if unpacker.eof:
                return
