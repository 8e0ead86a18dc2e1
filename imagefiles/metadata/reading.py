"""Metadata out of a file of any format that can be opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imagefiles.metadata import containers, exif, iptc, jpeg, losses, png, properties, rdf, tiff, xmp
from imagefiles.metadata.blocks import LIMIT, Blocks
from imagefiles.metadata.xmp import Packet

TEXT_LIMIT = 1_000_000  # characters of the named texts that are kept; a recipe of a generator has some 100,000
COMMENT_LIMIT = 60_000  # characters


@dataclass(frozen=True)
class Metadata:
    """What a file says besides its pixels, of a picture that was turned upright.

    Attributes:
        exif: an EXIF block without preview; empty where there is none, as all of these.
        xmp: an XMP packet in UTF-8.
        iptc: Photoshop's image resources, with the IPTC fields among them.
        comment: a text without a name.
        texts: texts by their names.
    """

    exif: bytes = b""
    xmp: bytes = b""
    iptc: bytes = b""
    comment: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Its texts as a row keeps them."""
        named = {"comment": self.comment, "text": dict(self.texts)}
        return {name: value for name, value in named.items() if value}


def read_metadata(data: bytes, info: Mapping[Any, Any], notes: list[str]) -> Metadata:
    """What a file says; what of it is lost is added to ``notes``.

    Args:
        data: a file that was recognized as a picture; damaged or not, nothing in it raises.
        info: what the decoder says of it: of AVIF and HEIC "exif" and "xmp" as bytes.
        notes: sentences for whoever opens the file.
    """
    blocks = list_blocks(data, info)
    lost = set(blocks.losses)
    block = read_exif(blocks, lost)
    packet = read_packet(blocks, is_turned=block is not None and not block.is_upright, lost=lost)
    caption = iptc.read(blocks.resources, blocks.iptc)
    lost |= set() if caption.is_complete else {losses.PART_OF_IPTC}
    texts = shorten_texts({name: "\n".join(parts) for name, parts in blocks.texts.items()}, lost)
    comment = "\n".join(blocks.comments)
    lost |= {losses.PART_OF_TEXTS} if len(comment) > COMMENT_LIMIT else set()
    notes.extend(loss for loss in losses.ORDER if loss in lost - losses.explained(lost))
    upright = block.turn_upright().to_bytes() if block else b""
    return Metadata(upright, packet.to_bytes(), caption.to_resources(), comment[:COMMENT_LIMIT], texts)


def list_blocks(data: bytes, info: Mapping[Any, Any]) -> Blocks:
    """The blocks of a file, by what it begins with."""
    if data.startswith(b"\xff\xd8"):
        return jpeg.read(data)
    if data.startswith(png.SIGNATURE):
        return png.read(data)
    if data.startswith(b"RIFF"):
        return containers.read_webp(data)
    if data.startswith(b"GIF8"):
        return containers.read_gif(data)
    if data.startswith((b"II", b"MM")):
        return containers.read_tiff(data)
    return containers.read_boxes(data, info) if data[4:8] == b"ftyp" else Blocks()


def read_exif(blocks: Blocks, lost: set[str]) -> exif.Exif | None:
    """What the EXIF block says, as far as it can be read."""
    if not blocks.exif and not blocks.tiff:
        return None
    document = tiff.open_document(blocks.tiff)
    found = exif.read_document(document) if document else exif.read(blocks.exif)
    if found is None or not found.is_complete:
        lost.add(losses.PART_OF_EXIF if found else losses.NO_EXIF)
    return found


def read_packet(blocks: Blocks, *, is_turned: bool, lost: set[str]) -> Packet:
    """What the XMP packet says, its extension included."""
    whole = read_part(blocks.xmp, losses.NO_XMP, lost).join(read_part(blocks.extended_xmp, losses.PART_OF_XMP, lost))
    lost |= properties.list_losses(whole)
    if is_turned and any(node.name in properties.REGIONS for node in whole.properties):
        lost.add(losses.FACES)
    kept, rest = xmp.split(properties.clean(whole, is_turned=is_turned), xmp.LIMIT)
    lost |= {losses.PART_OF_XMP} if rest else set()
    return kept


def read_part(data: bytes, loss: str, lost: set[str]) -> Packet:
    """A packet, empty where it cannot be read, which is a ``loss``."""
    try:
        if len(data) > LIMIT:
            raise rdf.Unreadable
        return xmp.read(data) if data else Packet()
    except rdf.Unreadable:
        lost.add(loss)
        return Packet()


def shorten_texts(texts: Mapping[str, str], lost: set[str]) -> dict[str, str]:
    """The texts without the longest, as long as they are over ``TEXT_LIMIT``."""
    kept, room = {}, TEXT_LIMIT
    for name, text in sorted(texts.items(), key=lambda item: len(item[1])):
        room -= len(name) + len(text)
        if room >= 0:
            kept[name] = text
    lost |= {losses.PART_OF_TEXTS} if len(kept) < len(texts) else set()
    return {name: text for name, text in texts.items() if name in kept}
