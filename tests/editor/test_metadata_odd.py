"""Metadata that is damaged, odd or hostile: nothing raises, the rest is kept, and what is lost is said."""

from __future__ import annotations

import struct
import zlib

import pytest
from PIL import Image

from harness.images import encode_image, open_image
from imagefiles.encoding import encode
from imagefiles.metadata import containers, exif, iptc, jpeg, losses, properties, rdf, reading, tiff, xmp
from imagefiles.metadata.reading import COMMENT_LIMIT, TEXT_LIMIT, Metadata
from imagefiles.metadata.writing import Wish
from tests.editor import metadata_files as made
from tests.editor.metadata_files import description, entries_block, iptc_segment, packet, segment, xmp_segment

RATING = 18246
RATED = (RATING, 3, 1, struct.pack("<H", 4))
FAR = struct.pack("<I", 0xFFFFFF)


def read(data: bytes) -> tuple[Metadata, list[str]]:
    """What a file says, and what is said of what is lost."""
    notes: list[str] = []
    return reading.read_metadata(data, {}, notes), notes


def read_exif(block: bytes) -> tuple[Metadata, list[str]]:
    """As ``read``, of a JPEG with an EXIF block."""
    return read(made.jpeg(segment(0xE1, block)))


def write(metadata: Metadata, format: str) -> bytes:
    """A file that says all of it."""
    wish = Wish(location=True, facts=True, is_edited=False)
    image_png = encode_image(made.photo())
    return encode(image_png, format, size=None, quality=None, saving={}, metadata=metadata, wish=wish)


def ratings(metadata: Metadata) -> dict[int, object]:
    """The tags of the photo that Pillow reads in the EXIF block."""
    kept = Image.Exif()
    kept.load(metadata.exif)
    return dict(kept)


BROKEN_ENTRIES = {
    "a text for a number": (0x011A, 2, 3, b"ab\0"),
    "a text for the orientation": (0x0112, 2, 2, b"6\0"),
    "an orientation of no meaning": (0x0112, 3, 1, struct.pack("<H", 77)),
    "a unit of no meaning": (0x0128, 3, 1, struct.pack("<H", 128)),
    "a type that nobody knows": (0x010E, 99, 1, b"text"),
    "values outside of the file": (0x010E, 2, 100, FAR),
    "more values than a file has": (0x010E, 2, 0xFFFFFFFF, FAR),
    "no value": (0x0112, 3, 0, b""),
    "a pointer outside of the file": (0x8769, 4, 1, FAR),
    "a pointer that is a text": (0x8825, 2, 4, b"here"),
}


@pytest.mark.parametrize("entry", BROKEN_ENTRIES.values(), ids=BROKEN_ENTRIES)
def test_a_broken_entry_costs_no_other_and_is_said(entry: tuple[int, int, int, bytes]) -> None:
    metadata, notes = read_exif(entries_block(RATED, entry))
    assert (ratings(metadata), notes) == ({RATING: 4}, [losses.PART_OF_EXIF])


def test_a_block_that_is_cut_off_keeps_what_is_there() -> None:
    metadata, notes = read_exif(entries_block(RATED, RATED, RATED)[: 6 + 8 + 2 + 12 + 5])
    assert (ratings(metadata), notes) == ({RATING: 4}, [losses.PART_OF_EXIF])


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_orders_of_bytes_arrive_in_a_tiff(order: str) -> None:
    mark = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, 1)
    block = mark + struct.pack(order + "HHIHxx", 18246, 3, 1, 4) + bytes(4)
    metadata, _ = read_exif(b"Exif\0\0" + block)
    assert made.exif_of(write(metadata, "TIFF"))[RATING] == 4


