"""Small pictures for the engine."""

from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from harness.images import Pixels, png


@pytest.fixture(scope="session")
def scene() -> Pixels:
    """A grey wall with a red box: 64 rows, 96 columns."""
    noise = np.random.default_rng(0).integers(-6, 7, (64, 96, 1))
    pixels = (np.full((64, 96, 3), 128) + noise).astype(np.uint8)
    pixels[20:44, 30:60] = (200, 30, 30)
    return pixels


@pytest.fixture(scope="session")
def photo(scene: Pixels) -> bytes:
    return png(scene)


@pytest.fixture(scope="session")
def portrait() -> bytes:
    """A person looking into the camera, 256 by 256 pixels."""
    return png(np.ascontiguousarray(data.astronaut()[:256, 100:356]))


@pytest.fixture(scope="session")
def still() -> Pixels:
    """A red ball before a grey wall, 220 by 240 pixels."""
    noise = np.random.default_rng(0).integers(-6, 7, (220, 240, 1))
    pixels = (np.full((220, 240, 3), 150) + noise).astype(np.uint8)
    rows, columns = np.ogrid[:220, :240]
    pixels[(rows - 110) ** 2 + (columns - 120) ** 2 < 60**2] = (200, 30, 30)
    return pixels
