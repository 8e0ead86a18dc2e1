"""Where a picture lies on the larger canvas it is expanded to."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Size = tuple[int, int]
Window = tuple[slice, slice]
Image = NDArray[np.uint8]

# Bria's limit: 5000 x 5000 (docs.bria.ai).
MOST_PIXELS = 25_000_000
# Columns over rows, by the names they are asked for with.
RATIOS = {
    "1:1": 1 / 1,
    "2:3": 2 / 3,
    "3:2": 3 / 2,
    "3:4": 3 / 4,
    "4:3": 4 / 3,
    "4:5": 4 / 5,
    "5:4": 5 / 4,
    "9:16": 9 / 16,
    "16:9": 16 / 9,
}
LEAST_RATIO, MOST_RATIO = 0.5, 3.0


@dataclass(frozen=True)
class Canvas:
    """Sizes are (rows, columns); the picture is scaled to ``original_size`` and put with its upper left corner at
    ``original_location`` (row, column), which may be negative: what lies outside is cut off.

    Raises ValueError for a size that is empty or too large, and where nothing of the picture would be seen.
    """

    size: Size
    original_size: Size
    original_location: Size

    def __post_init__(self) -> None:
        if min(*self.size, *self.original_size) < 1:
            raise ValueError("The canvas and the picture on it have at least one pixel each way.")
        for rows, columns in (self.size, self.original_size):
            if rows * columns > MOST_PIXELS:
                raise ValueError(f"{columns} × {rows} is more than {MOST_PIXELS:,} pixels.")
        if any(part.start >= part.stop for part in self.window):
            raise ValueError("The picture lies outside the canvas.")

    @property
    def window(self) -> Window:
        """Where the picture is seen on the canvas."""
        rows, columns = (
            slice(max(0, start), min(whole, start + side))
            for whole, side, start in zip(self.size, self.original_size, self.original_location, strict=True)
        )
        return rows, columns

    @property
    def crop(self) -> Window:
        """What is seen of the scaled picture."""
        rows, columns = (
            slice(part.start - start, part.stop - start)
            for part, start in zip(self.window, self.original_location, strict=True)
        )
        return rows, columns


def resize_to(image: Image, size: Size) -> Image:
    """``image`` at ``size`` (rows, columns); the same where that is its own."""
    if image.shape[:2] == size:
        return image
    method = cv2.INTER_AREA if size[0] < image.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size[::-1], interpolation=method), np.uint8)


def canvas_for_ratio(size: Size, ratio: float) -> Canvas:
    """The smallest canvas of ``ratio``, columns over rows, with a picture of ``size`` (rows, columns) in its middle.

    A picture within a pixel of that ratio is its own canvas. Where the canvas would be too large the picture is
    scaled down. Raises ValueError for a ratio outside LEAST_RATIO to MOST_RATIO.
    """
    if not LEAST_RATIO <= ratio <= MOST_RATIO:
        raise ValueError(f"The aspect ratio is from {LEAST_RATIO} to {MOST_RATIO}.")
    rows, columns = size
    wanted = max(rows, round(columns / ratio)), max(columns, round(rows * ratio))
    if wanted[0] - rows <= 1 and wanted[1] - columns <= 1:
        return Canvas(size, size, (0, 0))
    scale = min(1.0, (MOST_PIXELS / (wanted[0] * wanted[1])) ** 0.5)
    whole = int(wanted[0] * scale), int(wanted[1] * scale)
    small = max(1, min(whole[0], round(rows * scale))), max(1, min(whole[1], round(columns * scale)))
    return Canvas(whole, small, ((whole[0] - small[0]) // 2, (whole[1] - small[1]) // 2))
