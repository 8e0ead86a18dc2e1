"""Faces and five points in each from a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.people.faces import Box, Face, face_of_points
from engine.weights.models import Model, Tensor
from engine.weights.signatures import NUMBERS, STRIDES
from engine.weights.tensors import Floats, Image, Letterbox, letterbox, picture_tensor

# Of two boxes with this intersection over union the less certain one goes.
SAME = 0.3


@dataclass(frozen=True)
class DetectedFace:
    """A face: its box in pixels, how sure the model is (0..1), and five (row, column) pairs.

    The points are, as seen by the person: right eye, left eye, tip of the nose, right and left corner of the mouth. In
    an upright picture the right eye is the one further left.
    """

    box: Box
    points: tuple[tuple[float, float], ...]
    score: float


@dataclass(frozen=True)
class FaceDetector:
    """Finds faces with ``model``, which gives rows of numbers or YuNet's maps; see ``__call__``."""

    model: Model

    def __call__(self, image: Image) -> tuple[DetectedFace, ...]:
        """The faces of ``image``, RGB (rows, columns, 3) uint8, from left to right.

        Raises:
            WeightsError: the model does not do what its description says.
        """
        spec = self.model.spec
        frame = letterbox(image.shape, self.model)
        found = self.model.run(picture_tensor(frame.fit(image), spec, self.model.inputs[0]))
        rows = yunet_rows(found, self.model.size) if spec.decode == "yunet" else found[0].reshape(-1, NUMBERS)
        rows = rows[rows[:, -1] >= spec.threshold].astype(np.float32)
        chosen = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, -1].tolist(), spec.threshold, SAME)
        faces = [decode_face(rows[int(number)], frame) for number in chosen]
        return tuple(sorted(faces, key=lambda face: (face.box.column, face.box.row)))


def yunet_rows(found: list[Tensor], size: tuple[int, int]) -> Floats:
    """YuNet's maps as one row per place: left, top, width, height, five points (x, y), score.

    Source: Wu, Peng, Yu, "YuNet: a tiny millisecond-level face detector", Machine Intelligence Research 20, 2023; and
    OpenCV's FaceDetectorYN, which reads the same maps.
    """
    maps = [found[level :: len(STRIDES)] for level in range(len(STRIDES))]
    return np.concatenate(
        [yunet_map(one, stride, size[1] // stride) for one, stride in zip(maps, STRIDES, strict=True)]
    )


def yunet_map(found: list[Tensor], stride: int, columns: int) -> Floats:
    """The rows of one map, of places ``stride`` pixels apart, ``columns`` in a line."""
    classes, objects, boxes, points = (values[0] for values in found)
    number = np.arange(len(boxes))
    place = np.stack((number % columns, number // columns), axis=1)
    middle, sides = (boxes[:, :2] + place) * stride, np.exp(boxes[:, 2:]) * stride
    five = (points.reshape(-1, 5, 2) + place[:, None]) * stride
    score = np.sqrt(classes.clip(0, 1) * objects.clip(0, 1))
    return np.hstack((middle - sides / 2, sides, five.reshape(-1, 10), score.reshape(-1, 1))).astype(np.float32)


def decode_face(row: NDArray[np.float32], frame: Letterbox) -> DetectedFace:
    """One row, in pixels of the picture."""
    # x and y as the model has them, to row and column.
    (top, left), (height, width) = (frame.to_picture(row[start : start + 2][::-1]) for start in (0, 2))
    points = frame.to_picture(row[4:14].reshape(5, 2)[:, ::-1])
    return DetectedFace(
        Box(float(top), float(left), float(height), float(width)),
        tuple((float(point[0]), float(point[1])) for point in points),
        float(row[14]),
    )


def to_face(found: DetectedFace) -> Face:
    """A face as the engine's own finder has it; without eyes where the points are no face's."""
    right_eye, left_eye, _, *corners = found.points
    return face_of_points(found.box, right_eye, left_eye, mean_point(corners))


def mean_point(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The middle of ``points``."""
    row, column = np.mean(points, axis=0)
    return float(row), float(column)
