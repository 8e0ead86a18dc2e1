"""Whether a picture was a JPEG file once."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.maths.jpeg_traces import cosines, has_jpeg_traces

Image = NDArray[np.uint8]


def clean() -> Image:
    """A photo that was made smaller, so that nothing of an earlier file is left."""
    return np.asarray(cv2.resize(data.astronaut(), (256, 256), interpolation=cv2.INTER_AREA), np.uint8)


def saved(picture: Image, quality: int) -> Image:
    """``picture`` as a JPEG file of that quality keeps it."""
    _, content = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


@pytest.mark.parametrize("quality", [50, 75, 90, 97])
def test_a_jpeg_is_known_by_its_pixels(quality: int) -> None:
    assert has_jpeg_traces(saved(clean(), quality))


@pytest.mark.parametrize(("row", "column"), [(1, 0), (3, 5), (7, 7)])
def test_it_is_known_when_it_was_cropped(row: int, column: int) -> None:
    assert has_jpeg_traces(saved(clean(), 85)[row:, column:])


def test_a_picture_that_never_was_one_is_none() -> None:
    assert not has_jpeg_traces(clean())


def test_a_scaled_one_is_none_any_more() -> None:
    assert not has_jpeg_traces(np.asarray(cv2.resize(saved(clean(), 85), (200, 200)), np.uint8))


@pytest.mark.parametrize("shape", [(1, 1, 3), (31, 500, 3), (64, 64, 3)])
def test_flat_and_small_pictures_are_none(shape: tuple[int, ...]) -> None:
    assert not has_jpeg_traces(np.full(shape, 90, np.uint8))


def test_noise_is_none() -> None:
    assert not has_jpeg_traces(np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8))


def test_the_transform_keeps_lengths() -> None:
    assert np.allclose(cosines() @ cosines().T, np.eye(8), atol=1e-6)
