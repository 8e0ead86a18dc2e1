"""Packshot: a product by itself in the middle of a plain frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from engine.maths.cast_shadows import Coverage, Ellipse, ellipse_shadow, ground_shadow
from engine.maths.colour_spaces import linear_to_srgb, srgb_to_linear
from engine.maths.compositing import composite, darken_below
from engine.operations.crop_foreground import FAINTEST, Box, foreground_box

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Colour = tuple[int, int, int]
ShadowKind = Literal["none", "regular", "float"]

BLACK: Colour = (0, 0, 0)
LEVELS: Floats = srgb_to_linear(np.linspace(0, 1, 256, dtype=np.float32))  # the light of each level
# A shadow below a floating product: its width and the gap above it over the product's, its height and its blur over
# its width, and how dark it is; set by eye.
FLOAT_WIDTH, FLOAT_GAP, FLOAT_HEIGHT, FLOAT_BLUR, FLOAT_DARKNESS = 0.75, 0.02, 0.045, 0.06, 0.5


@dataclass(frozen=True)
class Frame:
    """What a packshot is to be: rows and columns, and the ``share`` (0 to 1) of the frame that the product takes up.

    ``background`` is None for none.
    """

    rows: int
    columns: int
    share: float
    background: Colour | None = (255, 255, 255)
    shadow: ShadowKind = "none"


def packshot(cutout: Image, frame: Frame) -> tuple[Image, float]:
    """``cutout`` RGBA (rows, columns, 4) uint8 in its ``frame``, and how many times as long its sides became.

    The smallest box around what shows is centred, and the nearer two of its sides are ``share`` of the frame's apart.
    The result is RGB uint8 on a background, RGBA without. It is exactly the background outside the product's edge and
    its shadow.

    Raises ValueError where nothing shows.
    """
    box = foreground_box(cutout[..., 3])
    size, scale = fit(box, frame)
    product = resample(cutout[box.row : box.row + box.rows, box.column : box.column + box.columns], size)
    placed = place(product, frame)
    shadowed = darken_below(placed, cast(placed[..., 3], frame.shadow), BLACK)
    return (shadowed if frame.background is None else flatten(shadowed, frame.background)), scale


def fit(box: Box, frame: Frame) -> tuple[tuple[int, int], float]:
    """Rows and columns of the product in the frame, and its scale."""
    scale = frame.share * min(frame.rows / box.rows, frame.columns / box.columns)
    rows = min(frame.rows, max(1, math.ceil(round(box.rows * scale, 6))))
    columns = min(frame.columns, max(1, math.ceil(round(box.columns * scale, 6))))
    return (rows, columns), scale


def resample(cutout: Image, size: tuple[int, int]) -> Image:
    """``cutout`` RGBA at another ``size`` (rows, columns) by a Lanczos filter, in linear light weighted by alpha.

    What is too faint to be the product's is left out.
    """
    if cutout.shape[:2] == size:
        return np.where(cutout[..., 3:] > FAINTEST, cutout, np.uint8(0))
    alpha = np.where(cutout[..., 3] > FAINTEST, cutout[..., 3], 0).astype(np.float32) / np.float32(255)
    opacity = resize_plane(alpha, size).clip(0, 1)
    shown = np.rint(opacity * 255).astype(np.uint8)
    shown[shown <= FAINTEST] = 0
    light = [resize_plane(LEVELS[cutout[..., channel]] * alpha, size) for channel in range(3)]
    colours = linear_to_srgb(np.dstack(light) / np.maximum(opacity, 1 / 255)[..., None])
    return np.dstack((np.where(shown[..., None] > 0, colours, np.uint8(0)), shown))


def resize_plane(plane: Floats, size: tuple[int, int]) -> Floats:
    """One channel at another ``size`` (rows, columns)."""
    resized = Pillow.fromarray(plane).resize(size[::-1], Pillow.Resampling.LANCZOS)
    return np.asarray(resized, np.float32)


def place(product: Image, frame: Frame) -> Image:
    """``product`` RGBA in the middle of an empty frame."""
    rows, columns = product.shape[:2]
    top, left = (frame.rows - rows) // 2, (frame.columns - columns) // 2
    canvas = np.zeros((frame.rows, frame.columns, 4), np.uint8)
    canvas[top : top + rows, left : left + columns] = product
    return canvas


def cast(alpha: NDArray[np.uint8], kind: ShadowKind) -> Coverage:
    """The shadow of the product in its frame."""
    if kind == "regular":
        return ground_shadow(alpha)
    if kind == "float":
        return floating_shadow(alpha)
    return np.zeros(alpha.shape, np.float32)


def floating_shadow(alpha: NDArray[np.uint8]) -> Coverage:
    """A soft ellipse a little below the product."""
    box = foreground_box(alpha)
    width = FLOAT_WIDTH * box.columns
    height = max(1.0, FLOAT_HEIGHT * width)
    row = box.row + box.rows + FLOAT_GAP * box.columns + height / 2
    ellipse = Ellipse(row, box.column + box.columns / 2, height, width)
    rows, columns = alpha.shape
    return FLOAT_DARKNESS * ellipse_shadow((rows, columns), ellipse, FLOAT_BLUR * width)


def flatten(picture: Image, background: Colour) -> Image:
    """``picture`` RGBA over one colour."""
    behind = np.broadcast_to(np.array(background, np.uint8), (*picture.shape[:2], 3))
    return composite(picture[..., :3], picture[..., 3], behind)
