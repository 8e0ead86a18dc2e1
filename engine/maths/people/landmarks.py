"""The eyes of a face, found by their darkness, and the frame that they span: where no landmarks are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import grey
from engine.maths.filters import gaussian_blur
from engine.maths.people.faces import Face
from engine.maths.people.frames import Frame

# Eye positions as shares of the face box (rows down, columns from the left), for an eye that was not seen.
USUAL_EYES = ((0.39, 0.31), (0.39, 0.69))
# Pupil distance as a share of the box width; others are mistaken finds.
USUAL_DISTANCE = (0.26, 0.56)
# Share of the box width around a found eye in which the pupil is sought.
PUPIL_REACH = 0.06
# Grey levels over the darkest point that still belong to the pupil.
PUPIL_CONTRAST = 12.0


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