def test_an_endless_block_is_cut_to_what_a_jpeg_holds() -> None:
    tags = {number: tiff.make_bytes(tiff.UNDEFINED, bytes(20_000)) for number in range(0x9000, 0x9005)}
    short = {0x9010: tiff.make_bytes(tiff.UNDEFINED, b"short")}
    kept = exif.read(exif.Exif("<", {}, {**tags, **short}, {}, {}).to_bytes())
    assert kept is not None and not kept.is_complete
    assert set(kept.camera) == {0x9010}


def test_a_large_tiff_of_64_bit_offsets_is_read() -> None:
    head = b"II+\0" + struct.pack("<HHQ", 8, 0, 16) + struct.pack("<Q", 1) + struct.pack("<HHQ", 18246, 3, 1)
    document = tiff.open_document(head + struct.pack("<Q", 4) + bytes(8))
    assert document is not None
    assert document.read_number(document.read_directory(document.first)[RATING]) == 4


def test_an_avif_gets_every_entry_as_it_was() -> None:
    metadata, _ = read_exif(entries_block(RATED, (0x0112, 3, 1, struct.pack("<H", 1)), (0x010E, 1, 3, b"odd")))
    found = exif.read(open_image(write(metadata, "AVIF")).info["exif"])
    assert found is not None
    assert found.photo == {0x010E: tiff.Tag(1, 3, b"odd"), RATING: tiff.Tag(3, 1, struct.pack("<H", 4))}


def test_bytes_that_fill_space_between_segments_are_passed_over() -> None:
    metadata, _ = read(made.jpeg(b"\xff\xff", segment(0xFE, b"behind it")))
    assert metadata.comment == "behind it"


# XMP


BAD_PACKETS = {
    "no XML": b"not at all",
    "cut off": packet(description(photoshop_Credit="x"))[:-60],
    "a document type": b'<!DOCTYPE a [<!ENTITY b "c">]>' + packet(description(photoshop_Credit="x")),
    "entities": packet(description("&b;")),
    "endlessly deep": b"<a>" * 5_000 + b"</a>" * 5_000,
    "no RDF": b"<a/>",
    "a prefix of no namespace": packet("<rdf:Description nobody:knows='x'/>"),
    "an encoding that nobody knows": b'<?xml version="1.0" encoding="x-nobody"?><a/>',
}


@pytest.mark.parametrize("data", BAD_PACKETS.values(), ids=BAD_PACKETS)
def test_a_packet_that_cannot_be_read_is_left_out_and_said(data: bytes) -> None:
    metadata, notes = read(made.jpeg(xmp_segment(data), segment(0xFE, b"beside it")))
    assert (metadata.xmp, metadata.comment, notes) == (b"", "beside it", [losses.NO_XMP])


SOUND = packet(description(photoshop_Credit="the credit"))


@pytest.mark.parametrize(
    "data",
    [
        SOUND + bytes(50),
        SOUND + b"\n\n rubbish",
        SOUND.decode().encode("utf-16"),
        SOUND.decode().encode("utf-16-be"),
        b"\xef\xbb\xbf" + SOUND,
    ],
    ids=["zeros behind it", "rubbish behind it", "UTF-16", "UTF-16 without a mark", "a mark of UTF-8"],
)
def test_a_packet_is_read_whatever_it_is_wrapped_in(data: bytes) -> None:
    metadata, notes = read(made.jpeg(xmp_segment(data)))
    assert notes == []
    assert b">the credit<" in metadata.xmp


def test_a_text_keeps_its_lines_and_signs() -> None:
    odd = "one &lt;two&gt;&#10;“three” &amp; \U0001f600"
    told = description(f"<dc:source>{odd}</dc:source>", photoshop_Credit="x").replace('"x"', f'"{odd}"')
    found = xmp.read(xmp.read(packet(told)).to_bytes())
    assert {xmp.read_text(node) for node in found.properties} == {"one <two>\n“three” & \U0001f600"}


def test_prefixes_that_two_namespaces_share_are_told_apart() -> None:
    inner = '<a:one xmlns:a="http://one/">1</a:one><a:two xmlns:a="http://two/">2</a:two>'
    found = xmp.read(xmp.read(packet(description(inner))).to_bytes())
    assert [node.name for node in found.properties] == [rdf.Name("http://one/", "one"), rdf.Name("http://two/", "two")]


