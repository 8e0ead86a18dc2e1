"""Metadata in the segments of a JPEG (ITU-T T.81, annex B; XMP Specification, part 3; C2PA 2.1, appendix A)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

from imagefiles.metadata import losses, tiff, xmp
from imagefiles.metadata.blocks import Blocks, decode
from imagefiles.metadata.xmp import Packet

APP1, APP2, APP11, APP13, COMMENT = 0xE1, 0xE2, 0xEB, 0xED, 0xFE
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
BARE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
ROOM = 65_533  # bytes in a segment
MOST = 5_000  # segments that are read; a depth map within XMP takes some hundred
EXIF_HEAD, XMP_HEAD, EXTENSION_HEAD = (
    b"Exif\0\0",
    b"http://ns.adobe.com/xap/1.0/\0",
    b"http://ns.adobe.com/xmp/extension/\0",
)
PHOTOSHOP_HEAD, PICTURES_HEAD, GAIN_MAP_HEAD = b"Photoshop 3.0\0", b"MPF\0", b"urn:iso:std:iso:ts:21496:-1\0"
EXTENSION_START = struct.Struct(">32sII")  # GUID, full length, offset
EXTENSION_NOTE = 200  # bytes that the name of an extension takes in its packet
COMMENT_PART = 16_000  # characters of at most four bytes in a segment
EXTENSION_PART = 65_000  # bytes of an extension in one segment
PICTURES_TAG, PICTURE_ENTRY = 0xB002, 16  # CIPA DC-007, section 5.2.3.3: the list of pictures, and bytes an entry
PREVIEW_TYPES = {0x010001, 0x010002}  # CIPA DC-007, section 5.2.3.3: the same picture, smaller
AUXILIARY = {b"aux:hdrgainmap": losses.GAIN_MAP, b"aux:disparity": losses.DEPTH_MAP, b"aux:depth": losses.DEPTH_MAP}


def read(data: bytes) -> Blocks:
    """The blocks of a JPEG."""
    found = Blocks(losses={loss for mark, loss in AUXILIARY.items() if mark in data})
    exif: list[bytes] = []
    resources: list[bytes] = []
    extensions: list[bytes] = []
    for marker, body in list_segments(data):
        if marker == APP1 and body.startswith(EXIF_HEAD):
            exif.append(body[len(EXIF_HEAD) :])
        elif marker == APP1 and body.startswith(XMP_HEAD):
            found.xmp = found.xmp or body[len(XMP_HEAD) :]
        elif marker == APP1 and body.startswith(EXTENSION_HEAD):
            extensions.append(body[len(EXTENSION_HEAD) :])
        elif marker == APP13 and body.startswith(PHOTOSHOP_HEAD):
            resources.append(body[len(PHOTOSHOP_HEAD) :])
        elif marker == COMMENT:
            found.comments.append(decode(body))
        else:
            found.losses |= list_losses(marker, body)
    found.exif, found.resources = b"".join(exif), b"".join(resources)
    found.extended_xmp = join_extensions(found.xmp, extensions)
    return found


def list_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of the segments before the pixels, up to the first that is damaged."""
    position, count = 2, 0
    while position + 4 <= len(data) and data[position] == 0xFF and count < MOST:
        marker = data[position + 1]
        if marker in (START_OF_SCAN, END_OF_IMAGE):
            return
        if marker == 0xFF or marker in BARE:  # the one fills space
            position += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, position + 2)
        if length < 2 or position + 2 + length > len(data):
            return
        yield marker, data[position + 4 : position + 2 + length]
        count += 1
        position += 2 + length


def join_extensions(packet: bytes, parts: list[bytes]) -> bytes:
    """What of an XMP packet stands in further segments: those that it names, in their order."""
    joined = {}
    for part in parts:
        if len(part) >= EXTENSION_START.size:
            name, _, offset = EXTENSION_START.unpack_from(part)
            if name in packet:
                joined[offset] = part[EXTENSION_START.size :]
    return b"".join(content for _, content in sorted(joined.items()))


def list_losses(marker: int, body: bytes) -> set[str]:
    """What a segment that is not kept says of the file."""
    if marker == APP2 and body.startswith(GAIN_MAP_HEAD):
        return {losses.GAIN_MAP}
    if marker == APP2 and body.startswith(PICTURES_HEAD) and has_second_picture(body[len(PICTURES_HEAD) :]):
        return {losses.SECOND_PICTURE}
    return {losses.SIGNATURE} if marker == APP11 and (b"c2pa" in body or b"jumb" in body) else set()


def has_second_picture(index: bytes) -> bool:
    """Whether an index of the pictures in a file (CIPA DC-007) has one that is no preview of the first."""
    document = tiff.open_document(index)
    entries = document.read_directory(document.first, {PICTURES_TAG}) if document else {}
    if document is None or PICTURES_TAG not in entries:
        return False
    listed = entries[PICTURES_TAG].value
    starts = range(PICTURE_ENTRY, len(listed) - PICTURE_ENTRY + 1, PICTURE_ENTRY)
    kinds = [struct.unpack_from(document.order + "I", listed, start)[0] & 0xFFFFFF for start in starts]
    return any(kind not in PREVIEW_TYPES for kind in kinds)


def write_segments(packet: Packet, resources: bytes, comment: str) -> bytes:
    """The segments of an XMP packet, of Photoshop's resources, and of a comment."""
    caption = write_segment(APP13, PHOTOSHOP_HEAD + resources) if resources else b""
    return write_packet(packet) + caption + b"".join(write_segment(COMMENT, part) for part in split_comment(comment))


def split_comment(comment: str) -> list[bytes]:
    """A comment as one, or, where it is too long for a segment, in lines and pieces of lines."""
    whole = comment.encode()
    if len(whole) <= ROOM:
        return [whole] if whole else []
    lines = comment.split("\n")
    return [line[at : at + COMMENT_PART].encode() for line in lines for at in range(0, len(line), COMMENT_PART)]


def write_packet(packet: Packet) -> bytes:
    """The segments of an XMP packet, which goes on in an extension where it is too long for one."""
    whole, room = packet.to_bytes(), ROOM - len(XMP_HEAD)
    if len(whole) <= room:
        return write_segment(APP1, XMP_HEAD + whole) if whole else b""
    first, second = xmp.split(packet, room - EXTENSION_NOTE)
    if len(first.to_bytes()) > room - EXTENSION_NOTE:  # prefixes that contradict each other can make it longer
        first, second = Packet(), packet
    extension = second.to_bytes()
    name = hashlib.md5(extension, usedforsecurity=False).hexdigest().upper()
    noted = first.add(xmp.make_text(xmp.EXTENDED, name))
    parts = [
        EXTENSION_HEAD + EXTENSION_START.pack(name.encode(), len(extension), start) + extension[start:][:EXTENSION_PART]
        for start in range(0, len(extension), EXTENSION_PART)
    ]
    return write_segment(APP1, XMP_HEAD + noted.to_bytes()) + b"".join(write_segment(APP1, part) for part in parts)


def write_segment(marker: int, body: bytes) -> bytes:
    """A segment of at most ``ROOM`` bytes."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
