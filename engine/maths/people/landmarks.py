"""The eyes of a face and the upright frame they span, in which every other part is measured.

The frame's unit is the distance between the pupils, its origin the point midway between them, ``right`` runs along the
eyes (to the right in the picture) and ``down`` towards the chin. An upright patch is the picture resampled into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import grey
from engine.maths.filters import gaussian_blur
from engine.maths.people.faces import Face

# Eye positions as shares of the face box (rows down, columns from the left), for an eye that was not seen.
USUAL_EYES = ((0.39, 0.31), (0.39, 0.69))
# Pupil distance as a share of the box width; others are mistaken finds.
USUAL_DISTANCE = (0.26, 0.56)
# Share of the box width around a found eye in which the pupil is sought.
PUPIL_REACH = 0.06
# Grey levels over the darkest point that still belong to the pupil.
PUPIL_CONTRAST = 12.0


# One place, or as many as an array holds.
Place = TypeVar("Place", float, NDArray[np.float64])


@dataclass(frozen=True)
class Frame:
    """An upright frame: ``row`` and ``column`` of its origin, the direction (row, column) of ``right``, its unit."""

    row: float
    column: float
    right: tuple[float, float]
    unit: float

    def point(self, right: float, down: float) -> tuple[float, float]:
        """(row, column) in the picture of a place given in units."""
        along_row, along_column = self.right
        row = self.row + self.unit * (right * along_row + down * along_column)
        column = self.column + self.unit * (right * along_column - down * along_row)
        return row, column

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


def anti_alias(image: NDArray[np.uint8], shrinkage: float) -> NDArray[np.uint8]:
    """The picture blurred as much as sampling it ``shrinkage`` times more coarsely asks for."""
    if shrinkage < 1.5:
        return image
    return gaussian_blur(image, 0.45 * shrinkage)


def find_frame(image: NDArray[np.uint8], face: Face) -> Frame:
    """The frame of a face in the picture (rows, columns, 3) uint8 in which it was found."""
    left, right = find_pupils(image, face)
    between = np.subtract(right, left)
    distance = float(np.hypot(*between))
    middle = np.add(left, right) / 2
    along = between / distance
    return Frame(float(middle[0]), float(middle[1]), (float(along[0]), float(along[1])), distance)


def find_pupils(image: NDArray[np.uint8], face: Face) -> tuple[tuple[float, float], tuple[float, float]]:
    """(row, column) of both pupils; where an eye was not seen, its usual place in the box level with the other one."""
    box = face.box
    (row, left_column), (_, right_column) = USUAL_EYES
    seen = next((eye for eye in (face.left_eye, face.right_eye) if eye), None)
    level = seen[0] if seen else box.row + row * box.height
    usual = ((level, box.column + left_column * box.width), (level, box.column + right_column * box.width))
    if not face.shows_both_eyes:
        return usual
    found = tuple(refine_pupil(image, eye, box.width) for eye in (face.left_eye, face.right_eye) if eye)
    least, most = USUAL_DISTANCE
    distance = np.hypot(*np.subtract(found[0], found[1])) / box.width
    return (found[0], found[1]) if least < distance < most else usual


def refine_pupil(image: NDArray[np.uint8], eye: tuple[float, float], face_width: float) -> tuple[float, float]:
    """The eye's position moved to the dark blob of its pupil."""
    reach = max(3, round(face_width * PUPIL_REACH))
    top, left = (max(0, round(place) - reach) for place in eye)
    window = grey(np.ascontiguousarray(image[top : top + 2 * reach + 1, left : left + 2 * reach + 1]))
    dark = gaussian_blur(window.astype(np.float32), face_width * 0.02)
    rows, columns = np.mgrid[: window.shape[0], : window.shape[1]] + np.array([top, left])[:, None, None]
    near = np.exp(-((rows - eye[0]) ** 2 + (columns - eye[1]) ** 2) / (2 * (0.6 * reach) ** 2))
    weight = near * np.exp(-(dark - dark.min()) / PUPIL_CONTRAST)
    return float(np.average(rows, weights=weight)), float(np.average(columns, weights=weight))
