"""Expressions of a portrait: the corners of the mouth, the lids and the brows moved by smooth displacements."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import Floats
from engine.maths.people.frames import Frame, Patch, blob
from engine.maths.people.mouth import Mouth

# Units, and samples a unit, of the patch on which displacements are laid out; they are smooth.
FIELD = (-1.3, 2.1, 1.6, 32.0)
# Units: displacements below this move nothing one can see, and their pixels stay as they are.
LEAST_MOVE = 2e-4


@dataclass(frozen=True)
class Pull:
    """A place (right, down) pulled by (right, down), fading with deviations ``width`` and ``height``; all in units."""

    place: tuple[float, float]
    by: tuple[float, float]
    width: float
    height: float


def expression_pulls(name: str, mouth: Mouth) -> list[Pull]:
    """The pulls that make an expression of strength 1: "smile", "happy", "sad" or "angry"."""
    return PULLS[name](mouth)


def smile_pulls(mouth: Mouth) -> list[Pull]:
    """Corners out and up, cheeks up."""
    corners = [Pull(mouth.left, (-0.05, -0.1), 0.17, 0.17), Pull(mouth.right, (0.05, -0.1), 0.17, 0.17)]
    return corners + [Pull((side * 0.6, 0.7), (0, -0.04), 0.25, 0.2) for side in (-1, 1)]


def happy_pulls(mouth: Mouth) -> list[Pull]:
    """A smile that reaches the eyes: lower lids up."""
    return smile_pulls(mouth) + [Pull((side * 0.5, 0.1), (0, -0.03), 0.18, 0.08) for side in (-1, 1)]


def sad_pulls(mouth: Mouth) -> list[Pull]:
    """Corners down, inner ends of the brows up."""
    corners = [Pull(mouth.left, (0.02, 0.1), 0.17, 0.17), Pull(mouth.right, (-0.02, 0.1), 0.17, 0.17)]
    return corners + brow_pulls(inner=(0.0, -0.06), outer=(0.0, 0.04))


def angry_pulls(mouth: Mouth) -> list[Pull]:
    """Inner ends of the brows down and together, outer ends up, corners in and down."""
    corners = [Pull(mouth.left, (0.03, 0.05), 0.15, 0.15), Pull(mouth.right, (-0.03, 0.05), 0.15, 0.15)]
    return corners + brow_pulls(inner=(-0.03, 0.08), outer=(0.0, -0.04))


def brow_pulls(inner: tuple[float, float], outer: tuple[float, float]) -> list[Pull]:
    """Pulls on both brows; (outwards, down) in units for their inner and their outer ends."""
    ends = ((0.27, inner), (0.72, outer))
    return [Pull((side * off, -0.34), (side * by[0], by[1]), 0.2, 0.13) for side in (-1, 1) for off, by in ends]


PULLS = {"smile": smile_pulls, "happy": happy_pulls, "sad": sad_pulls, "angry": angry_pulls}


def warp(image: NDArray[np.uint8], frame: Frame, pulls: list[Pull], strength: float) -> NDArray[np.uint8]:
    """The picture (rows, columns, 3) uint8 with pulls of this strength; pixels that do not move stay as they are."""
    patch = Patch(frame, *FIELD)
    return move_pixels(image, patch, *displacements(patch, pulls, strength))


def move_pixels(image: NDArray[np.uint8], patch: Patch, right: Floats, down: Floats) -> NDArray[np.uint8]:
    """The picture with each pixel brought from elsewhere, by ``right`` and ``down`` of a patch's samples in units."""
    frame = patch.frame
    across, along = (patch.paint_back(move, image.shape[:2]) * frame.unit for move in (right, down))
    along_row, along_column = frame.right
    rows, columns = np.indices(image.shape[:2], np.float32)
    source_rows = rows - (across * along_row + along * along_column)
    source_columns = columns - (across * along_column - along * along_row)
    moved = cv2.remap(image, source_columns, source_rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    still = np.hypot(across, along) < LEAST_MOVE * frame.unit
    result: NDArray[np.uint8] = np.where(still[..., None], image, moved)
    return result


def displacements(patch: Patch, pulls: list[Pull], strength: float) -> tuple[Floats, Floats]:
    """(right, down) in units by which each sample of a patch comes from elsewhere."""
    across = np.zeros(patch.shape, np.float32)
    along = np.zeros(patch.shape, np.float32)
    for pull in pulls:
        right, down = (strength * by for by in pull.by)
        # The bump sits where the pulled place arrives: that is where its pixels are fetched from.
        bump = blob(patch, pull.place[0] + right, pull.place[1] + down, pull.width, pull.height)
        across += right * bump
        along += down * bump
    return across * border_fade(patch), along * border_fade(patch)


def border_fade(patch: Patch) -> Floats:
    """1 inside a patch, falling to 0 at its border."""
    depths = (np.minimum(np.arange(size), np.arange(size)[::-1]) for size in patch.shape)
    rows, columns = (np.minimum(1, depth / (0.2 * patch.density)) for depth in depths)
    return np.outer(rows, columns).astype(np.float32)
