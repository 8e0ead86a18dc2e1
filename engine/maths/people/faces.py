"""Faces: their boxes and eyes, and OpenCV's Viola-Jones cascades, which find frontal ones without any weights.

A cascade alone takes a wheel or a helmet for a face now and then. A find is kept when both eyes are seen in it, or one
eye while two face cascades agree: no false face remained on the photos this was tuned on.

Source: Viola and Jones, "Rapid object detection using a boosted cascade of simple features", CVPR 2001.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import grey
from engine.maths.filters import shrink
from engine.maths.people.face_mesh import FaceMesh

# Where the wheels of OpenCV carry them; the type stubs do not know cv2.data.
CASCADES = Path(cv2.__file__).parent / "data"
# Pixels. More resolution finds more false faces than true ones.
FIRST_PASS = 300_000
# Pixels. Small faces in large pictures; finds must show both eyes.
SECOND_PASS = 2_000_000
# Pixels. Below this a face has too little detail to change.
SMALLEST_FACE = 48
# Pixels. The window of the cascades is 20 wide; 24 leaves out the noisiest scale.
SMALLEST_WINDOW = 24
# Pixels of the window in which eyes are sought: the upper 60 % of the face box, enlarged.
EYE_WINDOW = (120, 200)
# A box as the cascades draw it, in units of the distance of the eyes, or from the eyes down to the mouth where a turned
# head shows the eyes closer together: its side, and how far its middle lies below the eyes.
BOX_SIDE, BOX_DROP = 2.4, 0.26
# How far down the mouth is, in the same units, at least: less, and the points are no face's.
LEAST_DROP = 0.35
# Intersection over union from which two boxes are one face.
SAME_FACE = 0.3


# (row, column) in pixels.
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels of the full picture."""

    row: float
    column: float
    height: float
    width: float

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.height * self.width


@dataclass(frozen=True)
class Face:
    """A face and where its eyes were seen: (row, column) pairs; None for an eye not seen.

    The left eye is the one that is further left when the face is upright. ``mesh`` holds the landmarks, where they were
    placed.
    """

    box: Box
    left_eye: Point | None
    right_eye: Point | None
    mesh: FaceMesh | None = None

    @property
    def eyes_seen(self) -> int:
        """In how many halves of the face, 0 to 2, the eye cascades saw an eye."""
        return (self.left_eye is not None) + (self.right_eye is not None)

    @property
    def shows_both_eyes(self) -> bool:
        """True when an eye was seen in each half."""
        return self.eyes_seen == 2


def find_faces(image: NDArray[np.uint8]) -> tuple[Face, ...]:
    """The frontal faces of an RGB picture (rows, columns, 3) uint8 of any size, left to right."""
    luma = grey(image)
    found = first_pass(luma)
    if luma.size > 2 * FIRST_PASS:
        found += second_pass(luma)
    return tuple(sorted(drop_overlapping(found), key=lambda face: (face.box.column, face.box.row)))


def first_pass(luma: NDArray[np.uint8]) -> list[Face]:
    """Faces of all sizes, sought at low resolution by two cascades: each sees some that the other misses."""
    one, other = (detect(luma, f"haarcascade_frontalface_{name}", FIRST_PASS) for name in ("alt", "alt2"))
    agreed = [box for box in one if any(box_overlap(box, second) > SAME_FACE for second in other)]
    faces = [look_for_eyes(luma, box) for box in one + other]
    return [face for face in faces if face.eyes_seen == 2 or (face.eyes_seen == 1 and face.box in agreed)]


def second_pass(luma: NDArray[np.uint8]) -> list[Face]:
    """Faces too small for the first pass, sought at higher resolution; they must show both eyes."""
    largest = 2 * SMALLEST_WINDOW / shrink_scale(luma, FIRST_PASS)
    boxes = detect(luma, "haarcascade_frontalface_alt", SECOND_PASS, largest)
    return [face for face in (look_for_eyes(luma, box) for box in boxes) if face.shows_both_eyes]


