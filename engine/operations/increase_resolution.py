"""Increase resolution: twice or four times the sides, doubling by doubling.

How colours are doubled is a ``Method``. The engine's own, ``BACK_PROJECTION``, invents no detail: an enlarged picture
is made to give the small one again when it is made small (Irani and Peleg, "Improving resolution by image
registration", CVGIP 53, 1991); in between, steps are smoothed out of its edges, and in the end no pixel leaves the
range of the small pixels around it, so that no edge gets a halo.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.edge_flow import Floats, edge_flow, smooth_along
from engine.maths.filters import bilateral_blur
from engine.maths.progress import Progress, ignore, sub_progress
from engine.maths.transparency import bleed_colours

Image = NDArray[np.uint8]

FACTORS = (2, 4)
# How much picture around a tile (pixels) its pixels depend on. Lanczos reaches 4 pixels, finding edges 3, each of two
# rounds 2 for smoothing and 3 for projecting back, the last round 4.
MARGIN = 24
TILE = 256  # pixels
# Bilateral clean-up: window (pixels), sigma in grey levels and in pixels of the enlarged picture.
CLEAN_UP = (5, 60.0, 1.0)
# Grey levels by which a colour may leave the range of the 3x3 small pixels around it.
SLACK = 4.0
AROUND = np.ones((3, 3), np.uint8)

Window = tuple[slice, slice]


@dataclass(frozen=True)
class Method:
    """A way to double colours, tile by tile of ``tile`` pixels a side.

    ``double`` is given RGB (rows + 2 * margin, columns + 2 * margin, 3) float32 of 0..255, and returns its inner part
    at twice its size. ``cost`` is its time for a pixel, over that of BACK_PROJECTION.
    """

    name: str
    double: Callable[[Floats], Floats]
    tile: int
    margin: int
    cost: float = 1.0


def increase_resolution(
    image: Image, factor: int, *, methods: Sequence[Method] = (), progress: Progress | None = None
) -> Image:
    """``image`` with its sides ``factor`` (2 or 4) times as long.

    ``image`` is RGB or RGBA, not premultiplied, (rows, columns, 3 or 4) uint8; so is the result. Fully opaque and fully
    transparent areas stay so, and colours hidden by transparency do not show at their edges. The picture is worked on
    in tiles: memory is the result and a little more. ``methods`` double one after the other; where there are less than
    doublings, BACK_PROJECTION does the rest. ``progress`` is told the finished fraction and may raise to stop.

    Raises ValueError where ``factor`` is another one or ``image`` is no such picture.
    """
    if factor not in FACTORS:
        raise ValueError(f"A picture can be enlarged 2 or 4 times, not {factor}.")
    if image.ndim != 3 or image.shape[2] not in (3, 4) or 0 in image.shape:
        raise ValueError(f"A picture is (rows, columns, 3 or 4), not {image.shape}.")
    if image.shape[2] == 4:
        image = np.dstack((bleed_colours(image[..., :3], image[..., 3]), image[..., 3]))
    doublings = FACTORS.index(factor) + 1
    steps = (*methods, *(BACK_PROJECTION for _ in range(doublings)))[:doublings]
    costs = [method.cost * 4**number for number, method in enumerate(steps)]
    for number, method in enumerate(steps):
        start, share = sum(costs[:number]) / sum(costs), costs[number] / sum(costs)
        image = double(image, method, sub_progress(progress or ignore, start, share))
    return image


def double(image: Image, method: Method, tell: Progress) -> Image:
    """``image`` (rows, columns, 3 or 4) uint8 at twice its size, tile by tile; ``tell`` hears of each."""
    rows, columns, channels = image.shape
    result = np.empty((2 * rows, 2 * columns, channels), np.uint8)
    windows = list(tiles(rows, columns, method.tile))
    for done, window in enumerate(windows, start=1):
        outer = tuple(slice(2 * part.start, 2 * part.stop) for part in window)
        result[outer] = double_tile(cut(image, window, method.margin), method)
        tell(done / len(windows))
    return result


def tiles(rows: int, columns: int, side: int) -> Iterator[Window]:
    """Windows of ``side`` pixels and less that cover a picture once."""
    for row, column in itertools.product(range(0, rows, side), range(0, columns, side)):
        yield slice(row, min(row + side, rows)), slice(column, min(column + side, columns))


def cut(image: Image, window: Window, margin: int) -> Image:
    """``window`` of ``image`` and ``margin`` pixels around it; beyond the picture its border goes on."""
    wide = tuple(slice(max(0, part.start - margin), part.stop + margin) for part in window)
    missing = [
        (max(0, margin - part.start), max(0, part.stop + margin - side))
        for part, side in zip(window, image.shape, strict=False)
    ]
    border = (*missing[0], *missing[1], cv2.BORDER_REPLICATE)
    return np.asarray(cv2.copyMakeBorder(image[wide], *border), np.uint8)


def double_tile(tile: Image, method: Method) -> Image:
    """``tile``, RGB or RGBA, without the margin of ``method``, at twice its size."""
    if tile.shape[2] == 3:
        return round_to_levels(method.double(tile.astype(np.float32)))
    alpha = double_alpha(tile[..., 3].astype(np.float32), method.margin)
    return np.dstack((round_to_levels(method.double(tile[..., :3].astype(np.float32))), alpha))


def double_alpha(alpha: Floats, margin: int) -> Image:
    """``alpha``, float32 of 0..255, without its ``margin``, at twice its size."""
    larger = clamp_to_neighbours(scale_by(alpha, 2, cv2.INTER_CUBIC), alpha, 0)
    return round_to_levels(cut_margin(larger, 2 * margin))


def project_colours(tile: Floats) -> Floats:
    """What BACK_PROJECTION makes of RGB float32 of 0..255, see ``Method``."""
    return cut_margin(double_colours(tile), 2 * MARGIN)


def cut_margin(values: Floats, margin: int) -> Floats:
    """``values`` without ``margin`` rows and columns at each side."""
    return values[margin:-margin, margin:-margin]


def double_colours(small: Floats) -> Floats:
    """RGB (rows, columns, 3) float32 of 0..255 at twice its size."""
    large = scale_by(small, 2, cv2.INTER_LANCZOS4)
    edges = edge_flow(large)
    for _ in range(2):
        large = project_back(smooth_along(large, edges), small)
    return clamp_to_neighbours(project_back(smooth_noise(large), small), small, SLACK)


def smooth_noise(picture: Floats) -> Floats:
    """``picture`` without its noise."""
    return bilateral_blur(picture, *CLEAN_UP)


def project_back(large: Floats, small: Floats) -> Floats:
    """``large`` corrected by what it lacks to give ``small`` when made small."""
    missing = small - scale_by(large, 0.5, cv2.INTER_AREA)
    return large + scale_by(missing, 2, cv2.INTER_CUBIC)


def clamp_to_neighbours(large: Floats, small: Floats, slack: float) -> Floats:
    """``large`` cut to the least and the most of the 3x3 pixels of ``small`` around each place, and ``slack`` more."""
    least = scale_by(cv2.erode(small, AROUND) - slack, 2, cv2.INTER_NEAREST)
    most = scale_by(cv2.dilate(small, AROUND) + slack, 2, cv2.INTER_NEAREST)
    return np.minimum(np.maximum(large, least), most)


def scale_by(picture: Floats, factor: float, method: int) -> Floats:
    """``picture`` with its sides ``factor`` times as long."""
    rows, columns = picture.shape[:2]
    return np.asarray(
        cv2.resize(picture, (int(columns * factor), int(rows * factor)), interpolation=method), np.float32
    )


def round_to_levels(picture: Floats) -> Image:
    """``picture``, grey levels float32, rounded and clipped to uint8."""
    return np.rint(picture).clip(0, 255).astype(np.uint8)


BACK_PROJECTION = Method("back-projection", project_colours, TILE, MARGIN)
