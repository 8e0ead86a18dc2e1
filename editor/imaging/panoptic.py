"""What an engine finds in a picture into a label map, and the map into the file of regions that the browser reads.

Of the zip only the panoptic map is decoded, and nothing in it is trusted. Members are called ``<visual>_panoptic.png``
and ``<visual>_<mask id>.png``, flat or in a folder. A pixel of the panoptic map holds the id of the mask it belongs to,
0 for none (``objects/mask_generator`` in Bria's API reference). An engine that knows parts answers with a map of those
instead, and says which make up which object.

The file of regions is gzip (time stamp 0: same map, same bytes) around, all numbers little-endian:

    4 bytes   "BSL1"
    u32       length of the header in bytes, filled up with spaces so that the runs start at a multiple of 4
    header    JSON: {"size": [rows, columns],
                     "regions": [{"id", "area", "share", "bbox": [row, column, height, width], "anchor": [row, column],
                                  "colour", "lab": [L, a, b], "texture"}, ...], by ascending id; older files lack the
                                 last three,
                     "objects": [{"id", "score", "parts": [region's id, ...]}, ...],  only where regions are parts of
                                 objects (masks.regions.FoundObject),
                 "merges": [[node, node], ...]}  (masks.hierarchy says what a node is)
    runs      pairs of u16 (label, length - 1) in reading order; no run crosses the end of a row
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from editor.imaging import colours
from editor.sentences import plural, sentence
from imagefiles import cost, transparency
from imagefiles.errors import BOMBS, FAULTS, TooCostly, TooManyPixels
from masks import distractions, hierarchy
from masks.distractions import Rect, Thing
from masks.regions import FoundObject, LabelMap, Labels, list_bands

ZIP_BYTES = 200_000_000  # 250 masks of 67 megapixels, packed fast, are about 80 MB
DIRECTORY_BYTES = 4_000_000  # of the zip's table of contents: about 40,000 members
MEMBERS = 10_000
UNPACKED_BYTES = 4_000_000_000  # of all members together, as the zip declares them
PANOPTIC_BYTES = 140_000_000  # a 16-bit map of 8192 x 8192, uncompressed
PANOPTIC_PIXELS = 8192 * 8192  # the largest result the service makes
MOST_REGIONS = 4_000  # the service's maps have up to 255, and those of this studio's engine as many parts besides
MOST_RUNS = 4_000_000  # of equal labels in rows: 12 megapixels in 86 regions have 68,000, and noise one a pixel

PANOPTIC_NAME = re.compile(r"(^|_)panoptic\.png$", re.IGNORECASE)
MASK_NAME = re.compile(r"(?:^|_)(\d{1,5})\.png$", re.IGNORECASE)
END_OF_DIRECTORY = b"PK\x05\x06"  # APPNOTE.TXT 4.3.16
DIRECTORY_SIZE_AT = 12  # offset of the directory's size, u32, in that record

MAGIC = b"BSL1"
HEADER_AT = 8
GZIP_LEVEL = 6  # 12 megapixels in 86 regions: 112 kB in 14 ms; level 9 takes three times as long for the same

ZIP_FAULTS = (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error, struct.error)


class PanopticRefused(Exception):
    """The masks cannot be used; the message is a sentence for the person."""


def read_masks_zip(data: bytes, size: tuple[int, int]) -> LabelMap:
    """The label map in a zip of masks, scaled to the picture's ``size`` (rows, columns), with its regions looked up.

    Raises:
        PanopticRefused: the zip is damaged, too large or lacks the map, or the map names regions that have no mask.
    """
    names, png = read_panoptic_member(data)
    label_map = read_map(png, size)
    without = sorted(set(label_map.ids) - list_mask_ids(names))
    if without:
        refusal = plural(
            "The map of regions names region {numbers}, for which the service sent no mask.",
            "The map of regions names regions {numbers}, for which the service sent no mask.",
            len(without),
            numbers=shorten_list(without),
        )
        raise PanopticRefused(refusal)
    return label_map


def read_parts(png: bytes, size: tuple[int, int], objects: Iterable[FoundObject]) -> LabelMap:
    """The label map in a map of parts, scaled to the picture's ``size`` (rows, columns), with what the parts make up.

    Raises:
        PanopticRefused: the map is damaged, coloured, too large or no PNG.
    """
    label_map = read_map(png, size)
    return replace(label_map, objects=group_parts(label_map.ids, objects))


def read_map(png: bytes, size: tuple[int, int]) -> LabelMap:
    """The label map in a PNG, scaled to ``size`` (rows, columns).

    Raises:
        PanopticRefused: the map cannot be read, or is noise.
    """
    labels = LabelMap(decode_map(png))
    count = count_ids(labels)
    if count > MOST_REGIONS:
        refusal = sentence(
            "The map of regions names {count} regions; the studio shows up to {most}.", count=count, most=MOST_REGIONS
        )
        raise PanopticRefused(refusal)
    scaled = labels.scale(size)
    if scaled.has_more_runs(MOST_RUNS):
        raise PanopticRefused("The map of regions is noise: its regions lie in millions of pieces.")
    return scaled


def count_ids(labels: LabelMap) -> int:
    """How many regions there are, without looking up where."""
    seen = np.zeros(2**16, bool)
    for top, height in list_bands(labels.size):
        seen[labels.array[top : top + height]] = True
    return int(np.count_nonzero(seen[1:]))


def group_parts(ids: Iterable[int], objects: Iterable[FoundObject]) -> tuple[FoundObject, ...]:
    """The objects, each part in exactly one of them: what none names is one of its own. Empty where none is given."""
    left = dict.fromkeys(ids)
    found = []
    for thing in objects:
        parts = tuple(part for part in dict.fromkeys(thing.parts) if part in left)
        for part in parts:
            del left[part]
        if parts:
            found.append(replace(thing, parts=parts))
    return (*found, *(FoundObject(part, None, (part,)) for part in left)) if found else ()


def read_panoptic_member(data: bytes) -> tuple[list[str], bytes]:
    """The names of the zip's members, without folders, and the content of the panoptic map."""
    refuse_large_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = list_members(archive)
            return list(members), archive.read(find_panoptic(members))
    except ZIP_FAULTS as error:
        raise PanopticRefused("The masks arrived damaged: the zip file is broken or incomplete.") from error


