"""Metadata into a file of any format that can be downloaded.

What a format has no place for goes where other programs look for it: IPTC into XMP, as the IPTC itself maps them, and
a text or a comment into the property of its meaning, else into a comment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PIL import PngImagePlugin

from imagefiles.metadata import containers, exif, iptc, jpeg, png, properties, tiff, xmp
from imagefiles.metadata.exif import Exif
from imagefiles.metadata.iptc import Caption
from imagefiles.metadata.rdf import Name, Node
from imagefiles.metadata.reading import Metadata
from imagefiles.metadata.tiff import Directory
from imagefiles.metadata.xmp import Packet

PLACES = re.compile("gps|geo|location", re.IGNORECASE)  # in the name of a text: some programs copy EXIF into such
# Which property a text of a PNG is, by the names that the standard gives (PNG, third edition, section 11.3.3.1).
ALTERNATIVES = {
    "Title": Name(xmp.DC, "title"),
    "Description": xmp.DESCRIPTION,
    "Copyright": Name(xmp.DC, "rights"),
}
AUTHOR, AUTHOR_PROPERTY = "Author", Name(xmp.DC, "creator")


@dataclass(frozen=True)
class Wish:
    """What of a picture's metadata a download is to hold.

    Attributes:
        location: where the photo was taken.
        facts: everything else.
        is_edited: the picture is not as it was opened; what may show or name what is gone is left out.
        recipe: the text of the recipe that made the picture, to be written beside it; that of an upload never stays.
    """

    location: bool
    facts: bool
    is_edited: bool
    recipe: str = ""


@dataclass(frozen=True)
class Selection:
    """What of a picture's metadata is to be written into one file, taken apart."""

    exif: Exif | None
    packet: Packet
    caption: Caption
    comment: str
    texts: Mapping[str, str]

    @property
    def block(self) -> bytes:
        """The EXIF block."""
        return self.exif.to_bytes() if self.exif else b""

    def with_caption_as_xmp(self) -> Selection:
        """The same for a format without IPTC: what XMP says otherwise is lines of the comment."""
        packet, others = self.packet.merge(iptc.list_properties(self.caption))
        lines = [f"{node.name.local}: {xmp.read_text(node)}" for node in others]
        return replace(self, packet=packet, caption=Caption(), comment=join_lines(self.comment, *lines))

    def with_texts_as_xmp(self) -> Selection:
        """The same for a format without named texts: those of no property are lines of the comment."""
        packet, lines = self.packet, [self.comment, self.texts.get(png.COMMENT, "")]
        for name, text in self.texts.items():
            node = make_property(name, text)
            packet, others = packet.merge([node]) if node else (packet, [name])
            lines += [f"{name}: {text}"] if others and name != png.COMMENT else []
        return replace(self, packet=packet, comment=join_lines(*lines), texts={})

    def with_comment_as_xmp(self) -> Selection:
        """The same for a format without comments: the comment is the description, or stands beside it."""
        if not self.comment:
            return self
        name = xmp.COMMENT if self.packet.find(xmp.DESCRIPTION) else xmp.DESCRIPTION
        known = self.packet.find(name)
        node = xmp.make_alternative(name, join_lines(xmp.read_text(known) if known else "", self.comment))
        return replace(self, packet=self.packet.without(name).add(node), comment="")


def join_lines(*lines: str) -> str:
    """The lines as one text, without those that are empty."""
    return "\n".join(filter(None, lines))


def make_property(name: str, text: str) -> Node | None:
    """The property that a named text is, None where there is none."""
    if name in ALTERNATIVES:
        return xmp.make_alternative(ALTERNATIVES[name], text)
    return xmp.make_list(AUTHOR_PROPERTY, [text], xmp.SEQUENCE) if name == AUTHOR else None


def select(metadata: Metadata, wish: Wish, size: tuple[int, int], media_type: str) -> Selection:
    """As much of it as is wished, for a file of this size (width, height) and kind."""
    kept = {"keep_location": wish.location, "keep_metadata": wish.facts}
    # Only a camera's maker can read its note; it may hold previews, or the names of places.
    block = exif.select(metadata.exif, **kept, keep_maker_note=wish.location and not wish.is_edited)
    packet = properties.select(read_kept(metadata.xmp), **kept, is_edited=wish.is_edited).without(xmp.RECIPE)
    texts = {
        name: text for name, text in metadata.texts.items() if wish.facts and (wish.location or not PLACES.search(name))
    }
    return Selection(
        exif=exif.fit_size(block, size) if block else None,
        packet=add_recipe(properties.fit_file(packet, size, media_type), wish.recipe),
        caption=iptc.select(iptc.read(metadata.iptc, b""), **kept),
        comment=metadata.comment if wish.facts else "",
        texts=texts,
    )


def add_recipe(packet: Packet, recipe: str) -> Packet:
    """The packet with the text of a recipe, where there is one."""
    return packet.add(xmp.make_text(xmp.RECIPE, recipe)) if recipe else packet


def read_kept(packet: bytes) -> Packet:
    """A packet that was written by ``reading``; it can be read."""
    return xmp.read(packet) if packet else Packet()


def jpeg_options(selection: Selection) -> dict[str, Any]:
    """What Pillow takes to write it into a JPEG."""
    ready = selection.with_texts_as_xmp()
    return {
        "exif": ready.block,
        "extra": jpeg.write_segments(ready.packet, ready.caption.to_resources(), ready.comment),
    }


def png_options(selection: Selection) -> dict[str, Any]:
    """What Pillow takes to write it into a PNG; IPTC is there twice, since programs look for it in either place."""
    packet, _ = selection.packet.merge(iptc.list_properties(selection.caption))
    info = PngImagePlugin.PngInfo()
    if packet:
        info.add_itxt(png.XMP_NAME, packet.to_bytes().decode())
    if resources := selection.caption.to_resources():
        info.add_text("Raw profile type iptc", png.write_profile("iptc", resources), zip=True)
    comment = {png.COMMENT: selection.comment} if selection.comment else {}
    for name, text in {**comment, **selection.texts}.items():
        info.add_itxt(name, text)
    return {"exif": selection.block or None, "pnginfo": info}


def webp_options(selection: Selection) -> dict[str, Any]:
    """What Pillow takes to write it into a WEBP."""
    ready = selection.with_caption_as_xmp().with_texts_as_xmp().with_comment_as_xmp()
    return {"exif": ready.block, "xmp": ready.packet.to_bytes()}


def avif_options(selection: Selection) -> dict[str, Any]:
    """What Pillow takes to write it into an AVIF, which says the orientation elsewhere."""
    block = selection.exif.without_orientation().to_bytes() if selection.exif else b""
    return {**webp_options(selection), "exif": block}


OPTIONS = {"JPEG": jpeg_options, "PNG": png_options, "WEBP": webp_options, "AVIF": avif_options}


def add_to_tiff(file: bytes, selection: Selection) -> bytes:
    """A TIFF file with it."""
    ready = selection.with_texts_as_xmp().with_comment_as_xmp()
    block = ready.exif.in_order(tiff.LITTLE) if ready.exif else None
    tags: Directory = {
        containers.XMP_TAG: tiff.make_bytes(tiff.BYTE, ready.packet.to_bytes()),
        containers.IPTC_TAG: tiff.make_bytes(tiff.UNDEFINED, ready.caption.to_fields()),
        containers.PHOTOSHOP_TAG: tiff.make_bytes(tiff.BYTE, ready.caption.to_resources()),
        **(block.photo if block else {}),
    }
    filled = {number: tag for number, tag in tags.items() if tag.count}
    return tiff.add_tags(file, filled, block.children if block else {})
