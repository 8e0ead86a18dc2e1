"""Files with metadata of every kind that their format holds, written by hand, and what others read in a file.

Each kind says a word of its own, so that a test names the kinds by what it finds.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from PIL import ExifTags, Image, IptcImagePlugin, JpegImagePlugin, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from harness.images import encode_image, open_image

SIZE = (80, 60)
ARTIST, CAMERA, PLACE, USER_COMMENT, MAKER_NOTE = 0x013B, 0x8769, 0x8825, 0x9286, 0x927C
EXIF_ARTIST, EXIF_REMARK, EXIF_PLACE = "exif-artist", "exif-remark", "exif-datum"
XMP_CREDIT, XMP_KEYWORD, XMP_CITY, XMP_SHOWN = "xmp-credit", "xmp-keyword", "xmp-city", "xmp-shown-city"
IPTC_CAPTION, IPTC_RIGHTS, IPTC_CITY = "iptc-caption", "iptc-rights", "iptc-city"
COMMENT, TITLE, RECIPE, TEXT_PLACE = "a-comment", "text-title", "text-recipe", "text-place"
EXIF_WORDS, EXIF_PLACES = {EXIF_ARTIST, EXIF_REMARK}, {EXIF_PLACE}
XMP_WORDS, XMP_PLACES = {XMP_CREDIT, XMP_KEYWORD}, {XMP_CITY, XMP_SHOWN}
IPTC_WORDS, IPTC_PLACES = {IPTC_CAPTION, IPTC_RIGHTS}, {IPTC_CITY}
TEXT_WORDS, TEXT_PLACES = {TITLE, RECIPE}, {TEXT_PLACE}
PLACES = EXIF_PLACES | XMP_PLACES | IPTC_PLACES | TEXT_PLACES
WORDS = EXIF_WORDS | XMP_WORDS | IPTC_WORDS | TEXT_WORDS | {COMMENT} | PLACES


def photo() -> Image.Image:
    return Image.new("RGB", SIZE, "black")


# Blocks


def exif_block() -> bytes:
    exif = Image.Exif()
    exif[ARTIST] = EXIF_ARTIST
    exif.get_ifd(CAMERA)[USER_COMMENT] = b"ASCII\0\0\0" + EXIF_REMARK.encode()
    exif.get_ifd(PLACE)[ExifTags.GPS.GPSMapDatum] = EXIF_PLACE
    return exif.tobytes()


def entries_block(*entries: tuple[int, int, int, bytes]) -> bytes:
    """An EXIF block of entries (tag, type, count, bytes in the entry), as they are."""
    table = b"".join(
        struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0") for tag, kind, count, value in entries
    )
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(entries)) + table + bytes(4)


def packet(properties: str, spaces: str = "") -> bytes:
    """An XMP packet with properties in XML; ``spaces`` declares what namespaces they need beyond the usual."""
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
        ' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        f' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" {spaces}>{properties}'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def description(inside: str = "", **attributes: str) -> str:
    """An rdf:Description; attributes are named as in ``photoshop_City``."""
    told = "".join(f' {name.replace("_", ":", 1)}="{escape(value)}"' for name, value in attributes.items())
    return f'<rdf:Description rdf:about=""{told}>{inside}</rdf:Description>'


def full_packet() -> bytes:
    keywords = f"<dc:subject><rdf:Bag><rdf:li>{XMP_KEYWORD}</rdf:li></rdf:Bag></dc:subject>"
    shown = (
        "<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        f"<Iptc4xmpExt:City>{XMP_SHOWN}</Iptc4xmpExt:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
    )
    return packet(description(keywords + shown, photoshop_Credit=XMP_CREDIT, photoshop_City=XMP_CITY))


def field(number: int, text: str | bytes) -> bytes:
    """An IPTC field of the application record."""
    value = text.encode() if isinstance(text, str) else text
    return bytes((0x1C, 2, number)) + struct.pack(">H", len(value)) + value


def resource(number: int, value: bytes) -> bytes:
    """One of Photoshop's image resources."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(value)) + value + bytes(len(value) % 2)


FIELDS = field(120, IPTC_CAPTION) + field(116, IPTC_RIGHTS) + field(90, IPTC_CITY)


# Files


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def xmp_segment(xmp: bytes) -> bytes:
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)


def iptc_segment(resources: bytes) -> bytes:
    return segment(0xED, b"Photoshop 3.0\0" + resources)


