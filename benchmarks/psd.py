"""Layered PSD: whether two programs read back what was written, and how long writing takes."""

from __future__ import annotations

import functools
import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from psd_tools import PSDImage

from benchmarks.composites import Mask, Picture, bundled
from benchmarks.figures import Figure, figure, median_seconds, quotient
from engine.operations.image_to_psd import Layer, layered_psd

SIDE = 2000  # pixels
OBJECTS = 8  # with background and foreground, ten layers
NOISE = 2.0  # grey levels of grain: an enlarged picture alone compresses like no photo

Box = tuple[int, int, int, int]  # left, top, right, bottom
Layers = list[tuple[str, Box, NDArray[np.uint8]]]  # name, where, RGBA


@figure("psd", "exact (0)")
def psd() -> Figure:
    """Layers of ten, read with psd-tools and with Pillow, of which name, box, alpha or a pixel is not what it was."""
    file = layered_psd(*parts())
    wanted = expected()
    wrong = sum(mismatches(read(file), wanted) for read in (with_psd_tools, with_pillow))
    return Figure("psd", wrong, "layers")


@figure("psd_time", "≤ 0.3")
def psd_time() -> Figure:
    """Seconds to write the ten layers, over psd-tools' document of the same layers."""
    ours = median_seconds(lambda: layered_psd(*parts()), repeats=3)
    peer = median_seconds(lambda: with_document(expected()), repeats=1)
    return quotient("psd_time", ours, "s", "psd-tools PSDImage.save", peer)


@functools.cache
def parts() -> tuple[Picture, Picture, NDArray[np.uint8], list[Layer]]:
    """A picture of four megapixels with grain, a background, a soft foreground, and eight discs as objects."""
    large = cv2.resize(bundled("astronaut"), (SIDE, SIDE), interpolation=cv2.INTER_LANCZOS4)
    grain = np.random.default_rng(0).normal(0, NOISE, large.shape)
    image = np.rint(large + grain).clip(0, 255).astype(np.uint8)
    background = np.ascontiguousarray(image[::-1])
    hard = disc(SIDE // 2, SIDE // 2, SIDE // 3) * np.uint8(255)
    alpha = np.asarray(cv2.GaussianBlur(hard, (0, 0), SIDE / 200), np.uint8)
    step = SIDE // OBJECTS
    objects = [Layer(f"Object {n + 1}", disc(step // 2 + n * step, SIDE // 3, step // 2)) for n in range(OBJECTS)]
    return image, background, alpha, objects


def disc(column: int, row: int, radius: int) -> Mask:
    """A disc in a mask of the picture's size."""
    return cv2.circle(np.zeros((SIDE, SIDE), np.uint8), (column, row), radius, 1, cv2.FILLED) > 0


def expected() -> Layers:
    """What a reader should find, made without the code that is measured."""
    image, background, alpha, objects = parts()
    found = [whole("Background", background, np.full_like(alpha, 255)), whole("Foreground", image, alpha)]
    found += [whole(layer.name, image, layer.mask.astype(np.uint8) * 255) for layer in objects]
    return found


def whole(name: str, colours: Picture, alpha: NDArray[np.uint8]) -> tuple[str, Box, NDArray[np.uint8]]:
    """One layer cut to what can be seen of it."""
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    left, top, right, bottom = (int(side) for side in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
    pixels = np.dstack((colours, alpha))[top:bottom, left:right]
    return name, (left, top, right, bottom), pixels


def mismatches(found: Layers, wanted: Layers) -> int:
    """How many of ``wanted`` were not found as they should be; colours count where they can be seen."""
    return abs(len(found) - len(wanted)) + sum(not same(*pair) for pair in zip(found, wanted, strict=False))


def same(found: tuple[str, Box, NDArray[np.uint8]], wanted: tuple[str, Box, NDArray[np.uint8]]) -> bool:
    """Whether two layers agree in name, box, alpha and visible pixels."""
    if found[:2] != wanted[:2] or found[2].shape != wanted[2].shape:
        return False
    visible = wanted[2][..., 3] > 0
    return np.array_equal(found[2][..., 3], wanted[2][..., 3]) and np.array_equal(found[2][visible], wanted[2][visible])


def with_psd_tools(file: bytes) -> Layers:
    """The layers as psd-tools reads them."""
    return [(layer.name, layer.bbox, np.asarray(layer.topil())) for layer in PSDImage.open(io.BytesIO(file))]


def with_pillow(file: bytes) -> Layers:
    """The layers as Pillow reads them, each on a canvas of the document's size."""
    found: Layers = []
    with Image.open(io.BytesIO(file)) as document:
        for number, (name, _, box, _) in enumerate(document.layers, start=1):  # type: ignore[attr-defined]
            document.frame = 0  # type: ignore[attr-defined]  # it takes the merged picture for layer 1
            document.seek(number)
            left, top, right, bottom = box
            found.append((name, box, np.array(document)[top:bottom, left:right]))
    return found


def with_document(layers: Layers) -> bytes:
    """The peer: psd-tools' own way to make a document of ``layers``."""
    document = PSDImage.frompil(Image.fromarray(layers[0][2]))
    for name, (left, top, _, _), pixels in layers:
        document.create_pixel_layer(Image.fromarray(pixels), name=name, top=top, left=left)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
