"""Spectacles drawn on a portrait: frame, bridge, temples, a tint of the lenses and the shadow they throw."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Bytes, Floats, gaussian_blur
from engine.maths.people.frames import Frame, Patch

# Units, and samples a unit, of the patch on which glasses are drawn.
SHEET = (-0.8, 0.9, 1.45, 160.0)
# Units, and samples a unit, of the patch in which glasses are looked for; heights between which their rims run.
EYES = (-0.3, 0.5, 0.95, 60.0)
BRIDGE, UNDER = (-0.2, 0.25), (0.22, 0.45)
# CIE L* between two samples: at least 5 for a thin rim, at most 4.3 for a bare face, on the photos at hand.
RIM = 4.5
# Units: half the width and height of a lens, its middle beside and below the pupil, and how square it is.
LENS, OFFSET, SQUARENESS = (0.4, 0.31), (0.03, 0.05), 3.2
# Units: how thick the rims of the six styles are; from the fourth they are dark.
RIMS = (0.022, 0.03, 0.04, 0.05, 0.066, 0.082)
LIGHT_FRAME, DARK_FRAME = (70.0, 62.0, 58.0), (25.0, 22.0, 24.0)
# Share of light that the shadow takes, its offset down and its softness in units; share of light that lenses take.
SHADOW, SHADOW_OFFSET, SHADOW_BLUR, TINT = 0.35, 0.05, 0.05, 0.06


def add_glasses(image: Bytes, frame: Frame, style: int, ends: tuple[float, float]) -> Bytes:
    """The picture (rows, columns, 3) uint8 with glasses of a style, 1 (thin) to 6 (heavy), on that frame's face.

    ``ends`` says in units how far left and right of the middle the face reaches, where the temples go out of sight.
    """
    patch = Patch(frame, *SHEET)
    rims, lenses = draw_glasses(patch, RIMS[style - 1], ends)
    shadow = SHADOW * cv2.GaussianBlur(
        shift_down(rims, round(SHADOW_OFFSET * patch.density)), (0, 0), SHADOW_BLUR * patch.density
    )
    rims, lenses, shadow = (patch.paint_back(layer, image.shape[:2])[..., None] for layer in (rims, lenses, shadow))
    lit = image * ((1 - shadow) * (1 - TINT * lenses))
    colour = np.array(DARK_FRAME if style > 3 else LIGHT_FRAME, np.float32)
    worn = np.clip(lit * (1 - rims) + colour * rims, 0, 255).round().astype(np.uint8)
    untouched = (rims + lenses + shadow) < 1e-3
    return np.where(untouched, image, worn)


def wears_glasses(image: Bytes, frame: Frame) -> bool:
    """True when a rim crosses the bridge of the nose and another runs under each eye; rimless glasses are not seen."""
    patch = Patch(frame, *EYES)
    steps = np.abs(np.diff(gaussian_blur(lab(patch.sample(image))[..., 0], 1.0), axis=0))
    bridge = strongest_step(patch, steps, 0.0, 0.1, BRIDGE)
    under = (strongest_step(patch, steps, side * 0.5, 0.2, UNDER) for side in (-1, 1))
    return min(bridge, *under) > RIM


def strongest_step(patch: Patch, steps: Floats, right: float, half_width: float, rows: tuple[float, float]) -> float:
    """The strongest step between rows of lightness in a box given in units; the median over its columns."""
    top, left = patch.to_patch(right - half_width, rows[0])
    bottom, end = patch.to_patch(right + half_width, rows[1])
    return float(np.median(steps[int(top) : int(bottom), int(left) : int(end)].max(0)))


def draw_glasses(patch: Patch, thickness: float, ends: tuple[float, float]) -> tuple[Floats, Floats]:
    """Masks of the frame and of the lenses on the patch, 0 to 1."""
    rims, lenses = np.zeros(patch.shape, np.uint8), np.zeros(patch.shape, np.uint8)
    for side, end in zip((-1, 1), ends, strict=True):
        outline = lens_outline(patch, side)
        cv2.fillPoly(lenses, [outline], 255, cv2.LINE_AA, 4)
        draw_line(rims, patch, outline, thickness, closed=True)
        hinge = 0.5 + OFFSET[0] + LENS[0]
        temple = [(side * hinge, -0.04), (side * max(end, hinge), -0.07)]
        draw_line(rims, patch, to_fixed_point(patch, np.array(temple)), thickness)
    inner = 0.5 + OFFSET[0] - LENS[0]
    bridge = [(-inner, 0.0), (-inner / 2, -0.06), (0.0, -0.075), (inner / 2, -0.06), (inner, 0.0)]
    draw_line(rims, patch, to_fixed_point(patch, np.array(bridge)), thickness)
    softness = max(0.6, 0.12 * thickness * patch.density)
    return gaussian_blur(sheet_to_mask(rims), softness), gaussian_blur(sheet_to_mask(lenses), 1.0)


def lens_outline(patch: Patch, side: int) -> NDArray[np.int32]:
    """Points of a rounded square (superellipse) around one eye."""
    turn = np.linspace(0, 2 * np.pi, 96)
    across, along = (np.sign(wave) * np.abs(wave) ** (2 / SQUARENESS) for wave in (np.cos(turn), np.sin(turn)))
    right, down = side * (0.5 + OFFSET[0]) + LENS[0] * across, OFFSET[1] + LENS[1] * along
    return to_fixed_point(patch, np.column_stack([right, down]))


def to_fixed_point(patch: Patch, points: NDArray[np.float64]) -> NDArray[np.int32]:
    """Places (n, 2) given as (right, down) in units, as OpenCV's (x, y) in sixteenths of a sample."""
    rows, columns = patch.to_patch(points[:, 0], points[:, 1])
    return np.round(np.column_stack([columns, rows]) * 16).astype(np.int32)


def draw_line(
    sheet: NDArray[np.uint8], patch: Patch, points: NDArray[np.int32], thickness: float, *, closed: bool = False
) -> None:
    """A line of that thickness in units, drawn into ``sheet``."""
    cv2.polylines(sheet, [points], closed, 255, max(1, round(thickness * patch.density)), cv2.LINE_AA, 4)


def shift_down(mask: Floats, rows: int) -> Floats:
    """The mask moved down by so many ``rows``, more than 0; the first ones become 0."""
    moved = np.zeros_like(mask)
    moved[rows:] = mask[:-rows]
    return moved


def sheet_to_mask(sheet: NDArray[np.uint8]) -> Floats:
    """A drawing of 0 to 255 as 0 to 1."""
    return np.asarray(sheet.astype(np.float32) / 255, np.float32)
