"""Metadata in the chunks of a PNG (PNG, third edition; ImageMagick's raw profiles; C2PA 2.1, appendix A)."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from imagefiles.metadata import iptc, jpeg, losses
from imagefiles.metadata.blocks import LIMIT, Blocks, decode

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP_NAME = "XML:com.adobe.xmp"
RAW_PROFILE = re.compile(r"Raw profile type (\w+)")
LONGEST = 4_000_000  # bytes of a text that are read
OVERHEAD = 1_000  # bytes that a text counts for besides itself: of very short ones not too many are read
RAW_COLUMNS = 36  # bytes a line
HEX = re.compile(rb"[0-9a-fA-F]*")
COMMENT = "Comment"  # the name that the standard gives to a text of no other


def read(data: bytes) -> Blocks:
    """The blocks of a PNG, with texts of at most ``LIMIT`` bytes in all; checksums are not looked at."""
    found, room = Blocks(), LIMIT
    for kind, body in list_chunks(data):
        if kind == b"eXIf":
            found.exif = body
        elif kind == b"caBX":
            found.losses.add(losses.SIGNATURE)
        elif room > 0:
            name, text = TEXTS[kind](body)
            room -= len(text) + OVERHEAD
            if room > 0 and len(text) <= LONGEST:
                take_text(found, name, text)
            else:
                found.losses.add(losses.PART_OF_TEXTS)
    return found


def list_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the chunks, up to the first that is cut off."""
    position = len(SIGNATURE)
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if position + 8 + length > len(data):
            return
        if kind in KINDS:
            yield kind, data[position + 8 : position + 8 + length]
        position += 12 + length


def take_text(found: Blocks, name: str, text: bytes) -> None:
    """Sort a text to what it is: XMP, a profile in hexadecimal digits, a comment, or a text by its own name."""
    raw = RAW_PROFILE.fullmatch(name)
    if name == XMP_NAME:
        found.xmp = text
    elif raw:
        take_profile(found, raw[1].lower(), text)
    elif name:
        found.texts.setdefault(name, []).append(decode(text))


def take_profile(found: Blocks, kind: str, text: bytes) -> None:
    """Take over what ImageMagick and others store as digits: a line break, the kind, the length, the digits."""
    digits = b"".join(text.split()[2:])
    profile = bytes.fromhex(digits.decode("ascii")) if len(digits) % 2 == 0 and HEX.fullmatch(digits) else b""
    if kind in ("exif", "app1") and not profile.startswith(b"http"):
        found.exif = found.exif or profile
    elif kind in ("xmp", "app1"):
        found.xmp = found.xmp or profile.removeprefix(jpeg.XMP_HEAD)
    elif kind in ("iptc", "8bim") and profile.startswith(bytes((iptc.MARK,))):
        found.iptc = profile
    elif kind in ("iptc", "8bim"):
        found.resources = found.resources or profile.removeprefix(jpeg.PHOTOSHOP_HEAD)


def read_plain(body: bytes) -> tuple[str, bytes]:
    """Name and text of a chunk tEXt."""
    name, _, text = body.partition(b"\0")
    return name.decode("latin-1"), text


def read_compressed(body: bytes) -> tuple[str, bytes]:
    """Name and text of a chunk zTXt."""
    name, _, packed = body.partition(b"\0")
    return name.decode("latin-1"), inflate(packed[1:])


def read_international(body: bytes) -> tuple[str, bytes]:
    """Name and text of a chunk iTXt."""
    name, _, rest = body.partition(b"\0")
    _language, _, behind = rest[2:].partition(b"\0")
    _translated, _, text = behind.partition(b"\0")
    return name.decode("latin-1"), inflate(text) if rest[:1] == b"\1" else text


def inflate(packed: bytes) -> bytes:
    """What zlib packed, cut off where it is too long; empty where it cannot be unpacked."""
    try:
        return zlib.decompressobj().decompress(packed, LONGEST + 1)
    except zlib.error:
        return b""


def write_profile(kind: str, profile: bytes) -> str:
    """A profile as a text of digits, as ImageMagick, exiv2 and ExifTool write and read it."""
    lines = "\n".join(profile[start : start + RAW_COLUMNS].hex() for start in range(0, len(profile), RAW_COLUMNS))
    return f"\n{kind}\n{len(profile):8}\n{lines}\n"


TEXTS = {b"tEXt": read_plain, b"zTXt": read_compressed, b"iTXt": read_international}
KINDS = {b"eXIf", b"caBX", *TEXTS}
