"""The zip of masks."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from engine.operations import archive
from harness.images import Pixels
from tests.engine.api.conftest import members


@pytest.fixture
def labels() -> Pixels:
    return np.array([[1, 1, 0, 0], [1, 3, 3, 0], [3, 3, 3, 200]], np.uint8)


def test_it_holds_the_map_and_a_mask_per_id_in_order(labels: Pixels) -> None:
    files = members(archive.pack(labels, "cafe"))
    assert list(files) == ["cafe_panoptic.png", "cafe_1.png", "cafe_3.png", "cafe_200.png"]
    assert np.array_equal(files["cafe_panoptic.png"], labels)
    for mask_id in (1, 3, 200):
        assert np.array_equal(files[f"cafe_{mask_id}.png"], np.where(labels == mask_id, 255, 0))


def test_files_are_grey_of_8_bits(labels: Pixels) -> None:
    with zipfile.ZipFile(io.BytesIO(archive.pack(labels, "cafe"))) as folder:
        for name in folder.namelist():
            assert Image.open(folder.open(name)).mode == "L"


def test_the_same_labels_give_the_same_bytes(labels: Pixels) -> None:
    assert archive.pack(labels, "cafe") == archive.pack(labels.copy(), "cafe")


@pytest.mark.parametrize("start", [0, 1, 7, 300, 1000])
@pytest.mark.parametrize("height", [1, 5, 24])
def test_a_mask_anywhere_between_black_rows_can_be_read(start: int, height: int) -> None:
    labels = np.zeros((1024, 300), np.uint8)
    labels[start : start + height, 20:90] = 1
    mask = members(archive.pack(labels, "cafe"))["cafe_1.png"]
    assert np.array_equal(mask, labels * 255)


def test_a_picture_without_masks_has_a_map() -> None:
    assert list(members(archive.pack(np.zeros((2, 2), np.uint8), "cafe"))) == ["cafe_panoptic.png"]
