"""Erasing against OpenCV's Telea: texture of the fill, time, and memory; and expanding against erasing.

Pictures are scikit-image's bundled ones. An object of one picture is pasted on another at 48 places, erased again, and
the fill compared with the picture it was pasted on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import skimage
from numpy.typing import NDArray
from skimage import data, io

from benchmarks.figures import Figure, figure, median_seconds, peak_memory, quotient
from engine.maths.fill.canvas import Canvas
from engine.operations.erase import Image, Mask, erase, grow
from engine.operations.expand import expand

PLACES_PER_PLATE = 6
# Objects to paste: picture and box (top, left, rows, columns): the spoon, the cat's eye, the shuttle's tank.
OBJECTS = (("coffee", 250, 325, 78, 85), ("chelsea", 80, 130, 70, 85), ("astronaut", 340, 130, 80, 80))
PLATES = ("coffee", "astronaut", "chelsea", "rocket", "motorcycle", "grass", "gravel", "brick")
TELEA_RADIUS = 5
EXPANDED_SIDE = 5000  # pixels


@dataclass(frozen=True)
class Removal:
    """A picture with something pasted on it, the mask over that, and the picture without it."""

    picture: Image
    mask: Mask
    truth: Image


@figure("erase_texture", target=">= 2.5")
def erase_texture() -> Figure:
    """Mean closeness of the fill's texture to the truth's over 48 removals, over Telea's."""
    ours, telea = [], []
    for case in removals():
        ours.append(texture_closeness(erase(case.picture, case.mask), case))
        telea.append(texture_closeness(inpaint_telea(case.picture, case.mask), case))
    return quotient("erase_texture", float(np.mean(ours)), "closeness", "cv2.INPAINT_TELEA", float(np.mean(telea)))


@figure("erase_time", target="<= 10")
def erase_time() -> Figure:
    """Seconds for a hole of 5 % in 4 MP, over Telea's on the crop that the hole needs."""
    picture, mask = large_case(4_000_000)
    window = surroundings(mask)
    crop, hole = np.ascontiguousarray(picture[window]), np.ascontiguousarray(mask[window])
    ours = median_seconds(lambda: erase(picture, mask), repeats=3)
    telea = median_seconds(lambda: inpaint_telea(crop, hole), repeats=3)
    return quotient("erase_time", ours, "s", "cv2.INPAINT_TELEA", telea)


@figure("erase_memory", target="<= 600 MB")
def erase_memory() -> Figure:
    """Peak resident memory of a fresh process that erases a hole of 5 % in 12 MP."""
    peak = peak_memory("import benchmarks.erase as b; b.erase(*b.large_case(12_000_000))")
    return Figure("erase_memory", peak / 1024 / 1000, "MB")


@figure("expand_time", target="<= 1")
def expand_time() -> Figure:
    """Seconds per new megapixel, 4 MP in the middle of 5000 x 5000, over erase's per erased one at 4 MP."""
    picture, mask = large_case(4_000_000)
    rows, columns = mask.shape
    side = EXPANDED_SIDE
    canvas = Canvas((side, side), (rows, columns), ((side - rows) // 2, (side - columns) // 2))
    subject = mask.astype(np.uint8) * np.uint8(255)
    ours = median_seconds(lambda: expand(picture, canvas, subject=subject), repeats=1)
    peer = median_seconds(lambda: erase(picture, mask), repeats=3)
    new = side * side - rows * columns
    return quotient("expand_time", ours / new * 1e6, "s/MP", "engine's erase", peer / mask.sum() * 1e6)


def removals() -> Iterator[Removal]:
    """Three objects, twice each, on each of the eight plates, at places drawn once and for all."""
    draw = np.random.default_rng(3)
    for plate in PLATES:
        truth = load(plate)
        for place in range(PLACES_PER_PLATE):
            name, top, left, rows, columns = OBJECTS[place % len(OBJECTS)]
            item = load(name)[top : top + rows, left : left + columns]
            row = int(draw.integers(5, truth.shape[0] - rows - 5))
            column = int(draw.integers(5, truth.shape[1] - columns - 5))
            yield pasted(truth, item, row, column)


def pasted(truth: Image, item: Image, row: int, column: int) -> Removal:
    """``item``, cut to an ellipse, on ``truth`` at (row, column); the mask is two pixels wider than it."""
    rows, columns = item.shape[:2]
    ellipse = np.zeros((rows, columns), np.uint8)
    cv2.ellipse(ellipse, (columns // 2, rows // 2), (columns // 2 - 2, rows // 2 - 2), 0, 0, 360, 1, -1)
    shape = np.zeros(truth.shape[:2], bool)
    shape[row : row + rows, column : column + columns] = ellipse > 0
    picture = truth.copy()
    picture[shape] = item[ellipse > 0]
    return Removal(picture, grow(shape, 2), truth)


def load(name: str) -> Image:
    """A bundled picture as RGB."""
    if name == "motorcycle":
        picture = io.imread(Path(skimage.__file__).parent / "data" / "motorcycle_left.png")
    else:
        picture = getattr(data, name)()
    return np.ascontiguousarray(picture[..., :3] if picture.ndim == 3 else np.dstack([picture] * 3))


def large_case(pixels: int) -> tuple[Image, Mask]:
    """The coffee picture enlarged to ``pixels``, with grain, and a wavy disc over 5 % of it."""
    small = load("coffee")
    scale = (pixels / (small.shape[0] * small.shape[1])) ** 0.5
    picture = cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_LANCZOS4)
    draw = np.random.default_rng(0)
    for row in picture:
        row[:] = (row + draw.normal(0, 2, (len(row), 1))).clip(0, 255)
    rows, columns = picture.shape[:2]
    angle = np.linspace(0, 2 * np.pi, 100)
    radius = (0.05 * rows * columns / np.pi) ** 0.5 * (1 + 0.15 * np.sin(3 * angle))
    outline = np.c_[columns * 0.72 + radius * np.cos(angle), rows * 0.6 + radius * np.sin(angle)].astype(np.int32)
    mask = cv2.fillPoly(np.zeros((rows, columns), np.uint8), [outline], 1)
    return np.asarray(picture, np.uint8), np.asarray(mask > 0)


def surroundings(mask: Mask) -> tuple[slice, slice]:
    """The mask's box with 0.6 of its longer side around it."""
    left, top, columns, rows = cv2.boundingRect(mask.astype(np.uint8))
    margin = int(0.6 * max(rows, columns))
    return slice(max(0, top - margin), top + rows + margin), slice(max(0, left - margin), left + columns + margin)


def inpaint_telea(picture: Image, mask: Mask) -> Image:
    """The peer: fast marching by A. Telea, 2004, as OpenCV has it."""
    return np.asarray(cv2.inpaint(picture, mask.astype(np.uint8), TELEA_RADIUS, cv2.INPAINT_TELEA), np.uint8)


def texture_closeness(result: Image, case: Removal) -> float:
    """min(e, 1 / e), e = Laplacian energy in the hole over that of the truth: 1 is as textured as the truth."""
    inner = cv2.erode(case.mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ratio = laplacian_energy(result, inner) / max(0.5, laplacian_energy(case.truth, inner))
    return min(ratio, 1 / max(ratio, 1e-6))


def laplacian_energy(picture: Image, where: NDArray[np.bool_]) -> float:
    """Mean absolute Laplacian of the grey picture over ``where``."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[where].mean())
