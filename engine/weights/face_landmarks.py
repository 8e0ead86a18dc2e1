"""Landmarks of faces and irises, placed by MediaPipe's networks, which come with the installation.

Source: Kartynnik, Ablavatski, Grishchenko and Grundmann, "Real-time facial surface geometry from monocular video on
mobile GPUs", CVPR workshops 2019; Ablavatski and others, "Real-time pupil tracking from monocular video", ibid. 2020.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.maths.people.face_mesh import COUNT, LEFT_LIDS, RIGHT_LIDS, FaceMesh, Points
from engine.maths.people.faces import Face
from engine.maths.people.frames import Frame, Patch
from engine.weights.networks import Network, open_tflite

Image = NDArray[np.uint8]

# The outputs that are read, of the several that the graphs have.
MESH, IRIS = "conv2d_21", "output_iris"
# Pixels: the sides of what the networks look at.
FACE_SIDE, EYE_SIDE = 192, 64
# Sides of the square that is looked at: over that of a face's box, over the landmarks' extent, over an eye's width.
BOX_MARGIN, MARGIN, EYE_MARGIN = 1.75, 1.5, 2.3
# Looks until the square lies level around the landmarks.
SETTLING = 3
# Looks whose mean the landmarks are: shares of the square by which it is moved down and to the right, and its size.
LOOKS = ((0.0, 0.0, 1.0), (0.03, -0.03, 1.08), (-0.03, 0.03, 0.94))


class FaceLandmarks:
    """The networks in ``folder``, opened at their first look."""

    def __init__(self, folder: Path) -> None:
        self.mesh = Network(folder, "face_landmark", open_tflite)
        self.iris = Network(folder, "iris_landmark", open_tflite)

    def __call__(self, image: Image, face: Face) -> FaceMesh:
        """The landmarks of ``face`` in the picture (rows, columns, 3) uint8 in which it was found.

        Raises:
            WeightsError: a file is missing, damaged, or no network that OpenCV can run.
        """
        box = face.box
        square = Frame(box.row + box.height / 2, box.column + box.width / 2, (0.0, 1.0), BOX_MARGIN * box.width)
        for _ in range(SETTLING):
            square = surround(self._look(image, square))
        looks = np.array([self._look(image, move(square, *by)) for by in LOOKS])
        mean = looks.mean(0)
        found = FaceMesh(mean[:, :2], mean[:, 2])
        spread = float(np.sqrt(((looks - mean)[..., :2] ** 2).sum(-1).mean()))
        left, right = found.lids
        irises = [self._look_at_eye(image, left, is_left=True), self._look_at_eye(image, right, is_left=False)]
        return replace(found, irises=np.array(irises), doubt=spread / found.frame.unit)

    def _look(self, image: Image, square: Frame) -> Points:
        """The landmarks (468, 3) as row, column and depth in pixels, seen in a square of one unit around a frame."""
        tensor = sample(image, square, FACE_SIDE)
        found = self.mesh.run(tensor, [MESH])[0].reshape(COUNT, 3).astype(np.float64)
        places = to_picture(found[:, :2] / FACE_SIDE, square)
        return np.column_stack([places, found[:, 2] / FACE_SIDE * square.unit])

    def _look_at_eye(self, image: Image, lids: Points, *, is_left: bool) -> Points:
        """The iris (5, 2) between the ``lids``: its middle and four places on its rim.

        The network knows the right eye of the picture; the left one is shown to it as a mirror would.
        """
        square = surround(lids, EYE_MARGIN)
        tensor = sample(image, square, EYE_SIDE)
        found = self.iris.run(np.flip(tensor, 3) if is_left else tensor, [IRIS])[0].reshape(5, 3)[:, :2] / EYE_SIDE
        return to_picture(np.abs(np.array([is_left, 0]) - found), square)


def sample(image: Image, square: Frame, side: int) -> NDArray[np.float32]:
    """What a network sees of the square of one unit around a frame: (1, 3, side, side), 0 to 1."""
    seen = Patch(square, -0.5, 0.5, 0.5, side).sample(image)
    return np.asarray((seen / np.float32(255)).transpose(2, 0, 1)[None], np.float32)


def to_picture(places: Points, square: Frame) -> Points:
    """Row and column in the picture of ``places`` (n, 2), x and y as shares of the square."""
    rows, columns = square.point(places[:, 0] - 0.5, places[:, 1] - 0.5)
    return np.column_stack([rows, columns])


def surround(points: Points, margin: float = MARGIN) -> Frame:
    """The square around landmarks or around lids (n, 2 or 3), level with them: a frame whose unit is its side."""
    along = level(points)
    down = np.array([along[1], -along[0]])
    across = points[:, :2] @ np.column_stack([along, down])
    low, high = across.min(0), across.max(0)
    row, column = np.column_stack([along, down]) @ ((low + high) / 2)
    return Frame(float(row), float(column), (float(along[0]), float(along[1])), float(margin * (high - low).max()))


def level(points: Points) -> Points:
    """The direction (row, column) from the outer corner of the left eye to that of the right one, or of one eye."""
    ends = (LEFT_LIDS[0], RIGHT_LIDS[8]) if len(points) == COUNT else (0, 8)
    along = points[ends[1], :2] - points[ends[0], :2]
    return np.asarray(along / max(float(np.hypot(*along)), 1e-6), np.float64)


def move(square: Frame, down: float, right: float, size: float) -> Frame:
    """The square moved by shares of its side, and resized."""
    row, column = square.point(right, down)
    return Frame(row, column, square.right, square.unit * size)
