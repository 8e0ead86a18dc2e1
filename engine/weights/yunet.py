"""Faces found by YuNet, one of the networks that come with the installation, run by OpenCV's own reader of its maps.

A face of a few pixels looks to it like much else, so small finds that it is not sure of are looked at again, nearer.

Source: Wu, Peng and Yu, "YuNet: a tiny millisecond-level face detector", Machine Intelligence Research 20, 2023.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import shrink
from engine.maths.people.faces import Box, box_overlap
from engine.weights import bundled
from engine.weights.errors import WeightsError
from engine.weights.face_detection import SAME, DetectedFace
from engine.weights.signatures import NUMBERS

Image = NDArray[np.uint8]

# Pixels of the longer side at which faces are looked for, and of the least side the network can be run on.
SIDE, LEAST_SIDE = 640, 16
# Pixels: the largest of the steps in which the network looks.
GRID = 32
# From this score on a find is a face: dogs, cats and lions reach 0.80 on photos, faces of a useful size 0.91 and more.
SURE = 0.88
# From this score on, and up to this width in pixels at first sight, a find may be a face: nearly all from 9 pixels on.
PERHAPS, SMALL = 0.5, 32
# How much around such a find is looked at, in its sides; at how many pixels; and at how many finds, the surest.
AROUND, NEAR_SIDE, MOST_LOOKS = 4.0, 256, 200
# Most finds that are compared with each other.
MOST = 5000


class YuNet:
    """The network in ``folder``, opened at its first look; one serves all threads of a process, one at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._detector: Any = None

    def __call__(self, image: Image) -> tuple[DetectedFace, ...]:
        """The faces of ``image``, RGB (rows, columns, 3) uint8, from left to right.

        Raises:
            WeightsError: the file is missing, damaged, or no network that OpenCV can run.
        """
        seen = self._look(image, SIDE)
        faces = [face for face in seen if face.score >= SURE]
        small = SMALL * max(1.0, max(image.shape[:2]) / SIDE)
        unsure = [face for face in seen if face.score < SURE and face.box.width < small]
        if max(image.shape[:2]) > SIDE:
            for face in sorted(unsure, key=lambda face: -face.score)[:MOST_LOOKS]:
                faces += self._look_nearer(image, face.box)
        return tuple(sorted(drop_less_sure(faces), key=lambda face: (face.box.column, face.box.row)))

    def _look_nearer(self, image: Image, box: Box) -> list[DetectedFace]:
        """The face that is seen in the middle of the surroundings of a box, if it is one."""
        reach = AROUND * max(box.height, box.width) / 2
        row, column = box.row + box.height / 2, box.column + box.width / 2
        top, left = max(0, round(row - reach)), max(0, round(column - reach))
        window = np.ascontiguousarray(image[top : round(row + reach), left : round(column + reach)])
        faces = (shift(face, top, left) for face in self._look(window, NEAR_SIDE, enlarge=True))
        return [face for face in faces if face.score >= SURE and box_overlap(face.box, box) > SAME]

    def _look(self, image: Image, side: int, *, enlarge: bool = False) -> list[DetectedFace]:
        """All finds in a picture, its longer side brought to at most ``side`` pixels, or enlarged to it."""
        scale = side / max(image.shape[:2])
        scale = scale if enlarge else min(1.0, scale)
        if scale * min(image.shape[:2]) < LEAST_SIDE:
            return []
        seen = shrink(image, scale) if scale < 1 else resize(image, scale)
        return [decode_row(row, 1 / scale) for row in self._run(pad_to_grid(seen[..., ::-1]))]

    def _run(self, bgr: Image) -> NDArray[np.float32]:
        """The finds (faces, 15): left, top, width, height, five points (x, y), score."""
        with self._lock:
            try:
                detector = self._opened()
                detector.setInputSize(bgr.shape[1::-1])
                _, found = detector.detect(bgr)
            except cv2.error as error:
                raise WeightsError(f"yunet in {self.folder} cannot be run: {error.err}") from error
        return np.zeros((0, NUMBERS), np.float32) if found is None else np.asarray(found, np.float32)

    def _opened(self) -> Any:
        if self._detector is None:
            content = np.frombuffer(bundled.read(self.folder, "yunet"), np.uint8)
            nothing = np.zeros(0, np.uint8)
            self._detector = cv2.FaceDetectorYN.create("onnx", content, nothing, (SIDE, SIDE), PERHAPS, SAME, MOST)
        return self._detector


def resize(image: Image, scale: float) -> Image:
    """The picture enlarged by ``scale``, 1 or more."""
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR), np.uint8)


def pad_to_grid(picture: Image) -> Image:
    """The picture on black, its sides multiples of GRID; not the least multiple, on which OpenCV's reader sees what is
    left in memory."""
    rows, columns = (max(2 * GRID, -(-side // GRID) * GRID) for side in picture.shape[:2])
    padded = np.zeros((rows, columns, 3), np.uint8)
    padded[: picture.shape[0], : picture.shape[1]] = picture
    return padded


def decode_row(row: NDArray[np.float32], scale: float) -> DetectedFace:
    """One find, in pixels of a picture that is ``scale`` times as large."""
    left, top, width, height = (scale * float(number) for number in row[:4])
    points = tuple((scale * float(y), scale * float(x)) for x, y in row[4:14].reshape(5, 2))
    return DetectedFace(Box(top, left, height, width), points, float(row[14]))


def shift(face: DetectedFace, row: float, column: float) -> DetectedFace:
    """A face seen in a window that starts at (row, column)."""
    box = Box(face.box.row + row, face.box.column + column, face.box.height, face.box.width)
    return DetectedFace(box, tuple((y + row, x + column) for y, x in face.points), face.score)


def drop_less_sure(faces: list[DetectedFace]) -> list[DetectedFace]:
    """Of faces in one place, the surest."""
    kept: list[DetectedFace] = []
    for face in sorted(faces, key=lambda face: -face.score):
        if all(box_overlap(face.box, other.box) <= SAME for other in kept):
            kept.append(face)
    return kept
