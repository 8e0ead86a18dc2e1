"""Metadata in files of other formats: WEBP, GIF, TIFF, and the boxes of AVIF and HEIC."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Any

from imagefiles.metadata import losses, tiff
from imagefiles.metadata.blocks import Blocks, decode

XMP_TAG, IPTC_TAG, PHOTOSHOP_TAG = 700, 33723, 34377  # XMP Specification, part 3; Photoshop's TIFF notes
SIGNATURE_TAG = 0xCD41  # C2PA 2.1, appendix A
GIF_XMP, GIF_SIGNATURE = b"XMP DataXMP", b"C2PA_GIF"
GIF_TRAILER = 257  # bytes behind a packet that lead a reader of blocks out of it (XMP Specification, part 3)
SIGNATURE_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # C2PA 2.1, appendix A: the type of the box "uuid"
# What boxes say of pictures beside the first (ISO/IEC 23008-12, 23000-22; Apple's own names; ISO 21496-1).
AUXILIARY = {
    b"aux:hdrgainmap": losses.GAIN_MAP,
    b"tmap": losses.GAIN_MAP,
    b"aux:disparity": losses.DEPTH_MAP,
    b"aux:depth": losses.DEPTH_MAP,
    b"auxiliary:depth": losses.DEPTH_MAP,
    b"auxid:2\0": losses.DEPTH_MAP,
}


def read_webp(data: bytes) -> Blocks:
    """The blocks of a WEBP (RFC 9649, section 2.7)."""
    found, position = Blocks(), 12
    while position + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + length] if kind in (b"EXIF", b"XMP ") else b""
        if kind == b"EXIF":
            found.exif = body
        elif kind == b"XMP ":
            found.xmp = body
        elif kind == b"C2PA":
            found.losses.add(losses.SIGNATURE)
        position += 8 + length + length % 2
    return found


def read_tiff(data: bytes) -> Blocks:
    """The blocks of a TIFF, which is an EXIF block itself."""
    found, document = Blocks(tiff=data), tiff.open_document(data)
    tags = (XMP_TAG, IPTC_TAG, PHOTOSHOP_TAG, SIGNATURE_TAG)
    directory = document.read_directory(document.first, tags) if document else {}
    found.xmp, found.iptc, found.resources = (
        directory[tag].value if tag in directory else b"" for tag in (XMP_TAG, IPTC_TAG, PHOTOSHOP_TAG)
    )
    if IPTC_TAG in directory and directory[IPTC_TAG].kind == tiff.LONG and found.iptc[3:4] == b"\x1c":
        found.iptc = tiff.swap_value(directory[IPTC_TAG])  # as Photoshop wrote it: bytes that were taken for numbers
    found.losses |= {losses.SIGNATURE} if SIGNATURE_TAG in directory else set()
    return found


def read_gif(data: bytes) -> Blocks:
    """The blocks of a GIF (GIF89a, section 24 to 26)."""
    found = Blocks()
    for label, content in list_extensions(data):
        if label == 0xFE:
            found.comments.append(decode(b"".join(split_sub_blocks(content))))
        elif label == 0xFF and content[1:12] == GIF_XMP:
            found.xmp = content[12 : -GIF_TRAILER - 1]
        elif label == 0xFF and content[1:9] == GIF_SIGNATURE:
            found.losses.add(losses.SIGNATURE)
    return found


def list_extensions(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Label and sub-blocks of a GIF's extensions."""
    position = 13 + colour_table(data[10:11])
    while position + 2 <= len(data):
        if data[position] == 0x21:
            end = skip_sub_blocks(data, position + 2)
            yield data[position + 1], data[position + 2 : end]
        elif data[position] == 0x2C:  # a picture: its place, its colours, a number, its pixels
            end = skip_sub_blocks(data, position + 10 + colour_table(data[position + 9 : position + 10]) + 1)
        else:
            return
        position = end


def colour_table(flags: bytes) -> int:
    """Bytes of the colour table that a byte of flags tells of."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def skip_sub_blocks(data: bytes, position: int) -> int:
    """Where the sub-blocks at ``position`` end."""
    while position < len(data) and data[position]:
        position += 1 + data[position]
    return position + 1


def split_sub_blocks(content: bytes) -> Iterator[bytes]:
    """The sub-blocks of an extension."""
    position = 0
    while position < len(content) and content[position]:
        yield content[position + 1 : position + 1 + content[position]]
        position += 1 + content[position]


def read_boxes(data: bytes, info: Mapping[Any, Any]) -> Blocks:
    """The blocks of an AVIF or HEIC; ``info`` is what the decoder says of the picture."""
    found = Blocks(exif=as_bytes(info.get("exif")), xmp=as_bytes(info.get("xmp")))
    for kind, body in list_boxes(data):
        if kind == b"meta":
            found.losses |= {loss for mark, loss in AUXILIARY.items() if mark in body}
        elif kind == b"uuid" and body.startswith(SIGNATURE_BOX):
            found.losses.add(losses.SIGNATURE)
    return found


def as_bytes(value: object) -> bytes:
    """A block as a decoder gives it, empty where it gives none."""
    return value if isinstance(value, bytes) else b""


def list_boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the outermost boxes but that of the pixels (ISO/IEC 14496-12, section 4.2)."""
    position = 0
    while position + 16 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, position + 8)
        if length < 8:  # 0: up to the end
            return
        if kind != b"mdat":
            yield kind, data[position + 8 : position + length]
        position += length