def refuse_large_directory(data: bytes) -> None:
    """Refuse a zip that would cost too much merely to list."""
    if len(data) > ZIP_BYTES:
        most = ZIP_BYTES // 1_000_000
        raise PanopticRefused(sentence("The zip file of masks is too large: more than {most} MB.", most=most))
    end = data.rfind(END_OF_DIRECTORY)
    if end < 0 or end + DIRECTORY_SIZE_AT + 4 > len(data):
        raise PanopticRefused("The masks arrived damaged: the zip file is broken or incomplete.")
    (listing,) = struct.unpack_from("<I", data, end + DIRECTORY_SIZE_AT)
    if listing > DIRECTORY_BYTES:  # zip64 writes 2^32 - 1 here, and no honest set of masks needs it
        raise PanopticRefused("The zip file of masks lists far too many files.")


def list_members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members by file name, those nearest the root first, without what macOS adds."""
    members = archive.infolist()
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED_BYTES:
        raise PanopticRefused("The zip file of masks holds far more than any picture needs.")
    by_name: dict[str, zipfile.ZipInfo] = {}
    for member in sorted(members, key=lambda member: (member.filename.count("/"), member.filename)):
        *folders, name = member.filename.split("/")
        if name and "__MACOSX" not in folders and not name.startswith("."):
            by_name.setdefault(name, member)
    return by_name


def find_panoptic(members: dict[str, zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The member that is the panoptic map."""
    found = next((member for name, member in members.items() if PANOPTIC_NAME.search(name)), None)
    if found is None:
        raise PanopticRefused("The zip file of masks lacks the panoptic map, which says where each region is.")
    if found.file_size > PANOPTIC_BYTES or found.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PanopticRefused("The panoptic map in the zip file of masks is too large or packed in an unknown way.")
    return found


def list_mask_ids(names: list[str]) -> set[int]:
    """The ids of which the zip holds a mask."""
    return {int(match[1]) for name in names if (match := MASK_NAME.search(name))}


def shorten_list(ids: list[int]) -> str:
    """The first few ids."""
    shown = ", ".join(map(str, ids[:5]))
    return f"{shown}{', …' if len(ids) > 5 else ''}"