def detect(luma: NDArray[np.uint8], cascade_name: str, pixels: int, largest: float | None = None) -> list[Box]:
    """Boxes in which the named cascade sees something, the picture shrunk to at most ``pixels``."""
    scale = shrink_scale(luma, pixels)
    small = shrink(luma, scale) if scale < 1 else luma
    if min(small.shape) < SMALLEST_WINDOW:
        return []
    least = max(SMALLEST_WINDOW, round(SMALLEST_FACE * scale))
    most = round(largest * scale) if largest else 0
    found = load_cascade(cascade_name).detectMultiScale(small, 1.1, 4, minSize=(least, least), maxSize=(most, most))
    return [Box(*(float(place) / scale for place in (y, x, h, w))) for x, y, w, h in found]


def shrink_scale(luma: NDArray[np.uint8], pixels: int) -> float:
    """Factor (at most 1) by which both sides shrink for the picture to have at most ``pixels``."""
    return float(min(1.0, (pixels / luma.size) ** 0.5))


_loaded = threading.local()


def load_cascade(name: str) -> cv2.CascadeClassifier:
    """OpenCV's bundled cascade of that name, loaded once per thread: a classifier is not safe to share."""
    classifiers: dict[str, cv2.CascadeClassifier] = _loaded.__dict__
    if name not in classifiers:
        classifier = cv2.CascadeClassifier(str(CASCADES / f"{name}.xml"))
        # The 5.x wheels of OpenCV load nothing without a word.
        assert not classifier.empty(), f"OpenCV carries no {name}.xml"
        classifiers[name] = classifier
    return classifiers[name]


def look_for_eyes(luma: NDArray[np.uint8], box: Box) -> Face:
    """A face with the eyes that the eye cascades see in the upper part of its box."""
    rows, columns = EYE_WINDOW
    window = crop_eye_window(luma, box)
    seen = [
        (box.row + (y + h / 2) * box.width / columns, box.column + (x + w / 2) * box.width / columns)
        for name in ("haarcascade_eye_tree_eyeglasses", "haarcascade_eye")
        for x, y, w, h in load_cascade(name).detectMultiScale(window, 1.05, 4, minSize=(rows // 4, rows // 4))
    ]
    middle = box.column + box.width / 2
    left, right = ([eye for eye in seen if (eye[1] < middle) == is_left] for is_left in (True, False))
    return Face(box, median_point(left), median_point(right))


def face_of_points(box: Box, left_eye: Point, right_eye: Point, mouth: Point) -> Face:
    """A face whose eyes and middle of the mouth are known, with a box as the cascades draw it.

    Without eyes, and with the ``box`` in which it was found, where the mouth is not below them.
    """
    eyes, mouth_middle = np.array([left_eye, right_eye]), np.array(mouth)
    along = eyes[1] - eyes[0]
    middle = eyes.mean(0)
    down = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-6)
    drop = float((mouth_middle - middle) @ down)
    unit = max(float(np.hypot(*along)), drop)
    if drop <= LEAST_DROP * unit:
        return Face(box, None, None)
    # A turned head lies farther to the side than its eyes: where the finder's own box has its middle.
    centre = middle + BOX_DROP * unit * down
    off = (np.array([box.row + box.height / 2, box.column + box.width / 2]) - centre) / 2
    side = float(BOX_SIDE * unit)
    row, column = centre + off - (off @ down) * down - side / 2
    return Face(Box(float(row), float(column), side, side), left_eye, right_eye)


def crop_eye_window(luma: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """The upper 60 % of a box, brought to the size of the eye window."""
    rows, columns = EYE_WINDOW
    part = luma[round(box.row) : round(box.row + 0.6 * box.height), round(box.column) : round(box.column + box.width)]
    shrinks = part.shape[1] > columns
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, (columns, rows), interpolation=interpolation), np.uint8)


def median_point(points: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The median of the points, None without any."""
    if not points:
        return None
    row, column = np.median(points, axis=0)
    return float(row), float(column)


def box_overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes."""
    height = min(one.row + one.height, other.row + other.height) - max(one.row, other.row)
    width = min(one.column + one.width, other.column + other.width) - max(one.column, other.column)
    shared = max(0.0, height) * max(0.0, width)
    return shared / (one.area + other.area - shared)


def drop_overlapping(faces: list[Face]) -> list[Face]:
    """The faces without those that overlap an earlier one."""
    kept: list[Face] = []
    for face in faces:
        if all(box_overlap(face.box, other.box) < SAME_FACE for other in kept):
            kept.append(face)
    return kept
