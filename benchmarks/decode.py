"""decode, decode_naive: a panoptic zip of 4000 x 3000 pixels and 86 regions into the look-up that the editor uses."""

from __future__ import annotations

import functools
import io
import statistics
import time
import zipfile
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.figures import Figure, figure, quotient
from editor.imaging import panoptic
from harness.images import png

ROWS, COLUMNS, REGIONS = 3000, 4000, 86
VISUAL = "92bf8ce17584de82"
SHRINK = 4  # the outlines are drawn at a quarter of the size, then roughened at full size
WAVES = ((10, 20.0), (40, 6.0), (120, 3.0))  # of the outlines: waves down the picture, height in small pixels
ROUGHNESS = (500, 2.0)  # the same at full size


@figure("decode", "<= 1.25")
def decode() -> Figure:
    """Zip to look-up, over Pillow's bare decode of the panoptic PNG inside."""
    panoptic_png = png(scene())
    ours, peer = by_turns(look_up, lambda: Image.open(io.BytesIO(panoptic_png)).load(), 31)
    return quotient("decode", ours, "s", "Pillow load", peer)


@figure("decode_naive", ">= 40")
def decode_naive() -> Figure:
    """Every mask read into an array, as an editor without the panoptic map would, over ours."""
    naive, ours = by_turns(read_masks, look_up, 3)
    return quotient("decode_naive", naive, "s", "ours", ours)


def by_turns(one: Callable[[], object], other: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Median seconds of both, run in turns after one run each, so that a busy machine slows both alike."""
    one(), other()
    pairs = [(seconds(one), seconds(other)) for _ in range(repeats)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def look_up() -> object:
    """Zip to look-up as the editor does it."""
    return panoptic.read_masks_zip(masks_zip(), (ROWS, COLUMNS)).regions


def read_masks() -> list[NDArray[np.bool_]]:
    """Zip to masks, one file after the other."""
    with zipfile.ZipFile(io.BytesIO(masks_zip())) as archive:
        names = [name for name in archive.namelist() if not name.endswith("_panoptic.png")]
        return [np.asarray(Image.open(io.BytesIO(archive.read(name)))) == 255 for name in names]


@functools.cache
def masks_zip() -> bytes:
    """The zip as the service sends it."""
    labels = scene()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # PNG is packed already
        archive.writestr(f"{VISUAL}_panoptic.png", png(labels))
        for number in range(1, REGIONS + 1):
            archive.writestr(f"{VISUAL}_{number}.png", png((labels == number) * np.uint8(255)))
    return target.getvalue()


@functools.cache
def scene() -> NDArray[np.uint8]:
    """A label map as segmentation leaves it: 86 regions with wavy, slightly rough outlines (about 68,000 runs)."""
    random = np.random.default_rng(0)
    size = (ROWS // SHRINK, COLUMNS // SHRINK)
    rows, columns = (grid + sum(waves(random, count, size, height) for count, height in WAVES) for grid in grids(size))
    nearest, labels = np.full(size, np.inf, np.float32), np.zeros(size, np.uint8)
    for number, (row, column) in enumerate(random.uniform(0, size, (REGIONS, 2)), start=1):
        distance = (rows - row) ** 2 + (columns - column) ** 2
        labels[distance < nearest] = number
        np.minimum(nearest, distance, out=nearest)
    rough = (grid + waves(random, ROUGHNESS[0], (ROWS, COLUMNS), ROUGHNESS[1]) for grid in grids((ROWS, COLUMNS)))
    places = (np.clip(at / SHRINK, 0, most - 1).astype(np.intp) for at, most in zip(rough, size, strict=True))
    return labels[tuple(places)]


def grids(size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The row numbers as a column, the column numbers as a row."""
    return np.arange(size[0], dtype=np.float32)[:, None], np.arange(size[1], dtype=np.float32)[None]


def waves(random: np.random.Generator, count: int, size: tuple[int, int], height: float) -> NDArray[np.float32]:
    """Smooth noise with ``count`` waves down the picture."""
    coarse = random.normal(size=(count, count * size[1] // size[0])).astype(np.float32)
    smooth = Image.fromarray(coarse).resize((size[1], size[0]), Image.Resampling.BICUBIC)
    return np.asarray(smooth) * np.float32(height)
