"""Zips of masks into label maps, and label maps into the browser's file."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from editor.imaging.panoptic import PanopticRefused, from_wire, read_masks_zip, read_parts, to_wire
from harness.images import encode_image
from masks.regions import FoundObject, LabelMap

LABELS = np.array([[1, 1, 2], [1, 3, 2]], np.uint8)
SIZE = (2, 3)


def zip_of(
    panoptic: bytes | None, masks: int = 3, folder: str = "", extra: dict[str, bytes] | None = None, method: int = 8
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
        if panoptic is not None:
            archive.writestr(f"{folder}0123456789abcdef_panoptic.png", panoptic)
        for number in range(1, masks + 1):
            archive.writestr(f"{folder}0123456789abcdef_{number}.png", b"never opened")
    return target.getvalue()


def map_png(labels: NDArray[np.generic] = LABELS) -> bytes:
    return encode_image(Image.fromarray(labels))


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header promises a size that its data does not hold."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(99)))]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_the_map_holds_the_panoptic_values() -> None:
    array = read_masks_zip(zip_of(map_png()), SIZE).array
    assert array.dtype == np.uint8
    assert array.tolist() == LABELS.tolist()


def test_a_zip_in_a_folder_is_read() -> None:
    assert read_masks_zip(zip_of(map_png(), folder="masks/0123/"), SIZE).ids == [1, 2, 3]


def test_what_macos_adds_is_ignored() -> None:
    extra = {"__MACOSX/._0123456789abcdef_panoptic.png": b"junk", "._0123456789abcdef_panoptic.png": b"junk"}
    assert read_masks_zip(zip_of(map_png(), extra=extra), SIZE).ids == [1, 2, 3]


def test_a_map_of_another_size_is_scaled_without_mixing_labels() -> None:
    array = read_masks_zip(zip_of(map_png()), (4, 6)).array
    assert array.tolist() == np.kron(LABELS, np.ones((2, 2), int)).tolist()


def test_a_larger_map_is_scaled_down() -> None:
    large = np.kron(LABELS, np.ones((3, 3), np.uint8))
    assert read_masks_zip(zip_of(map_png(large)), SIZE).array.tolist() == LABELS.tolist()


def test_sixteen_bits_are_accepted_and_narrowed() -> None:
    array = read_masks_zip(zip_of(map_png(LABELS.astype(np.uint16))), SIZE).array
    assert (array.dtype, array.tolist()) == (np.uint8, LABELS.tolist())


def test_ids_above_255_stay_as_they_are() -> None:
    labels = LABELS.astype(np.uint16) + 299
    array = read_masks_zip(zip_of(map_png(labels), masks=302), SIZE).array
    assert (array.dtype, array.tolist()) == (np.uint16, labels.tolist())


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_grey_as_colour_channels_is_accepted(mode: str) -> None:
    image = Image.fromarray(LABELS).convert(mode)
    assert read_masks_zip(zip_of(encode_image(image)), SIZE).array.tolist() == LABELS.tolist()


def test_a_map_without_any_region_is_fine() -> None:
    assert read_masks_zip(zip_of(map_png(np.zeros(SIZE, np.uint8)), masks=0), SIZE).ids == []


def test_a_mask_that_the_map_hides_is_fine() -> None:
    assert read_masks_zip(zip_of(map_png(), masks=9), SIZE).ids == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "damaged"),
        (b"no zip", "damaged"),
        (zip_of(map_png())[:-40], "damaged"),
        (zip_of(map_png())[40:], "damaged"),
        (zip_of(None), "lacks the panoptic map"),
        (zip_of(map_png()[:-30]), "broken or incomplete"),
        (zip_of(b"no png"), "broken or incomplete"),
        (zip_of(png_claiming(9000, 9000)), "larger than any result"),
        (zip_of(png_claiming(12_000, 12_000)), "larger than any result"),
        (zip_of(png_claiming(30_000, 30_000)), "larger than any result"),
        (zip_of(map_png(), method=zipfile.ZIP_LZMA), "packed in an unknown way"),
        (zip_of(encode_image(Image.new("RGB", (3, 2), "red"))), "coloured"),
        (zip_of(map_png(), masks=1), "names regions 2, 3, for which the service sent no mask"),
        (zip_of(map_png(), masks=2), "names region 3, for which"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(PanopticRefused, match=sentence):
        read_masks_zip(data, SIZE)


def test_a_zip_of_too_many_members_is_refused() -> None:
    extra = {f"{number}.txt": b"" for number in range(10_001)}
    with pytest.raises(PanopticRefused, match="far more than any picture needs"):
        read_masks_zip(zip_of(map_png(), extra=extra), SIZE)


def test_a_zip_that_unpacks_to_gigabytes_is_refused() -> None:
    data = bytearray(zip_of(map_png(), masks=2))
    for at in positions(data, b"PK\x01\x02"):  # the table of contents now claims 3.9 GB a member
        struct.pack_into("<I", data, at + 24, 3_900_000_000)
    with pytest.raises(PanopticRefused, match="far more than any picture needs"):
        read_masks_zip(bytes(data), SIZE)


def test_a_huge_table_of_contents_is_refused_before_it_is_read() -> None:
    data = bytearray(zip_of(map_png()))
    struct.pack_into("<I", data, data.rfind(b"PK\x05\x06") + 12, 0xFFFFFFFF)
    with pytest.raises(PanopticRefused, match="far too many files"):
        read_masks_zip(bytes(data), SIZE)


def test_a_flipped_byte_is_noticed() -> None:
    data = bytearray(zip_of(map_png(), method=zipfile.ZIP_STORED))
    data[data.find(b"IDAT") + 8] ^= 0xFF
    with pytest.raises(PanopticRefused, match="damaged"):
        read_masks_zip(bytes(data), SIZE)


def test_the_file_for_the_browser_is_laid_out_as_described() -> None:
    wire = to_wire(LabelMap(LABELS), picture())
    content, header = gzip.decompress(wire), header_of(wire)
    assert content[:4] == b"BSL1"
    (length,) = struct.unpack_from("<I", content, 4)
    assert header["size"] == [2, 3]
    assert [region["id"] for region in header["regions"]] == [1, 2, 3]
    assert header["regions"][1]["bbox"] == [0, 2, 2, 1]
    assert [region["colour"] for region in header["regions"]] == ["grey"] * 3
    assert len(header["merges"]) == 2
    assert length % 4 == 0
    runs = np.frombuffer(content[8 + length :], "<u2").reshape(-1, 2)
    assert runs.tolist() == [[1, 1], [2, 0], [1, 0], [3, 0], [2, 0]]


def test_the_file_for_the_browser_is_the_same_every_time() -> None:
    assert to_wire(LabelMap(LABELS), picture()) == to_wire(LabelMap(LABELS.copy()), picture())


@pytest.mark.parametrize("offset", [0, 400])
def test_the_map_comes_back_from_the_file(offset: int) -> None:
    labels = LABELS + np.uint16(offset) if offset else LABELS
    again = from_wire(to_wire(LabelMap(labels), picture())).array
    assert (again.dtype, again.tolist()) == (labels.dtype, labels.tolist())


def test_another_file_is_no_map() -> None:
    with pytest.raises(ValueError, match="no file of regions"):
        from_wire(gzip.compress(b"something else"))


def header_of(wire: bytes) -> dict[str, Any]:
    content = gzip.decompress(wire)
    (length,) = struct.unpack_from("<I", content, 4)
    return dict(json.loads(content[8 : 8 + length]))


def picture() -> bytes:
    return encode_image(Image.new("RGB", (3, 2), "grey"))


def positions(data: bytearray, mark: bytes) -> list[int]:
    return [at for at in range(len(data)) if data.startswith(mark, at)]


PARTS = LABELS.astype(np.uint16) + 299
CUP = FoundObject(9, 0.9, (300, 302))


def test_a_map_of_parts_says_what_they_make_up() -> None:
    found = read_parts(map_png(PARTS), (4, 6), [CUP, FoundObject(4, None, (301,))])
    assert (found.ids, found.array.shape) == ([300, 301, 302], (4, 6))
    assert found.objects == (CUP, FoundObject(4, None, (301,)))


def test_each_part_is_of_exactly_one_object_whatever_an_engine_says() -> None:
    twice = [CUP, FoundObject(5, 0.5, (302, 302, 999)), FoundObject(6, 0.5, (777,))]
    assert read_parts(map_png(PARTS), SIZE, twice).objects == (CUP, FoundObject(301, None, (301,)))


def test_parts_of_nothing_are_regions_as_any() -> None:
    assert read_parts(map_png(), SIZE, []).objects == ()


def test_a_broken_map_of_parts_is_refused_with_a_sentence() -> None:
    with pytest.raises(PanopticRefused, match="broken or incomplete"):
        read_parts(map_png()[:-30], SIZE, [])


def test_the_browsers_file_keeps_the_objects_and_older_ones_have_none() -> None:
    label_map = LabelMap(PARTS, (CUP, FoundObject(301, None, (301,))))
    wire = to_wire(label_map, picture())
    assert header_of(wire)["objects"][0] == {"id": 9, "score": 0.9, "parts": [300, 302]}
    assert from_wire(wire).objects == label_map.objects
    assert "objects" not in header_of(to_wire(LabelMap(LABELS), picture()))
    assert from_wire(to_wire(LabelMap(LABELS), picture())).objects == ()


def noise(side: int, ids: int) -> NDArray[np.uint16]:
    """A map in which regions lie in pieces of a pixel."""
    return np.random.default_rng(0).integers(1, ids + 1, (side, side)).astype(np.uint16)


def test_a_map_of_more_regions_than_anybody_can_choose_from_is_refused() -> None:
    many = np.arange(1, 4002, dtype=np.uint16)[None]
    with pytest.raises(PanopticRefused, match=r"names 4001 regions; the studio shows up to 4000"):
        read_parts(map_png(many), (1, 4001), [])
    assert len(read_parts(map_png(many[:, :4000]), (1, 4000), []).ids) == 4000


def test_noise_is_refused_by_its_pieces() -> None:
    with pytest.raises(PanopticRefused, match=r"lie in millions of pieces"):
        read_parts(map_png(noise(2100, 200)), (2100, 2100), [])
    with pytest.raises(PanopticRefused, match=r"lie in millions of pieces"):
        read_parts(map_png(noise(1000, 200)), (8000, 8000), [])


def test_a_map_that_claims_what_it_does_not_hold_is_broken() -> None:
    with pytest.raises(PanopticRefused, match="broken or incomplete"):
        read_parts(png_claiming(100_000, 600), SIZE, [])
