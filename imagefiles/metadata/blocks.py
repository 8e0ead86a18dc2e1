"""What stands in a file besides its pixels, block by block, as its format has it."""

from __future__ import annotations

from dataclasses import dataclass, field

LIMIT = 16_000_000  # bytes of XMP, or of a PNG's texts, that are looked into; a depth map within XMP has some millions


@dataclass
class Blocks:
    """The blocks of a file.

    Attributes:
        exif: the EXIF block; ``tiff`` where the whole file is one.
        xmp: the XMP packet, and ``extended_xmp`` what a JPEG has of it in further segments.
        resources: Photoshop's image resources, IPTC among them.
        iptc: a bare IPTC record, where a format has such.
        comments: texts without a name, ``texts`` those with one, by it.
        losses: what is in the file and cannot be kept, of ``losses.ORDER``.
    """

    exif: bytes = b""
    tiff: bytes = b""
    xmp: bytes = b""
    extended_xmp: bytes = b""
    resources: bytes = b""
    iptc: bytes = b""
    comments: list[str] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    losses: set[str] = field(default_factory=set)


def decode(data: bytes) -> str:
    """A text whose file does not say its encoding: UTF-8 where it is that, else Latin-1."""
    data = data.replace(b"\0", b"")  # which some databases cannot hold
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
