"""Faces found by YuNet, one of the networks that come with the installation, run by OpenCV's own reader of its maps.

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
from engine.maths.people.faces import Box
from engine.weights import bundled
from engine.weights.errors import WeightsError
from engine.weights.face_detection import SAME, DetectedFace
from engine.weights.signatures import NUMBERS

# Pixels of the longer side at which faces are looked for, and of the least side the network can be run on.
SIDE, LEAST_SIDE = 640, 16
# Pixels: the largest of the steps in which the network looks.
GRID = 32
# From this score on a find is a face: dogs, cats and lions reach 0.80 on photos, faces of a useful size 0.91 and more.
SURE = 0.88
# Most finds that are compared with each other.
MOST = 5000


class YuNet:
    """The network in ``folder``, opened at its first look; one serves all threads of a process, one at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._detector: Any = None

    def __call__(self, image: NDArray[np.uint8]) -> tuple[DetectedFace, ...]:
        """The faces of ``image``, RGB (rows, columns, 3) uint8, from left to right.

        Raises:
            WeightsError: the file is missing, damaged, or no network that OpenCV can run.
        """
        scale = min(1.0, SIDE / max(image.shape[:2]))
        if scale * min(image.shape[:2]) < LEAST_SIDE:
            return ()
        small = shrink(image, scale) if scale < 1 else image
        rows = self._look(pad_to_grid(small[..., ::-1]))
        faces = (decode_row(row, 1 / scale) for row in rows)
        return tuple(sorted(faces, key=lambda face: (face.box.column, face.box.row)))

    def _look(self, bgr: NDArray[np.uint8]) -> NDArray[np.float32]:
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
            self._detector = cv2.FaceDetectorYN.create("onnx", content, nothing, (SIDE, SIDE), SURE, SAME, MOST)
        return self._detector


def pad_to_grid(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
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