def long_packet() -> bytes:
    words = "".join(f"<rdf:li>word-{number:05}</rdf:li>" for number in range(5_000))
    return packet(description(f"<dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>", photoshop_Credit="the credit"))


def test_a_packet_too_long_for_a_segment_goes_on_in_an_extension() -> None:
    source = made.png(made.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + long_packet()))
    content = write(read(source)[0], "JPEG")
    assert b"the credit" in made.read_xmp(content).encode()
    assert b"word-04999" in content
    again, notes = read(content)
    assert notes == []
    assert b"word-00000" in again.xmp and b"word-04999" in again.xmp
    assert b"HasExtendedXMP" not in again.xmp


def test_the_rest_of_a_packet_with_a_broken_extension_is_kept() -> None:
    name = b"0" * 32
    noted = packet(description(photoshop_Credit="x", xmpNote_HasExtendedXMP="0" * 32), f'xmlns:xmpNote="{xmp.NOTE}"')
    extension = jpeg.EXTENSION_HEAD + jpeg.EXTENSION_START.pack(name, 99, 0) + b"<broken"
    metadata, notes = read(made.jpeg(xmp_segment(noted), segment(0xE1, extension)))
    assert notes == [losses.PART_OF_XMP]
    assert b"Credit" in metadata.xmp


def test_an_endless_packet_keeps_its_shorter_properties() -> None:
    endless = f"<dc:source>{'x' * xmp.LIMIT}</dc:source>"
    source = made.png(
        made.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet(description(endless, photoshop_Credit="short")))
    )
    metadata, notes = read(source)
    assert notes == [losses.PART_OF_XMP]
    assert b"short" in metadata.xmp and len(metadata.xmp) < 2_000


# Where a photo was taken, whoever's names it has


PLACES = {
    "altitude of a drone": ('xmlns:d="http://www.dji.com/drone-dji/1.0/"', "d:GpsLatitude"),
    "geo of the W3C": ('xmlns:g="http://www.w3.org/2003/01/geo/wgs84_pos#"', "g:lat"),
    "what it covers": ("", "dc:coverage"),
    "state": ("", "photoshop:State"),
    "country": ("", "photoshop:Country"),
    "where it was made": ("", "Iptc4xmpExt:LocationCreated"),
    "sublocation": ('xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"', "c:Location"),
    "code of a country": ('xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"', "c:CountryCode"),
}


@pytest.mark.parametrize(("space", "name"), PLACES.values(), ids=PLACES)
def test_a_place_by_any_name_is_a_place(space: str, name: str) -> None:
    found = xmp.read(packet(description(f"<{name}>there</{name}>", photoshop_Credit="who"), space))
    kept = properties.select(found, keep_location=False, keep_metadata=True, is_edited=False)
    only = properties.select(found, keep_location=True, keep_metadata=False, is_edited=False)
    assert [list(map(xmp.read_text, told.properties)) for told in (kept, only)] == [["who"], ["there"]]


def test_what_is_no_place_of_the_photo_stays() -> None:
    inner = (
        "<c:CreatorContactInfo rdf:parseType='Resource'><c:CiAdrCity>office</c:CiAdrCity></c:CreatorContactInfo>"
        "<exif:SubjectLocation>middle</exif:SubjectLocation>"
    )
    found = xmp.read(packet(description(inner), f'xmlns:c="{xmp.IPTC_CORE}"'))
    kept = properties.select(found, keep_location=False, keep_metadata=True, is_edited=False)
    assert list(map(xmp.read_text, kept.properties)) == ["office", "middle"]


# IPTC