def jpeg(*segments: bytes, image: Image.Image | None = None) -> bytes:
    """A JPEG with segments at its beginning."""
    data = encode_image(image or photo(), "JPEG")
    return data[:2] + b"".join(segments) + data[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    """A PNG with chunks behind its header."""
    data = encode_image(photo())
    return data[:33] + b"".join(chunks) + data[33:]


def raw_profile(kind: str, profile: bytes) -> bytes:
    """A profile in a chunk of a PNG, as ImageMagick writes it."""
    text = f"\n{kind}\n{len(profile):8}\n{profile.hex()}\n"
    return chunk(b"zTXt", f"Raw profile type {kind}".encode() + b"\0\0" + zlib.compress(text.encode()))


def full_jpeg() -> bytes:
    blocks = segment(0xE1, exif_block()), xmp_segment(full_packet()), iptc_segment(resource(0x0404, FIELDS))
    return jpeg(*blocks, segment(0xFE, COMMENT.encode()))


def full_png() -> bytes:
    info = PngInfo()
    info.add_text("Title", TITLE)
    info.add_text("recipe", RECIPE, zip=True)
    info.add_text("exif:GPSMapDatum", TEXT_PLACE)
    info.add_itxt("Comment", COMMENT)
    info.add_itxt("XML:com.adobe.xmp", full_packet().decode())
    data = encode_image(photo(), "PNG", exif=exif_block(), pnginfo=info)
    return data[:33] + raw_profile("iptc", resource(0x0404, FIELDS)) + data[33:]


def full_tiff() -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[ARTIST], tags[700], tags[33723] = EXIF_ARTIST, full_packet(), FIELDS
    tags.tagtype[700], tags.tagtype[33723] = 1, 7
    tags[CAMERA] = {USER_COMMENT: b"ASCII\0\0\0" + EXIF_REMARK.encode()}
    tags[PLACE] = {int(ExifTags.GPS.GPSMapDatum): EXIF_PLACE}
    return encode_image(photo(), "TIFF", tiffinfo=tags)


def full_gif() -> bytes:
    data = encode_image(photo(), "GIF", comment=COMMENT.encode())
    trailer = bytes((1, *range(255, -1, -1), 0))
    return data[:-1] + b"\x21\xff\x0bXMP DataXMP" + full_packet() + trailer + data[-1:]


def full_of(format: str) -> bytes:
    """A file of WEBP or AVIF."""
    return encode_image(photo(), format, exif=exif_block(), xmp=full_packet())


SOURCES = {
    "JPEG": (full_jpeg, WORDS - TEXT_WORDS - TEXT_PLACES),
    "PNG": (full_png, WORDS),
    "WEBP": (lambda: full_of("WEBP"), EXIF_WORDS | EXIF_PLACES | XMP_WORDS | XMP_PLACES),
    "TIFF": (full_tiff, WORDS - TEXT_WORDS - TEXT_PLACES - {COMMENT}),
    "AVIF": (lambda: full_of("AVIF"), EXIF_WORDS | EXIF_PLACES | XMP_WORDS | XMP_PLACES),
    "GIF": (full_gif, XMP_WORDS | XMP_PLACES | {COMMENT}),
}
"""By format: how to make a file that says all it can, and what it says."""


# What others read


def words_in(data: bytes, words: Iterable[str] = WORDS) -> set[str]:
    """The words that Pillow reads in what a file says, or that anybody sees in its bytes."""
    said = read_all(data)
    return {word for word in words if word in said or word.encode() in data}


def read_all(data: bytes) -> str:
    """All that Pillow reads in a file besides its pixels."""
    image = open_image(data)
    image.load()
    exif = image.getexif()
    blocks: list[Any] = [dict(exif), exif.get_ifd(CAMERA), exif.get_ifd(PLACE), read_xmp(data)]
    return repr(
        [*blocks, read_iptc(image), image.info.get("comment"), getattr(image, "text", None), read_profile(image)]
    )


def read_iptc(image: Image.Image) -> dict[Any, Any]:
    """The IPTC fields of a JPEG or TIFF, by record and number."""
    if not isinstance(image, JpegImagePlugin.JpegImageFile | TiffImagePlugin.TiffImageFile):
        return {}
    return IptcImagePlugin.getiptcinfo(image) or {}


def read_xmp(data: bytes) -> str:
    """The XMP packet of a file."""
    packet = open_image(data).info.get("xmp", b"")
    return packet.decode() if isinstance(packet, bytes) else str(packet)


def read_profile(image: Image.Image) -> bytes:
    """The IPTC fields that a PNG holds as ImageMagick writes them."""
    text = getattr(image, "text", {}).get("Raw profile type iptc", "")
    return bytes.fromhex("".join(text.split()[2:]))


def exif_of(data: bytes) -> Image.Exif:
    """The EXIF block of a file."""
    return Image.open(io.BytesIO(data)).getexif()
