"""Pictures for journeys: samples enlarged, and one that is drawn, in which it is known what lies where."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from harness.processes import ROOT

SAMPLES = ROOT / "static" / "samples"
ROWS, COLUMNS = 400, 600
RED, BLACK = (0.11, 0.13), (0.89, 0.18)  # where the balls lie, as shares of width and height
BOX = (0.5, 0.6)
DUST = ((0.2, 0.25), (0.7, 0.3), (0.45, 0.8))  # from top to bottom


def meadow(folder: Path) -> Path:
    """A box on a meadow under the sky, and two balls that do not belong there."""
    down, across = np.mgrid[:ROWS, :COLUMNS]
    shade = 60 * down / ROWS
    pixels = np.stack([120 + shade, 160 + shade / 2, 220 - shade / 2], axis=-1)
    pixels[320:] = 90, 140, 70
    pixels[170:310, 250:350] = 180, 120, 60
    for (right, below), radius, colour in ((RED, 15, (200, 40, 30)), (BLACK, 18, (30, 30, 30))):
        pixels[(down - below * ROWS) ** 2 + (across - right * COLUMNS) ** 2 < radius**2] = colour
    path = folder / "Meadow.png"
    Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


def dusty(folder: Path) -> Path:
    """A plain sky with the noise of a camera, and three specks of dust on it, at ``DUST``."""
    down, across = np.mgrid[:ROWS, :COLUMNS]
    light = 150 + 60 * down / ROWS + np.random.default_rng(3).normal(0, 2, (ROWS, COLUMNS))
    for right, below in DUST:
        distance = np.hypot(across - right * COLUMNS, down - below * ROWS)
        light *= 1 - 0.45 * np.clip(7 - distance, 0, 1)
    path = folder / "Sky.png"
    Image.fromarray(np.stack([light - 30, light - 10, light + 20], axis=-1).clip(0, 255).astype(np.uint8)).save(path)
    return path


def large_photo(folder: Path) -> Path:
    """A photo of 3.8 megapixels, so that erasing takes long enough to be cancelled."""
    return enlarged_sample(folder / "large.jpg", "coffee", (2400, 1600))


def enlarged_sample(path: Path, sample: str, size: tuple[int, int]) -> Path:
    """A sample of the studio's, resized to (columns, rows) and saved at ``path``."""
    with Image.open(SAMPLES / f"{sample}.jpg") as image:
        image.resize(size).save(path)
    return path