BAD_RESOURCES = {
    "a field that is cut off": made.resource(0x0404, made.field(120, "kept") + b"\x1c\x02\x74\0\x50cut"),
    "rubbish behind a field": made.resource(0x0404, made.field(120, "kept") + b"rubbish"),
    "a resource that is cut off": made.resource(0x0404, made.field(120, "kept")) + b"8BIM\x04\x0a\0\0\0\0\xff\xffcut",
    "rubbish behind a resource": made.resource(0x0404, made.field(120, "kept")) + b"rubbish",
}


@pytest.mark.parametrize("resources", BAD_RESOURCES.values(), ids=BAD_RESOURCES)
def test_a_damaged_field_costs_none_before_it_and_is_said(resources: bytes) -> None:
    metadata, notes = read(made.jpeg(iptc_segment(resources)))
    assert notes == [losses.PART_OF_IPTC]
    assert metadata.iptc == made.resource(0x0404, made.field(120, "kept"))


def test_fields_in_several_segments_belong_together() -> None:
    resources = made.resource(0x0404, made.FIELDS)
    metadata, notes = read(made.jpeg(iptc_segment(resources[:20]), iptc_segment(resources[20:])))
    assert (metadata.iptc, notes) == (resources, [])


@pytest.mark.parametrize(
    ("value", "head", "text"),
    [
        ("Köln".encode(), b"\x1c\x01\x5a\0\x03\x1b%G", "Köln"),
        ("Köln".encode(), b"", "Köln"),
        ("Köln".encode("latin-1"), b"", "Köln"),
    ],
    ids=["UTF-8 as said", "UTF-8 unsaid", "Latin-1"],
)
def test_a_caption_is_read_in_its_encoding(value: bytes, head: bytes, text: str) -> None:
    caption = iptc.read(made.resource(0x0404, head + made.field(120, value)), b"")
    assert [xmp.read_text(node) for node in iptc.list_properties(caption)] == [text]


def test_a_field_of_a_long_length_is_written_again() -> None:
    long = b"\x1c\x02\x78\x80\x04" + struct.pack(">I", 40_000) + b"x" * 40_000
    caption = iptc.read(made.resource(0x0404, long), b"")
    assert caption.is_complete
    assert caption.to_fields() == long


def test_an_endless_caption_keeps_its_shorter_fields() -> None:
    fields = made.field(120, "x" * 30_000) * 3 + made.field(116, "rights")
    caption = iptc.read(made.resource(0x0404, fields), b"")
    assert not caption.is_complete
    assert caption.to_fields() == made.field(116, "rights")


def test_the_copyright_flag_and_address_are_kept() -> None:
    rights = made.resource(0x040A, b"\1") + made.resource(0x040B, b"https://example.com/")
    metadata, _ = read(made.jpeg(iptc_segment(rights)))
    assert rights in write(metadata, "JPEG")
    described = made.read_xmp(write(metadata, "WEBP"))
    assert "<xmpRights:Marked>True<" in described
    assert "<xmpRights:WebStatement>https://example.com/<" in described


@pytest.mark.parametrize(("location", "numbers"), [(True, [iptc.DIGEST]), (False, [])])
def test_a_digest_of_all_fields_goes_with_any_of_them(location: bool, numbers: list[int]) -> None:
    caption = iptc.read(made.resource(0x0404, made.FIELDS) + made.resource(iptc.DIGEST, bytes(16)), b"")
    kept = iptc.select(caption, keep_location=location, keep_metadata=True)
    assert [number for number, _ in kept.others] == numbers


def test_a_date_is_written_as_xmp_has_it() -> None:
    caption = iptc.read(b"", made.field(55, "20260131"))
    assert [xmp.read_text(node) for node in iptc.list_properties(caption)] == ["2026-01-31"]


def test_fields_that_a_tiff_has_as_swapped_numbers_are_read() -> None:
    fields = made.field(120, "abc")
    swapped = tiff.swap_value(tiff.Tag(tiff.LONG, 2, fields))
    tags = {containers.IPTC_TAG: tiff.Tag(tiff.LONG, 2, swapped)}
    metadata, _ = read(tiff.add_tags(encode_image(made.photo(), "TIFF"), tags, {}))
    assert metadata.iptc == made.resource(0x0404, fields)


