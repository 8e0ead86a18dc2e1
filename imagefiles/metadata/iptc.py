"""IPTC-IIM fields (IIM 4.2), which stand among Photoshop's image resources (Adobe Photoshop File Formats, 2019)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from imagefiles.metadata import xmp
from imagefiles.metadata.rdf import Name, Node

LIMIT = 65_000  # bytes: what fits into one segment of a JPEG
READ_LIMIT = 4_000_000  # bytes that are looked into; a preview among the resources has some 100,000
LONGEST_OTHER = 2_000  # bytes of a resource beside the fields
SIGNATURE = b"8BIM"
SIGNATURES = {SIGNATURE, b"AgHg", b"DCSR", b"MeSa", b"PHUT"}  # those of other programs among them
FIELDS, COPYRIGHT_FLAG, ADDRESS, DIGEST = 0x0404, 0x040A, 0x040B, 0x0425  # the resources that say something of a photo
MARK = 0x1C  # begins a field
LONG = 0x8000  # in a length (IIM 4.2, chapter 1): the rest tells how many bytes behind it hold the length
ENVELOPE, APPLICATION = 1, 2  # the records that describe a photo; others hold previews and the form of the file
CHARSET, UTF8 = (ENVELOPE, 90), b"\x1b%G"  # IIM 4.2, chapter 5
PREVIEWS = {(APPLICATION, number) for number in (200, 201, 202)}
VERSION = (APPLICATION, 0)
PLACES = {(APPLICATION, number) for number in (26, 27, 90, 92, 95, 100, 101)}
# The XMP properties of the fields (IPTC Core 1.3): as one text, as one in no particular language, as a list.
TEXTS = {
    4: Name(xmp.IPTC_CORE, "IntellectualGenre"),
    10: Name(xmp.PHOTOSHOP, "Urgency"),
    15: Name(xmp.PHOTOSHOP, "Category"),
    40: Name(xmp.PHOTOSHOP, "Instructions"),
    55: Name(xmp.PHOTOSHOP, "DateCreated"),
    85: Name(xmp.PHOTOSHOP, "AuthorsPosition"),
    90: Name(xmp.PHOTOSHOP, "City"),
    92: Name(xmp.IPTC_CORE, "Location"),
    95: Name(xmp.PHOTOSHOP, "State"),
    100: Name(xmp.IPTC_CORE, "CountryCode"),
    101: Name(xmp.PHOTOSHOP, "Country"),
    103: Name(xmp.PHOTOSHOP, "TransmissionReference"),
    105: Name(xmp.PHOTOSHOP, "Headline"),
    110: Name(xmp.PHOTOSHOP, "Credit"),
    115: Name(xmp.PHOTOSHOP, "Source"),
    122: Name(xmp.PHOTOSHOP, "CaptionWriter"),
}
ALTERNATIVES = {5: Name(xmp.DC, "title"), 116: Name(xmp.DC, "rights"), 120: Name(xmp.DC, "description")}
LISTS = {
    12: (Name(xmp.IPTC_CORE, "SubjectCode"), xmp.BAG),
    20: (Name(xmp.PHOTOSHOP, "SupplementalCategories"), xmp.BAG),
    25: (Name(xmp.DC, "subject"), xmp.BAG),
    80: (Name(xmp.DC, "creator"), xmp.SEQUENCE),
}
DATE = 55


class Field(NamedTuple):
    """A field: its record and number, and its value."""

    key: tuple[int, int]
    value: bytes


@dataclass(frozen=True)
class Caption:
    """The IPTC fields of a photo, and what else Photoshop's resources say of its rights."""

    fields: tuple[Field, ...] = ()
    others: tuple[tuple[int, bytes], ...] = ()
    is_complete: bool = True

    def to_fields(self) -> bytes:
        """The bare fields, as TIFF has them."""
        return b"".join(write_field(field) for field in self.fields)

    def to_resources(self) -> bytes:
        """The resources with the fields among them, as JPEG has them."""
        fields = self.to_fields()
        listed = [(FIELDS, fields), *self.others] if fields else self.others
        return b"".join(write_resource(number, value) for number, value in listed)


def read(resources: bytes, bare: bytes) -> Caption:
    """What can be read of Photoshop's resources, or of bare fields where there are none among them."""
    listed, is_complete = split_resources(resources[:READ_LIMIT])
    fields, is_whole = split_fields(listed.get(FIELDS, bare)[:READ_LIMIT])
    others = tuple((number, listed[number]) for number in (COPYRIGHT_FLAG, ADDRESS, DIGEST) if number in listed)
    kept = [field for field in fields if field.key[0] in (ENVELOPE, APPLICATION) and field.key not in PREVIEWS]
    return shorten(Caption(tuple(kept), others, is_complete and is_whole))


