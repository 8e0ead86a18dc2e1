"""EXIF blocks (EXIF 2.32): read tag by tag, so that one broken value costs no other, and written again.

What describes the file rather than the photo goes, and so does the preview: it would still show what is erased.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from imagefiles.metadata import tiff
from imagefiles.metadata.tiff import Children, Directory, Document, Tag

PREFIX = b"Exif\0\0"
LIMIT = 65_500  # bytes: what fits into one segment of a JPEG
FRAME = 200  # bytes of a block besides its tags, at most: four directories and the pointers between them
ORIENTATION, X_RESOLUTION, Y_RESOLUTION, RESOLUTION_UNIT, RATING, RATING_PERCENT = 274, 282, 283, 296, 18246, 18249
CAMERA, PLACE, INTEROPERABILITY = 0x8769, 0x8825, 0xA005  # EXIF 2.32, section 4.6.3: pointers to further directories
WIDTH, HEIGHT, MAKER_NOTE = 0xA002, 0xA003, 0x927C  # in the camera's directory
# What describes a photo as text: a document's name, description, maker, model, a page's name, software, date, artist,
# host, copyright, and what Windows adds.
TEXTS = {269, 270, 271, 272, 285, 305, 306, 315, 316, 33432, *range(40091, 40096)}
TEXT_KINDS = {tiff.BYTE, tiff.ASCII, tiff.UNDEFINED, tiff.UTF8}
NUMBER_KINDS = {
    ORIENTATION: {tiff.SHORT},
    X_RESOLUTION: {tiff.RATIONAL},
    Y_RESOLUTION: {tiff.RATIONAL},
    RESOLUTION_UNIT: {tiff.SHORT},
    RATING: {tiff.SHORT},
    RATING_PERCENT: {tiff.SHORT},
}
KINDS = {**dict.fromkeys(TEXTS, TEXT_KINDS), **NUMBER_KINDS}  # the types that the tags kept may have
VALUES = {ORIENTATION: range(9), RESOLUTION_UNIT: range(1, 4)}  # 0 is written where the orientation is not known
POINTERS = {CAMERA, PLACE}


@dataclass(frozen=True)
class Exif:
    """What a block says of the photo, of the camera and of the place; ``order`` is of the bytes of all values."""

    order: str
    photo: Directory
    camera: Directory
    place: Directory
    interoperability: Directory
    is_complete: bool = True

    def __bool__(self) -> bool:
        return bool(self.photo or self.camera or self.place)

    @property
    def children(self) -> Children:
        """The directories behind that of the photo, those with anything in them."""
        inner: Children = {INTEROPERABILITY: (self.interoperability, {})} if self.interoperability else {}
        camera: Children = {CAMERA: (self.camera, inner)} if self.camera else {}
        return {**camera, **({PLACE: (self.place, {})} if self.place else {})}

    @property
    def is_upright(self) -> bool:
        """True where the picture stands as it is stored."""
        return tiff.read_number(self.photo.get(ORIENTATION), self.order) in (None, 1)

    def turn_upright(self) -> Exif:
        """The same of a picture that was turned as the orientation said."""
        if ORIENTATION not in self.photo:
            return self
        return replace(self, photo={**self.photo, ORIENTATION: tiff.make_number(tiff.SHORT, 1, self.order)})

    def without_orientation(self) -> Exif:
        """The same for a format that has another place for it."""
        return replace(self, photo={number: tag for number, tag in self.photo.items() if number != ORIENTATION})

    def in_order(self, order: str) -> Exif:
        """The same with its bytes in an order."""
        if order == self.order:
            return self
        return self.convert(tiff.swap_bytes, order)

    def convert(self, change: Callable[[Directory], Directory], order: str) -> Exif:
        """The same with each directory changed, its bytes then being in an order."""
        parts = change(self.photo), change(self.camera), change(self.place), change(self.interoperability)
        return Exif(order, *parts, self.is_complete)

    def to_bytes(self) -> bytes:
        """The block, empty where it would say nothing."""
        if not self:
            return b""
        mark = (b"II" if self.order == tiff.LITTLE else b"MM") + struct.pack(self.order + "HI", tiff.CLASSIC, 8)
        return PREFIX + mark + tiff.pack(self.photo, 8, self.order, self.children)


def read(block: bytes) -> Exif | None:
    """What can be read of a block, with or without its prefix; None where it is none at all."""
    while block.startswith(PREFIX):  # some programs write it twice
        block = block[len(PREFIX) :]
    document = tiff.open_document(block)
    return read_document(document) if document else None


def read_document(document: Document) -> Exif:
    """What a block, or a whole TIFF file, says of its photo, as far as it fits into ``LIMIT``."""
    main = document.read_directory(document.first, {*KINDS, *POINTERS})
    photo = {number: tag for number, tag in main.items() if number not in POINTERS and is_sound(document, number, tag)}
    is_complete = len(photo) == len(main.keys() - POINTERS)
    camera = read_child(document, main, CAMERA)
    interoperability = read_child(document, camera, INTEROPERABILITY)
    camera.pop(INTEROPERABILITY, None)
    place = read_child(document, main, PLACE)
    found = Exif(document.order, photo, camera, place, interoperability, is_complete and document.is_complete)
    return shorten(found)


def is_sound(document: Document, number: int, tag: Tag) -> bool:
    """Whether a tag is of a type, and has a value, that others take it for."""
    in_range = number not in VALUES or document.read_number(tag) in VALUES[number]
    return tag.kind in KINDS[number] and tag.count > 0 and in_range


def read_child(document: Document, parent: Directory, pointer: int) -> Directory:
    """The directory that a tag of another points to; empty where there is none."""
    if pointer not in parent:
        return {}
    offset = document.read_number(parent[pointer])
    document.is_complete &= offset is not None
    return document.read_directory(offset) if offset is not None else {}


def shorten(exif: Exif) -> Exif:
    """The same with only its shorter values, where it would be over ``LIMIT``."""
    parts = (exif.photo, exif.camera, exif.place, exif.interoperability)
    room = LIMIT - FRAME
    for length in sorted(measure(tag) for part in parts for tag in part.values()):
        room -= length
        if room < 0:
            return replace(exif.convert(partial(select_shorter, length), exif.order), is_complete=False)
    return exif


def measure(tag: Tag) -> int:
    """Bytes of a tag in a block."""
    return 12 + (len(tag.value) + 1 if len(tag.value) > 4 else 0)


def select_shorter(limit: int, directory: Directory) -> Directory:
    """The tags of less than ``limit`` bytes."""
    return {number: tag for number, tag in directory.items() if measure(tag) < limit}


def select(block: bytes, *, keep_location: bool, keep_metadata: bool, keep_maker_note: bool) -> Exif | None:
    """As much of a block as is wanted; None where nothing is left."""
    exif = read(block)
    if exif is None:
        return None
    camera = {number: tag for number, tag in exif.camera.items() if number != MAKER_NOTE or keep_maker_note}
    facts = (exif.photo, camera) if keep_metadata else ({}, {})
    place = exif.place if keep_location else {}
    return Exif(exif.order, *facts, place, exif.interoperability if keep_metadata else {}) or None


def fit_size(exif: Exif, size: tuple[int, int]) -> Exif:
    """The same of a picture of this size (width, height), where it says any."""
    told = {
        number: tiff.make_number(tiff.LONG, side, exif.order)
        for number, side in zip((WIDTH, HEIGHT), size, strict=True)
        if number in exif.camera
    }
    return replace(exif, camera={**exif.camera, **told})
