"""Colours and gradients as pixels.

Gradients are mixed in Oklab, where equal steps look equal and blue does not turn purple on its way to white.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import oklab_to_srgb, srgb_to_oklab

Colour = tuple[int, int, int]
Direction = Literal["vertical", "horizontal", "diagonal", "radial"]
Image = NDArray[np.uint8]

# Steps of a gradient: more than the eye or 8 bits can tell.
STEPS = 4096


@dataclass(frozen=True)
class Paint:
    """A colour, or a gradient through two colours and more; sRGB, 0 to 255.

    ``direction`` is that of the first colour to the last: down, to the right, down to the right, or outwards.
    """

    colours: tuple[Colour, ...]
    direction: Direction = "vertical"


def render_paint(paint: Paint, size: tuple[int, int]) -> Image:
    """A picture of ``size`` (rows, columns) in ``paint``, RGB uint8."""
    if len(paint.colours) == 1:
        return np.full((*size, 3), paint.colours[0], np.uint8)
    steps = np.rint(gradient_position(paint.direction, size) * (STEPS - 1)).astype(np.uint16)
    return np.ascontiguousarray(np.broadcast_to(colour_ramp(paint.colours)[steps], (*size, 3)))


def gradient_position(direction: Direction, size: tuple[int, int]) -> NDArray[np.float32]:
    """How far each pixel is from the first colour to the last, 0 to 1; it broadcasts to ``size``."""
    down, right = (np.linspace(0, 1, side, dtype=np.float32) for side in size)
    if direction == "vertical":
        return down[:, None]
    if direction == "horizontal":
        return right[None, :]
    if direction == "diagonal":
        return np.asarray((down[:, None] + right[None, :]) / 2, np.float32)
    return np.asarray(np.hypot(down[:, None] - 0.5, right[None, :] - 0.5) / 0.5**0.5, np.float32)


def colour_ramp(colours: tuple[Colour, ...]) -> Image:
    """STEPS colours (steps, 3) uint8 from the first of ``colours`` to the last, evenly spaced in Oklab."""
    stops = srgb_to_oklab(np.array(colours, np.float64))
    places = np.linspace(0, len(colours) - 1, STEPS)
    channels = [np.interp(places, np.arange(len(colours)), stops[:, channel]) for channel in range(3)]
    return oklab_to_srgb(np.stack(channels, axis=-1))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """``first`` with ``share`` of ``second``, mixed in Oklab."""
    start, end = srgb_to_oklab(np.array([first, second], np.float64))
    red, green, blue = oklab_to_srgb(start + share * (end - start)).tolist()
    return red, green, blue
