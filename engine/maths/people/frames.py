"""The upright frame of a face, in which every part of it is measured, and patches of the picture resampled into it.

The frame's unit is the distance between the pupils, its origin the point midway between them, ``right`` runs along the
eyes (to the right in the picture) and ``down`` towards the chin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import Level, gaussian_blur

# One place, or as many as an array holds.
Place = TypeVar("Place", float, NDArray[np.float64])


@dataclass(frozen=True)
class Frame:
    """An upright frame: ``row`` and ``column`` of its origin, the direction (row, column) of ``right``, its unit."""

    row: float
    column: float
    right: tuple[float, float]
    unit: float

    def point(self, right: Place, down: Place) -> tuple[Place, Place]:
        """(row, column) in the picture of a place given in units."""
        along_row, along_column = self.right
        row = self.row + self.unit * (right * along_row + down * along_column)
        column = self.column + self.unit * (right * along_column - down * along_row)
        return row, column

    def units(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places (n, 2), row and column in the picture, as (right, down) in units."""
        along_row, along_column = self.right
        off = points - np.array([self.row, self.column])
        turned = off @ np.array([[along_row, along_column], [along_column, -along_row]])
        return np.asarray(turned / self.unit, np.float64)

    def within(self, row: float, column: float, scale: float = 1.0) -> Frame:
        """The same frame seen from a crop that starts at (row, column) and is resized by ``scale``."""
        return Frame((self.row - row) * scale, (self.column - column) * scale, self.right, self.unit * scale)


@dataclass(frozen=True)
class Patch:
    """A rectangle of a frame, in units, sampled at ``density`` samples a unit."""

    frame: Frame
    top: float
    bottom: float
    half_width: float
    density: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of a sampled patch."""
        return round((self.bottom - self.top) * self.density), round(2 * self.half_width * self.density)

    @property
    def transform(self) -> NDArray[np.float64]:
        """The 2x3 affine matrix from (x, y) in the patch to (x, y) in the picture, OpenCV's order."""
        along_row, along_column = self.frame.right
        step = self.frame.unit / self.density
        row, column = self.frame.point(-self.half_width, self.top)
        across, along = along_column * step, along_row * step
        return np.array([[across, -along, column], [along, across, row]])

    def sample(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture resampled into the patch; outside the picture its border is repeated."""
        rows, columns = self.shape
        smooth = anti_alias(image, self.frame.unit / self.density)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size, border = (columns, rows), cv2.BORDER_REPLICATE
        return np.asarray(cv2.warpAffine(smooth, self.transform, size, flags=flags, borderMode=border), np.uint8)

    def sample_mask(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """A mask of the picture resampled into the patch; zero outside the picture."""
        rows, columns = self.shape
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        smooth = anti_alias(values, self.frame.unit / self.density)
        return np.asarray(cv2.warpAffine(smooth, self.transform, (columns, rows), flags=flags), np.float32)

    def paint_back(self, values: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.float32]:
        """Values of the patch (rows, columns) brought back into a picture of ``shape``; zero outside the patch."""
        shrinkage = self.density / self.frame.unit
        smooth = gaussian_blur(values, 0.45 * shrinkage) if shrinkage > 1.5 else values
        return np.asarray(cv2.warpAffine(smooth, self.transform, shape[::-1], flags=cv2.INTER_LINEAR), np.float32)

    def bounds(self, shape: tuple[int, int]) -> tuple[slice, slice]:
        """Rows and columns of a picture of ``shape`` that hold the whole patch."""
        corners = [
            self.frame.point(right, down)
            for right in (-self.half_width, self.half_width)
            for down in (self.top, self.bottom)
        ]
        (top, left), (bottom, end) = np.min(corners, axis=0), np.max(corners, axis=0)
        return (
            slice(max(0, int(top)), min(shape[0], int(bottom) + 2)),
            slice(max(0, int(left)), min(shape[1], int(end) + 2)),
        )

    def to_patch(self, right: Place, down: Place) -> tuple[Place, Place]:
        """(row, column) in the patch of a place of the frame given in units."""
        return (down - self.top) * self.density, (right + self.half_width) * self.density

    def to_frame(self, row: float, column: float) -> tuple[float, float]:
        """(right, down) in units of a place in the patch."""
        return column / self.density - self.half_width, row / self.density + self.top


def patch_coordinates(patch: Patch) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(right, down) in units of every sample of a patch, float32."""
    rows, columns = np.indices(patch.shape, np.float32)
    return columns / patch.density - patch.half_width, rows / patch.density + patch.top


def blob(patch: Patch, right: float, down: float, width: float, height: float) -> NDArray[np.float32]:
    """A Gaussian bump of height 1 around a place, with these deviations, all in units."""
    across, along = patch_coordinates(patch)
    distance = ((across - right) / width) ** 2 + ((along - down) / height) ** 2
    return np.exp(-distance / 2).astype(np.float32)


def anti_alias(image: NDArray[Level], shrinkage: float) -> NDArray[Level]:
    """The picture blurred as much as sampling it ``shrinkage`` times more coarsely asks for."""
    if shrinkage < 1.5:
        return image
    return gaussian_blur(image, 0.45 * shrinkage)
