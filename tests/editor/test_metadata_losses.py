"""What of a file's metadata is left out when it is opened, and the one sentence that says so."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from PIL import Image

from editor.imaging.uploads import Accepted, accept
from harness.images import encode_image
from imagefiles.encoding import encode
from imagefiles.metadata import losses, reading, tiff
from imagefiles.metadata.reading import Metadata
from imagefiles.metadata.writing import Wish
from tests.editor import metadata_files as made
from tests.editor.metadata_files import description, jpeg, packet, segment, xmp_segment

GAIN_MAP_SPACE = 'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"'
CONTAINER = 'xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/"'
CAMERA = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"'
DEPTH = 'xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/"'
APPLE = 'xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/"'
TERMS = 'xmlns:dcterms="http://purl.org/dc/terms/"'
REGIONS = 'xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"'
DIRECTORY = (
    "<Container:Directory><rdf:Seq><rdf:li rdf:parseType='Resource'>"
    "<Container:Item Item:Semantic='GainMap' Item:Length='999'/></rdf:li></rdf:Seq></Container:Directory>"
)
JUMBF = (
    b"JP\0\1\0\0\0\1" + struct.pack(">I4sI4s", 40, b"jumb", 32, b"jumd") + b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71"
)
KEPT = "kept-credit"


def xmp_jpeg(inside: str, spaces: str, **attributes: str) -> bytes:
    """A JPEG whose XMP has something to lose, and a credit."""
    return jpeg(xmp_segment(packet(description(inside, photoshop_Credit=KEPT, **attributes), spaces)))


def pictures_index(kind: int) -> bytes:
    """The index of a JPEG with a second picture of a kind (CIPA DC-007)."""
    entries = struct.pack("<IIIHH", 0x030000, 100, 0, 0, 0) + struct.pack("<IIIHH", kind, 100, 0, 0, 0)
    count = struct.pack("<HHII", 0xB001, 4, 1, 2)
    listed = struct.pack("<HHII", 0xB002, 7, len(entries), 38)
    head = b"MPF\0II*\0" + struct.pack("<IH", 8, 2) + count + listed + bytes(4)
    return segment(0xE2, head + entries)


def webp_signed() -> bytes:
    data = encode_image(made.photo(), "WEBP")
    chunk = b"C2PA" + struct.pack("<I", len(JUMBF)) + JUMBF
    return data[:4] + struct.pack("<I", len(data) + len(chunk) - 8) + data[8:] + chunk


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def avif_with(box: bytes) -> bytes:
    return encode_image(made.photo(), "AVIF") + box


LOST = {
    "gain map of Adobe": (lambda: xmp_jpeg("", GAIN_MAP_SPACE, hdrgm_Version="1.0"), losses.GAIN_MAP, b"hdrgm"),
    "gain map by its directory": (
        lambda: xmp_jpeg(DIRECTORY, f"{GAIN_MAP_SPACE} {CONTAINER}", hdrgm_Version="1.0"),
        losses.GAIN_MAP,
        b"Container",
    ),
    "gain map of ISO": (
        lambda: jpeg(segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0\0\0\0\0")),
        losses.GAIN_MAP,
        b"21496",
    ),
    "gain map of Apple": (
        lambda: xmp_jpeg("", APPLE, HDRGainMap_HDRGainMapVersion="65536"),
        losses.GAIN_MAP,
        b"HDRGainMap",
    ),
    "gain map as the second picture": (
        lambda: jpeg(pictures_index(0)) + b"urn:com:apple:photo:2020:aux:hdrgainmap",
        losses.GAIN_MAP,
        b"MPF",
    ),
    "depth map": (lambda: xmp_jpeg("", DEPTH, GDepth_Data="AAAA"), losses.DEPTH_MAP, b"GDepth"),
    "video": (lambda: xmp_jpeg("", CAMERA, GCamera_MotionPhoto="1"), losses.MOTION, b"MotionPhoto"),
    "video of old": (lambda: xmp_jpeg("", CAMERA, GCamera_MicroVideo="1"), losses.MOTION, b"MicroVideo"),
    "second picture": (lambda: jpeg(pictures_index(0x020002)), losses.SECOND_PICTURE, b"MPF"),
    "signature of a JPEG": (lambda: jpeg(segment(0xEB, JUMBF)), losses.SIGNATURE, b"c2pa"),
    "signature of a PNG": (lambda: made.png(made.chunk(b"caBX", JUMBF)), losses.SIGNATURE, b"c2pa"),
    "signature of a WEBP": (webp_signed, losses.SIGNATURE, b"c2pa"),
    "signature of an AVIF": (
        lambda: avif_with(box(b"uuid", bytes.fromhex("d8fec3d61b0e483c92975828877ec481") + JUMBF)),
        losses.SIGNATURE,
        b"c2pa",
    ),
    "signature of a TIFF": (
        lambda: tiff.add_tags(encode_image(made.photo(), "TIFF"), {0xCD41: tiff.make_bytes(7, JUMBF)}, {}),
        losses.SIGNATURE,
        b"c2pa",
    ),
    "signature of a GIF": (
        lambda: encode_image(made.photo(), "GIF")[:-1] + b"\x21\xff\x0bC2PA_GIF\1\0\0\4c2pa\0;",
        losses.SIGNATURE,
        b"c2pa",
    ),
    "signature elsewhere": (
        lambda: xmp_jpeg("", TERMS, dcterms_provenance="https://example.com/manifest"),
        losses.SIGNATURE,
        b"manifest",
    ),
}


def download(accepted: Accepted, *, is_edited: bool = False, location: bool = True) -> bytes:
    """A JPEG with all that is kept."""
    return encode(
        accepted.image_png,
        "JPEG",
        size=None,
        quality=None,
        saving=accepted.saving,
        metadata=Metadata(accepted.exif, accepted.xmp, accepted.iptc),
        wish=Wish(location, facts=True, is_edited=is_edited),
    )


@pytest.mark.parametrize(("make", "loss", "mark"), LOST.values(), ids=LOST)
def test_what_does_not_fit_an_edit_is_left_out_and_said_once(make: Callable[[], bytes], loss: str, mark: bytes) -> None:
    data = make()
    accepted = accept(data, "photo")
    assert mark in data
    assert [note for note in accepted.notes if "left out" in note] == [loss]
    assert mark not in download(accepted)


BOXES = {
    "gain map of ISO": (b"infe\2\0\0\0\0\1\0\0tmap", losses.GAIN_MAP),
    "gain map of Apple": (b"auxC\0\0\0\0urn:com:apple:photo:2020:aux:hdrgainmap\0", losses.GAIN_MAP),
    "depth map of HEVC": (b"auxC\0\0\0\0urn:mpeg:hevc:2015:auxid:2\0", losses.DEPTH_MAP),
    "depth map of MIAF": (b"auxC\0\0\0\0urn:mpeg:mpegB:cicp:systems:auxiliary:depth\0", losses.DEPTH_MAP),
    "transparency": (b"auxC\0\0\0\0urn:mpeg:hevc:2015:auxid:1\0", None),
}


@pytest.mark.parametrize(("entry", "loss"), BOXES.values(), ids=BOXES)
def test_boxes_tell_of_further_pictures(entry: bytes, loss: str | None) -> None:
    notes: list[str] = []
    reading.read_metadata(box(b"ftyp", b"heicheic") + box(b"meta", entry) + box(b"mdat", b"tmap"), {}, notes)
    assert notes == ([loss] if loss else [])


def test_a_box_of_a_long_length_is_read() -> None:
    entry = b"infe\2\0\0\0\0\1\0\0tmap"
    long = struct.pack(">I4sQ", 1, b"meta", len(entry) + 16) + entry
    notes: list[str] = []
    reading.read_metadata(box(b"ftyp", b"heicheic") + box(b"free", bytes(9)) + long, {}, notes)
    assert notes == [losses.GAIN_MAP]


def test_what_stands_beside_it_is_kept() -> None:
    accepted = accept(xmp_jpeg(DIRECTORY, f"{GAIN_MAP_SPACE} {CONTAINER}", hdrgm_Version="1.0"), "photo.jpg")
    assert KEPT.encode() in download(accepted)


@pytest.mark.parametrize(
    "data",
    [
        xmp_jpeg("", CAMERA, GCamera_MotionPhoto="0"),
        jpeg(pictures_index(0x010001)),
    ],
    ids=["no video", "a smaller copy"],
)
def test_what_nobody_misses_is_not_said(data: bytes) -> None:
    assert accept(data, "photo.jpg").notes == ()


# Previews, and what may show or name what is gone


PREVIEW = b"a small picture of what was erased"


def test_no_preview_of_a_photo_is_kept() -> None:
    thumbnail = "<xmp:Thumbnails><rdf:Alt><rdf:li>UFJFVklFVw==</rdf:li></rdf:Alt></xmp:Thumbnails>"
    resources = made.resource(0x040C, PREVIEW) + made.resource(0x0404, made.FIELDS + made.field(202, PREVIEW))
    accepted = accept(jpeg(xmp_segment(packet(description(thumbnail))), made.iptc_segment(resources)), "photo.jpg")
    made_of_it = download(accepted)
    assert PREVIEW not in made_of_it
    assert b"UFJFVklFVw==" not in made_of_it
    assert made.IPTC_CAPTION.encode() in made_of_it


FACES = (
    "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType='Resource'>"
    "<mwg-rs:Name>face-name</mwg-rs:Name></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
)


@pytest.mark.parametrize(("is_edited", "is_named"), [(False, True), (True, False)])
def test_names_of_faces_do_not_outlive_an_edit(is_edited: bool, is_named: bool) -> None:
    accepted = accept(xmp_jpeg(FACES, REGIONS), "photo.jpg")
    content = download(accepted, is_edited=is_edited)
    assert (b"face-name" in content) is is_named
    assert KEPT.encode() in content


@pytest.mark.parametrize(("is_edited", "is_kept"), [(False, True), (True, False)])
def test_a_makers_note_in_xmp_does_not_outlive_an_edit(is_edited: bool, is_kept: bool) -> None:
    accepted = accept(xmp_jpeg("", CAMERA, GCamera_hdrp_makernote="SERSUA"), "photo.jpg")
    assert (b"SERSUA" in download(accepted, is_edited=is_edited)) is is_kept


def test_names_of_faces_do_not_outlive_a_turn_and_that_is_said() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    xmp = xmp_segment(packet(description(FACES), REGIONS))
    accepted = accept(jpeg(segment(0xE1, exif.tobytes()), xmp), "photo.jpg")
    assert accepted.notes == (losses.FACES,)
    assert b"face-name" not in download(accepted)


def test_a_makers_note_goes_with_the_location_which_it_may_name() -> None:
    exif = Image.Exif()
    exif.get_ifd(made.CAMERA)[made.MAKER_NOTE] = b"City of the note"
    accepted = accept(jpeg(segment(0xE1, exif.tobytes())), "photo.jpg")
    assert b"City of the note" in download(accepted)
    assert b"City" not in download(accepted, location=False)
