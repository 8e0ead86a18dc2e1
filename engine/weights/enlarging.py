"""By which methods a picture is enlarged, where the installation's weights may do it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.maths.jpeg_traces import has_jpeg_traces
from engine.operations.increase_resolution import BACK_PROJECTION, Method
from engine.weights import waifu2x

Image = NDArray[np.uint8]


def choose_methods(folder: Path, image: Image, factor: int, *, fast: bool) -> tuple[Method, ...]:
    """The method of each doubling on the way to ``factor`` (2 or 4) times the sides of ``image``, RGB.

    The networks in ``folder``, as long as what is doubled is no larger than they take; the engine's own method beyond,
    and where it is to be ``fast`` or the weights are missing. The first network is chosen by what ``image`` is. The
    second is the one that keeps traces of JPEG down, whatever it is: it is no worse for clean photos (over the other,
    +0.05 dB at four times the sides) and keeps what the first one sharpened from being sharpened twice.
    """
    sizes = [4**number * image.shape[0] * image.shape[1] for number in range(factor // 2)]
    if fast or sizes[0] > waifu2x.MOST_PIXELS or not waifu2x.are_installed(folder):
        return (BACK_PROJECTION,) * len(sizes)
    names = (waifu2x.JPEG if has_jpeg_traces(image) else waifu2x.CLEAN, waifu2x.JPEG)
    return tuple(
        photo_method(folder, name) if size <= waifu2x.MOST_PIXELS else BACK_PROJECTION
        for name, size in zip(names, sizes, strict=False)
    )


def photo_method(folder: Path, name: str) -> Method:
    """Doubling by the network for photos called ``name``."""
    double = waifu2x.open_doubler(folder, name)
    return Method("waifu2x", double, waifu2x.TILE, waifu2x.MARGIN, waifu2x.COST)
