"""Directories of tags, which TIFF files and EXIF blocks are made of (TIFF 6.0, section 2; BigTIFF): read, and written.

Reading is lenient: a tag that points out of the file, or whose type nobody knows, is left out, and the rest is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

# Bytes a value by type (TIFF 6.0; 13 by Adobe's technote 1, 16 to 18 by BigTIFF, 129 by EXIF 3.0).
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, IFD, UTF8 = 1, 2, 3, 4, 5, 7, 13, 129
FRACTIONS = {5, 10}  # two numbers of half the size
NUMBERS = {SHORT: "H", LONG: "I", IFD: "I", 16: "Q", 18: "Q"}
ROOM = 1_000_000  # bytes of the values of a directory that are read; more would be no photo's facts
CLASSIC, BIG = 42, 43
LITTLE = "<"


@dataclass(frozen=True)
class Tag:
    """The values of a tag: their type, how many, and their bytes in the order of the file."""

    kind: int
    count: int
    value: bytes


Directory = dict[int, Tag]
Children = Mapping[int, "tuple[Directory, Children]"]  # directories by the tag that points to them


@dataclass
class Document:
    """A TIFF file or the inside of an EXIF block; ``order`` is of the bytes, as ``struct`` has it."""

    data: bytes
    order: str
    is_big: bool
    first: int
    is_complete: bool = field(default=True)

    def read_directory(self, offset: int, wanted: Collection[int] | None = None, room: int = ROOM) -> Directory:
        """The tags of the directory at ``offset``, up to ``room`` bytes of values.

        Where ``wanted`` is given, no other tags are read. ``is_complete`` becomes False where any had to be left out.
        """
        head, entry = ("Q", 20) if self.is_big else ("H", 12)
        start = offset + struct.calcsize(head)
        if not 0 < offset <= start <= len(self.data):
            self.is_complete = False
            return {}
        (count,) = struct.unpack_from(self.order + head, self.data, offset)
        fitting = min(count, (len(self.data) - start) // entry)
        self.is_complete &= fitting == count
        found: Directory = {}
        for position in range(start, start + fitting * entry, entry):
            (number,) = struct.unpack_from(self.order + "H", self.data, position)
            if wanted is None or number in wanted:
                tag = self.read_tag(position, room)
                if tag is None:
                    self.is_complete = False
                    continue
                found[number] = tag
                room -= len(tag.value)
        return found

    def read_tag(self, position: int, room: int) -> Tag | None:
        """The entry at ``position``; None where its values are not in the file, or over ``room`` bytes."""
        word, inside = ("Q", 8) if self.is_big else ("I", 4)
        kind, count = struct.unpack_from(f"{self.order}H{word}", self.data, position + 2)
        length = SIZES.get(kind, 0) * count
        offset = position + 4 + struct.calcsize(word)
        if kind not in SIZES or length > room:
            return None
        if length > inside:
            (offset,) = struct.unpack_from(self.order + word, self.data, offset)
        value = self.data[offset : offset + length]
        return Tag(kind, count, value) if len(value) == length else None

    def read_number(self, tag: Tag | None) -> int | None:
        """The first value of a tag of whole numbers, None where it is none."""
        return read_number(tag, self.order)


def open_document(data: bytes) -> Document | None:
    """The document that ``data`` begins with, None where it is none."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return None
    (version,) = struct.unpack_from(order + "H", data, 2)
    if version == BIG and len(data) >= 16:
        return Document(data, order, True, struct.unpack_from(order + "Q", data, 8)[0])
    return Document(data, order, False, struct.unpack_from(order + "I", data, 4)[0]) if version == CLASSIC else None


def read_number(tag: Tag | None, order: str) -> int | None:
    """The first value of a tag of whole numbers, None where it is none."""
    if tag is None or tag.kind not in NUMBERS or not tag.count:
        return None
    return int(struct.unpack_from(order + NUMBERS[tag.kind], tag.value)[0])


def make_number(kind: int, number: int, order: str) -> Tag:
    """A tag of one whole number."""
    return Tag(kind, 1, struct.pack(order + NUMBERS[kind], number))


def make_bytes(kind: int, value: bytes) -> Tag:
    """A tag of single bytes."""
    return Tag(kind, len(value), value)


def swap_bytes(directory: Directory) -> Directory:
    """The same values in the other order of bytes."""
    return {number: replace(tag, value=swap_value(tag)) for number, tag in directory.items()}


def swap_value(tag: Tag) -> bytes:
    """The bytes of a tag's values in the other order."""
    size = SIZES[tag.kind] // (2 if tag.kind in FRACTIONS else 1)
    return b"".join(tag.value[start : start + size][::-1] for start in range(0, len(tag.value), size))


def pack(directory: Directory, at: int, order: str, children: Children) -> bytes:
    """A directory that is to stand at the offset ``at``, its values and its children behind it."""
    size = len(pack_flat({**directory, **dict.fromkeys(children, make_number(LONG, 0, order))}, at, order))
    behind = b""
    for number, (child, grandchildren) in children.items():
        place = at + size + len(behind)
        directory = {**directory, number: make_number(LONG, place, order)}
        behind += pack(child, place, order, grandchildren)
    return pack_flat(directory, at, order) + behind


def pack_flat(directory: Directory, at: int, order: str) -> bytes:
    """A directory at the offset ``at``, sorted as TIFF wants it, and its values behind it; no other follows."""
    values_at = at + 2 + 12 * len(directory) + 4
    entries, values = b"", b""
    for number, tag in sorted(directory.items()):
        place = tag.value.ljust(4, b"\0")
        if len(tag.value) > 4:
            place = struct.pack(order + "I", values_at + len(values))
            values += tag.value + bytes(len(tag.value) % 2)
        entries += struct.pack(order + "HHI", number, tag.kind, tag.count) + place
    return struct.pack(order + "H", len(directory)) + entries + bytes(4) + values


def add_tags(file: bytes, directory: Directory, children: Children) -> bytes:
    """A small-endian TIFF file of one picture with more tags; those it has already stay as they are.

    The directory is written anew behind the pixels, whose offsets stay good.
    """
    document = open_document(file)
    assert document is not None and document.order == LITTLE  # it was just written
    own = document.read_directory(document.first, room=len(file))
    file += bytes(len(file) % 2)
    return file[:4] + struct.pack("<I", len(file)) + file[8:] + pack({**directory, **own}, len(file), LITTLE, children)