def shorten(caption: Caption) -> Caption:
    """The same with only its shorter fields, where it would be over ``LIMIT``."""
    others = tuple(other for other in caption.others if len(other[1]) <= LONGEST_OTHER)
    room = LIMIT - 4 * LONGEST_OTHER
    for length in sorted(len(write_field(field)) for field in caption.fields):
        room -= length
        if room < 0:
            fields = tuple(field for field in caption.fields if len(write_field(field)) < length)
            return Caption(fields, others, False)
    return replace(caption, others=others)


def split_resources(data: bytes) -> tuple[dict[int, bytes], bool]:
    """Photoshop's resources by number, the first of each, and whether all could be read."""
    found: dict[int, bytes] = {}
    position = 0
    while data[position : position + 4] in SIGNATURES and position + 7 <= len(data):
        (number,) = struct.unpack_from(">H", data, position + 4)
        start = position + 6 + (data[position + 6] + 2) // 2 * 2  # behind its name, padded to an even length
        if start + 4 > len(data):
            return found, False
        (length,) = struct.unpack_from(">I", data, start)
        value = data[start + 4 : start + 4 + length]
        if len(value) < length:
            return found, False
        found.setdefault(number, value)
        position = start + 4 + length + length % 2
    return found, not data[position:].strip(b"\0")


def split_fields(data: bytes) -> tuple[list[Field], bool]:
    """The fields, up to the first that is damaged, and whether all could be read."""
    found: list[Field] = []
    position = 0
    while position + 5 <= len(data) and data[position] == MARK:
        record, number, length = struct.unpack_from(">BBH", data, position + 1)
        start = position + 5
        if length & LONG:
            start += length & ~LONG
            length = int.from_bytes(data[position + 5 : start][:8], "big")
        if start + length > len(data):
            return found, False
        found.append(Field((record, number), data[start : start + length]))
        position = start + length
    return found, not data[position:].strip(b"\0")


def write_field(field: Field) -> bytes:
    """The bytes of a field."""
    length = len(field.value)
    told = struct.pack(">H", length) if length < LONG else struct.pack(">HI", LONG | 4, length)
    return bytes((MARK, *field.key)) + told + field.value


def write_resource(number: int, value: bytes) -> bytes:
    """The bytes of a resource without a name."""
    return SIGNATURE + struct.pack(">HHI", number, 0, len(value)) + value + bytes(len(value) % 2)


def select(caption: Caption, *, keep_location: bool, keep_metadata: bool) -> Caption:
    """As much of it as is wanted."""
    if keep_location and keep_metadata:
        return caption
    about = {CHARSET, VERSION}
    fields = [field for field in caption.fields if field.key in about or is_wanted(field, keep_location, keep_metadata)]
    if all(field.key in about for field in fields):
        fields = []
    # The digest is of all fields.
    others = tuple(other for other in caption.others if keep_metadata and other[0] != DIGEST)
    return Caption(tuple(fields), others)


def is_wanted(field: Field, keep_location: bool, keep_metadata: bool) -> bool:
    """Whether a field is to stay."""
    return keep_location if field.key in PLACES else keep_metadata


def list_properties(caption: Caption) -> Iterator[Node]:
    """What it says as XMP, for formats without a place for it."""
    values = read_values(caption.fields)
    for number, name in TEXTS.items():
        if number in values:
            yield xmp.make_text(name, read_date(values[number][0]) if number == DATE else values[number][0])
    for number, name in ALTERNATIVES.items():
        if number in values:
            yield xmp.make_alternative(name, values[number][0])
    for number, (name, kind) in LISTS.items():
        if number in values:
            yield xmp.make_list(name, values[number], kind)
    for number, value in caption.others:
        if number == COPYRIGHT_FLAG:
            yield xmp.make_text(Name(xmp.RIGHTS, "Marked"), "True" if any(value) else "False")
        elif number == ADDRESS:
            yield xmp.make_text(Name(xmp.RIGHTS, "WebStatement"), value.decode("latin-1"))


def read_values(fields: Iterable[Field]) -> dict[int, list[str]]:
    """The texts of the application record by their number."""
    is_utf8 = any(field == Field(CHARSET, UTF8) for field in fields)
    values: dict[int, list[str]] = {}
    for (record, number), value in fields:
        if record == APPLICATION:
            values.setdefault(number, []).append(read_text(value, is_utf8))
    return values


def read_text(value: bytes, is_utf8: bool) -> str:
    """A text: UTF-8 where that is said or it happens to be, else Latin-1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("utf-8", "replace") if is_utf8 else value.decode("latin-1")


def read_date(text: str) -> str:
    """A date of eight digits as XMP has it; anything else as it is."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text
