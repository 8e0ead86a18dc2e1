"""Image files with something wrong in them, the same for the same number: for fuzzing whatever reads such files."""

from __future__ import annotations

import functools
import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from harness.images import encode_image

EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Where the parts begin that say something of the picture beside its pixels: mutations are aimed at them.
PARTS = re.compile(
    rb"Exif\0\0|II\*\0|MM\0\*|<x:xmpmeta|acsp|8BIM|ICC_PROFILE|IHDR|PLTE|tRNS|gAMA|cHRM|sRGB|iCCP|cICP|pHYs|eXIf|[tiz]TXt"
    rb"|acTL|fcTL|VP8X|ALPH|ANIM|ftyp|meta|iinf|iloc|iprp|ispe|pixi|colr|irot|av1C|auxC|\xff[\xc0\xc2\xc4\xdb\xda\xe0-\xee]"
)
XMP = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='a'>"
    b"<rdf:Description tiff:Orientation='6'/></rdf:RDF></x:xmpmeta>"
)
Change = Callable[[random.Random, bytearray, int], None]


def mutated_files(count: int) -> Iterator[tuple[str, bytes]]:
    """So many files, each with what it is called."""
    names = list(sound_files())
    for number in range(count):
        name = names[number % len(names)]
        yield f"{name} {number}", mutate(random.Random(number), sound_files()[name])


def mutate(chance: random.Random, data: bytes) -> bytes:
    """The file with one change or two, more often than not in a part beside the pixels."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 2)):
        chance.choice(CHANGES)(chance, made, aim(chance, made))
    if made.startswith(PNG_SIGNATURE) and chance.random() < 0.8:
        return renew_checksums(bytes(made))
    return bytes(made)


def aim(chance: random.Random, data: bytearray) -> int:
    """A place in the file."""
    parts = [found.start() for found in PARTS.finditer(data)]
    if parts and chance.random() < 0.75:
        return min(chance.choice(parts) + chance.randint(0, 80), len(data))
    return chance.randint(0, len(data))


def flip(chance: random.Random, data: bytearray, at: int) -> None:
    """Another byte."""
    data[at : at + 1] = bytes([chance.randrange(256)])


def set_number(chance: random.Random, data: bytearray, at: int) -> None:
    """A number at the end of its range, of 16 or 32 bits in either order."""
    value, order = chance.choice(EXTREMES), chance.choice("<>")
    packed = struct.pack(f"{order}I", value) if chance.random() < 0.5 else struct.pack(f"{order}H", value & 0xFFFF)
    data[at : at + len(packed)] = packed


def cut_out(chance: random.Random, data: bytearray, at: int) -> None:
    """Some bytes less."""
    del data[at : at + chance.randint(1, 12)]


def put_in(chance: random.Random, data: bytearray, at: int) -> None:
    """Some bytes more."""
    data[at:at] = chance.randbytes(chance.randint(1, 12))


def repeat(chance: random.Random, data: bytearray, at: int) -> None:
    """A piece once more."""
    data[at:at] = data[at : at + chance.randint(4, 60)]


def cut_off(chance: random.Random, data: bytearray, at: int) -> None:
    """No more than this, one time in four."""
    if chance.random() < 0.25:
        del data[at:]


CHANGES: tuple[Change, ...] = (flip, flip, set_number, set_number, cut_out, put_in, repeat, cut_off)


def renew_checksums(data: bytes) -> bytes:
    """The PNG with right checksums, as far as its chunks can be told apart, so that their contents are looked at."""
    made, at = bytearray(data), len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        end = at + 8 + length
        made[end : end + 4] = struct.pack(">I", zlib.crc32(data[at + 4 : end])) if end + 4 <= len(data) else b""
        at = end + 4
    return bytes(made[: len(data)])


@functools.cache
def sound_files() -> dict[str, bytes]:
    """A small file of each kind, with all that its kind can say beside the pixels."""
    photo = Image.radial_gradient("L").resize((24, 18)).convert("RGB")
    clear = Image.merge("RGBA", (*photo.split(), Image.linear_gradient("L").resize((24, 18))))
    said: dict[str, Any] = {"exif": write_exif(), "icc_profile": srgb()}
    frames: dict[str, Any] = {"save_all": True, "append_images": [clear]}
    return {
        "jpeg": encode_image(photo, "JPEG", xmp=XMP, comment=b"a comment", dpi=(300, 300), **said),
        "progressive jpeg": encode_image(photo, "JPEG", progressive=True, **said),
        "cmyk jpeg": encode_image(photo.convert("CMYK"), "JPEG", **said),
        "png": encode_image(clear, "PNG", pnginfo=write_chunks(), **said),
        "palette png": encode_image(photo.convert("P"), "PNG", transparency=3, bits=8, **said),
        "wide png": encode_image(photo.convert("I;16"), "PNG", pnginfo=write_chunks()),
        "animated png": encode_image(clear, "PNG", **frames),
        "webp": encode_image(clear, "WEBP", xmp=XMP, lossless=True, **said),
        "lossy webp": encode_image(clear, "WEBP", **said),
        "gif": encode_image(photo.convert("P"), "GIF", transparency=2, comment=b"a comment"),
        "bmp": encode_image(photo, "BMP"),
        "tiff": encode_image(photo, "TIFF", **said),
        "packed tiff": encode_image(photo.convert("L"), "TIFF", compression="tiff_lzw", icc_profile=srgb()),
        "wide tiff": encode_image(photo.convert("I;16"), "TIFF"),
        "avif": encode_image(clear, "AVIF", xmp=XMP, speed=10, **said),
    }


def srgb() -> bytes:
    """A profile of sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def write_exif() -> bytes:
    """An EXIF block with values of every kind, of a camera and a place."""
    exif = Image.Exif()
    exif.update(
        {0x0112: 6, 0x010E: "a picture", 0x010F: "Maker", 0x011A: 300.0, 0x0128: 2, 0x0132: "2026:01:01 00:00:00"}
    )
    exif.get_ifd(0x8769).update({0x829A: 0.01, 0x9000: b"0232", 0x927C: bytes(40), 0xA002: 24, 0xA003: 18})
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0), 29: "2026:01:01"})
    return exif.tobytes()


def write_chunks() -> PngImagePlugin.PngInfo:
    """Texts of every kind, colours and a resolution."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Title", "a picture")
    chunks.add_text("Comment", "packed", zip=True)
    chunks.add_itxt("XML:com.adobe.xmp", XMP)
    chunks.add(b"gAMA", struct.pack(">I", 45455))
    chunks.add(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
    chunks.add(b"cICP", bytes([12, 13, 0, 1]))
    chunks.add(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))
    return chunks
