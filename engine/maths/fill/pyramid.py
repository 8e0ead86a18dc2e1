"""A picture with a hole, at halved and halved sizes, where known pixels never mix with those of the hole."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import distance_transform

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# A hole with more pixels than this is filled at half the size, and copied from the same places at full size.
MOST_PIXELS = 2_000_000


@dataclass(frozen=True)
class Level:
    """One size: ``picture`` (rows, columns, 3) uint8, ``hole`` and ``banned`` (rows, columns) bool."""

    picture: Picture
    hole: Mask
    banned: Mask

    def halve(self) -> Level:
        """The same at half the size, odd sides rounded up: means of known pixels; hole where most was hole.

        Where the hole has more than MOST_PIXELS, a pixel that held any of it is hole.
        """
        share = halve_plane((~self.hole).astype(np.uint8) * 255)
        picture = halve_plane(np.where(self.hole[..., None], np.uint8(0), self.picture)).astype(np.float32)
        picture *= (255 / np.maximum(share, 1).astype(np.float32))[..., None]
        banned = halve_plane(self.banned.astype(np.uint8) * 255) > 0
        hole = share < (255 if np.count_nonzero(self.hole) > MOST_PIXELS else 128)
        return Level(np.rint(picture).clip(0, 255).astype(np.uint8), hole, banned)


def build_pyramid(finest: Level, deepest: float, smallest: int) -> list[Level]:
    """The levels from fine to coarse, until the hole is at most ``deepest`` pixels deep or a side ``smallest``."""
    levels = [finest]
    depth = distance_transform(finest.hole).max()
    while depth > deepest and min(levels[-1].hole.shape) >= smallest:
        levels.append(levels[-1].halve())
        depth /= 2
    return levels


def halve_plane(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Means of 2 x 2 blocks; an odd last row or column is repeated."""
    rows, columns = plane.shape[:2]
    even = cv2.copyMakeBorder(plane, 0, rows % 2, 0, columns % 2, cv2.BORDER_REPLICATE)
    size = even.shape[1] // 2, even.shape[0] // 2
    return np.asarray(cv2.resize(even, size, interpolation=cv2.INTER_AREA), np.uint8)