# Texts


def test_what_xmp_says_otherwise_than_iptc_is_not_lost_where_there_is_one_of_them() -> None:
    fields = made.field(120, "of iptc") + made.field(25, "both") + made.field(25, "more")
    keywords = "<dc:subject><rdf:Bag><rdf:li>both</rdf:li></rdf:Bag></dc:subject>"
    told = f"<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>of xmp</rdf:li></rdf:Alt></dc:description>{keywords}"
    segments = xmp_segment(packet(description(told))), iptc_segment(made.resource(0x0404, fields))
    described = made.read_xmp(write(read(made.jpeg(*segments))[0], "WEBP"))
    assert "of xmp" in described and "description: of iptc" in described
    assert described.count("<rdf:li>both<") == described.count("<rdf:li>more<") == 1


@pytest.mark.parametrize("chunk", [b"zTXt", b"iTXt"])
def test_a_bomb_among_the_texts_is_left_out(chunk: bytes) -> None:
    bomb = zlib.compress(b"x" * 40_000_000)
    body = b"Title\0\0" + bomb if chunk == b"zTXt" else b"Title\0\1\0\0\0" + bomb
    found = made.png(made.chunk(chunk, body), made.chunk(b"tEXt", b"Author\0Somebody"))
    metadata, notes = read(found)
    assert metadata.texts.keys() == {"Author"}
    assert notes == [losses.PART_OF_TEXTS]


def test_texts_too_long_to_keep_are_left_out_and_said() -> None:
    texts = [made.chunk(b"tEXt", name + b"\0" + bytes([120]) * size) for name, size in ((b"a", TEXT_LIMIT), (b"b", 9))]
    metadata, notes = read(made.png(*texts))
    assert metadata.texts == {"b": "x" * 9}
    assert notes == [losses.PART_OF_TEXTS]


def test_comments_too_long_to_keep_are_cut_and_that_is_said() -> None:
    metadata, notes = read(made.jpeg(*[segment(0xFE, b"x" * 50_000)] * 2))
    assert len(metadata.comment) == COMMENT_LIMIT
    assert notes == [losses.PART_OF_TEXTS]


def test_any_text_of_a_png_goes_into_a_jpeg() -> None:
    odd = made.chunk(b"tEXt", b"K\xe9y\0" + "größe \U0001f600".encode())
    metadata, _ = read(made.png(odd))
    assert metadata.texts == {"Kéy": "größe \U0001f600"}
    assert "Kéy: größe \U0001f600".encode() in write(metadata, "JPEG")
    assert read(write(metadata, "PNG"))[0].texts == metadata.texts


def test_a_text_too_long_for_a_segment_goes_into_several() -> None:
    recipe = "é" * 50_000
    metadata, _ = read(made.png(made.chunk(b"tEXt", b"recipe\0" + recipe.encode())))
    again, notes = read(write(metadata, "JPEG"))
    assert again.comment.replace("\n", "") == f"recipe: {recipe}"
    assert notes == []


@pytest.mark.parametrize("profile", [b"\niptc\n", b"\niptc\n9\nzz", b"", b"\niptc\n4\n123"])
def test_a_profile_without_sense_is_left_out(profile: bytes) -> None:
    metadata, _ = read(made.png(made.chunk(b"tEXt", b"Raw profile type iptc\0" + profile)))
    assert (metadata.iptc, metadata.texts) == (b"", {})


def test_exif_and_xmp_as_digits_are_read() -> None:
    block = entries_block(RATED)
    found = made.png(made.raw_profile("APP1", block), made.raw_profile("xmp", SOUND))
    metadata, _ = read(found)
    assert ratings(metadata) == {RATING: 4}
    assert b"the credit" in metadata.xmp
