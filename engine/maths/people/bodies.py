"""Where a person is, judged by the face: head, neck and trunk below it, as far as they can be guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.people.faces import Box

Mask = NDArray[np.bool_]

# Log odds of a subject in the middle of the trunk, in the rest of the body, where arms or a hat may be, and elsewhere.
# Little is said against the rest of the picture: arms are raised, and people hold things.
TRUNK, BODY, AROUND, ELSEWHERE = 3.0, 2.0, 0.5, -0.3


@dataclass(frozen=True)
class Bodies:
    """What faces tell of a picture."""

    certain: Mask  # (rows, columns) the middle of faces
    odds: NDArray[np.float32]  # (rows, columns) log odds to add to those of the subject


def estimate_bodies(faces: Iterable[Box], shape: tuple[int, int]) -> Bodies:
    """The bodies under ``faces``, boxes in pixels of a picture of ``shape`` (rows, columns)."""
    certain, trunk, body, around = (np.zeros(shape, np.uint8) for _ in range(4))
    for face in faces:
        draw_ellipse(certain, face, 0.5, (0.38, 0.5))
        draw_trunk(trunk, face, [(1.15, 0.25), (4.15, 0.55)])
        draw_figure(body, face)
        draw_ellipse(around, face, 0.38, (1.0, 1.1))
        draw_trunk(around, face, [(1.05, 0.5), (2.05, 1.9), (9.0, 2.4)])
    odds = np.select([trunk > 0, body > 0, around > 0], [TRUNK, BODY, AROUND], ELSEWHERE).astype(np.float32)
    return Bodies(certain > 0, odds if body.any() else np.zeros(shape, np.float32))


def figure_mask(face: Box, shape: tuple[int, ...]) -> Mask:
    """Where the person of one face surely is, head and trunk without the arms, in a picture of ``shape``."""
    body = np.zeros(shape, np.uint8)
    draw_figure(body, face)
    return np.asarray(body > 0)


def draw_figure(mask: NDArray[np.uint8], face: Box) -> None:
    """Fill the head and the trunk under it."""
    draw_ellipse(mask, face, 0.42, (0.62, 0.85))
    draw_trunk(mask, face, [(1.15, 0.35), (2.05, 1.15), (6.15, 1.45)])


def draw_ellipse(mask: NDArray[np.uint8], face: Box, height: float, radii: tuple[float, float]) -> None:
    """Fill an ellipse ``height`` below the face's top; ``radii`` across and down, in face widths and heights."""
    centre = round(face.column + face.width / 2), round(face.row + height * face.height)
    axes = round(radii[0] * face.width), round(radii[1] * face.height)
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 1, cv2.FILLED)


def draw_trunk(mask: NDArray[np.uint8], face: Box, outline: list[tuple[float, float]]) -> None:
    """Fill a shape symmetric about the face; each point is (below the face's top, off its middle), units as above."""
    middle = face.column + face.width / 2
    right = [(middle + off * face.width, face.row + down * face.height) for down, off in outline]
    left = [(2 * middle - column, row) for column, row in reversed(right)]
    cv2.fillPoly(mask, [np.rint(right + left).astype(np.int32)], 1)