def decode_map(png: bytes) -> Labels:
    """The labels in a panoptic map: 8 or 16 bits of grey, or grey as RGB(A).

    Raises:
        PanopticRefused: it is damaged, coloured, too large or no PNG.
    """
    try:
        cost.refuse_costly(png, PANOPTIC_PIXELS)
        image = Image.open(io.BytesIO(png), formats=("PNG",))
        if image.mode == "L":
            return decode_grey(image)
        return narrow_labels(np.asarray(image)) if image.mode == "I;16" else read_grey(image)
    except (TooManyPixels, *BOMBS) as error:
        raise PanopticRefused("The panoptic map in the zip file of masks is larger than any result may be.") from error
    except (*FAULTS, TooCostly) as error:
        raise PanopticRefused("The panoptic map in the zip file of masks is broken or incomplete.") from error


def decode_grey(image: Image.Image) -> Labels:
    """The pixels of an 8-bit grey image that is not decoded yet.

    Pillow decodes into memory of its own, and copying it out takes a third of the time of decoding. An image that
    already has storage of the right kind is decoded into that storage, so it is given the array's.
    """
    array = np.empty((image.height, image.width), np.uint8)
    storage = Image.frombuffer("L", image.size, array, "raw", "L", 0, 1).im
    image.im = storage
    image.load()
    return array if image.im is storage else np.asarray(image)


def narrow_labels(array: Labels) -> Labels:
    """16-bit labels, in 8 bits where they fit."""
    return array.astype(np.uint8) if array.max() <= 255 else np.ascontiguousarray(array, np.uint16)


def read_grey(image: ImageFile.ImageFile) -> Labels:
    """The one channel of an RGB(A), palette or two-tone image whose pixels are all grey."""
    if "16" in str(image.tile[0].args):
        raise PanopticRefused("The panoptic map has 16 bits a channel in colour; one channel of grey is needed.")
    red, green, blue = (np.asarray(channel) for channel in image.convert("RGBA").split()[:3])
    if not (np.array_equal(red, green) and np.array_equal(red, blue)):
        raise PanopticRefused("The panoptic map is coloured; its grey values should be the numbers of the regions.")
    return red


def to_wire(label_map: LabelMap, image_png: bytes) -> bytes:
    """The file of regions for the browser; ``image_png`` is the picture that the map belongs to.

    The picture decides which regions join when a person grows a selection and what colour they are called, not where
    they are.
    """
    picture = reduce_picture(image_png)
    header = {
        "size": label_map.size,
        "regions": [
            {**dataclasses.asdict(region), **dataclasses.asdict(look)}
            for region, look in zip(label_map.regions, colours.describe_regions(label_map, picture), strict=True)
        ],
        **({"objects": [dataclasses.asdict(thing) for thing in label_map.objects]} if label_map.objects else {}),
        "merges": hierarchy.find_merges(label_map, picture),
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    runs = np.stack([label_map.runs.labels, label_map.runs.lengths - 1], axis=1).astype("<u2")
    return gzip.compress(MAGIC + struct.pack("<I", len(text)) + text + runs.tobytes(), GZIP_LEVEL, mtime=0)


def from_wire(data: bytes) -> LabelMap:
    """The label map in a file of regions that ``to_wire`` made."""
    content = gzip.decompress(data)
    if content[: len(MAGIC)] != MAGIC:
        raise ValueError("This is no file of regions.")
    (length,) = struct.unpack_from("<I", content, len(MAGIC))
    header = json.loads(content[HEADER_AT : HEADER_AT + length])
    labels, rest = np.frombuffer(content, "<u2", offset=HEADER_AT + length).reshape(-1, 2).T
    narrow = labels.astype(np.uint8) if labels.max(initial=0) <= 255 else labels.astype(np.uint16)
    array = np.repeat(narrow, rest.astype(np.int64) + 1).reshape(header["size"])
    return LabelMap(array, tuple(read_object(entry) for entry in header.get("objects", [])))


def find_distractions(regions: bytes, image_png: bytes, faces: Iterable[Rect]) -> list[Thing]:
    """What may distract in a picture, by its file of regions and its image; see ``masks.distractions``."""
    return distractions.find_distractions(from_wire(regions), reduce_picture(image_png), faces)


def reduce_picture(image_png: bytes) -> NDArray[np.uint8]:
    """A picture as (rows, columns, 3) uint8, small enough to see which regions belong together."""
    with Image.open(io.BytesIO(image_png)) as image:
        small = image.reduce(hierarchy.choose_reduction(image.size))
        return np.asarray(transparency.hide(small, lossy=True).convert("RGB"))


def read_object(entry: Mapping[str, Any]) -> FoundObject:
    """An object in the header of a file of regions."""
    return FoundObject(entry["id"], entry["score"], tuple(entry["parts"]))
