"""Spectacles drawn on a portrait: frame, bridge, temples, a tint of the lenses and the shadow they throw."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Bytes, Floats, gaussian_blur
from engine.maths.people.face_mesh import EARS, FaceMesh
from engine.maths.people.frames import Frame, Patch
from engine.maths.people.outlines import Points, to_fixed_point

# Units, and samples a unit, of the patch on which glasses are drawn.
SHEET, WIDE_SHEET = (-0.8, 0.9, 1.45, 160.0), (-1.1, 1.2, 2.1, 160.0)
# Units, and samples a unit, of the patch in which glasses are looked for; heights between which their rims run.
EYES = (-0.3, 0.5, 0.95, 60.0)
BRIDGE, UNDER = (-0.2, 0.25), (0.22, 0.45)
# CIE L* between two samples: at least 5 for a thin rim, at most 4.3 for a bare face, on the photos at hand.
RIM = 4.5
# Units: half the width and height of a lens, its middle beside and below the pupil, and how square it is.
LENS, OFFSET, SQUARENESS = (0.4, 0.31), (0.03, 0.05), 3.2
# Units: where a temple begins; the bridge; how far before the eyes glasses stand, and how much they follow the face.
HINGE = 0.5 + OFFSET[0] + LENS[0]
INNER = 0.5 + OFFSET[0] - LENS[0]
BRIDGE_LINE = ((-INNER, 0.0), (-INNER / 2, -0.06), (0.0, -0.075), (INNER / 2, -0.06), (INNER, 0.0))
STANDING, WRAP = 0.14, 0.1
# Units: how thick the rims of the six styles are; from the fourth they are dark.
RIMS = (0.022, 0.03, 0.04, 0.05, 0.066, 0.082)
LIGHT_FRAME, DARK_FRAME = (70.0, 62.0, 58.0), (25.0, 22.0, 24.0)
# Share of light that the shadow takes, its offset down and its softness in units; share of light that lenses take.
SHADOW, SHADOW_OFFSET, SHADOW_BLUR, TINT = 0.35, 0.05, 0.05, 0.06


@dataclass(frozen=True)
class Spectacles:
    """The lines of a pair of glasses, each (n, 2) right and down in units of a face's frame.

    ``lenses`` are the closed outlines of both, ``lines`` the bridge and those temples that are to be seen.
    """

    lenses: tuple[Points, Points]
    lines: tuple[Points, ...]


def add_glasses(image: Bytes, frame: Frame, style: int, ends: tuple[float, float]) -> Bytes:
    """The picture (rows, columns, 3) uint8 with glasses of a style, 1 (thin) to 6 (heavy), on that frame's face.

    ``ends`` says in units how far left and right of the middle the face reaches, where the temples go out of sight.
    """
    return wear(image, Patch(frame, *SHEET), style, usual_spectacles(ends))


def add_glasses_of_mesh(image: Bytes, mesh: FaceMesh, style: int) -> Bytes:
    """As ``add_glasses``, turned as the head of those landmarks is."""
    return wear(image, Patch(mesh.frame, *WIDE_SHEET), style, turned_spectacles(mesh))


def wear(image: Bytes, patch: Patch, style: int, spectacles: Spectacles) -> Bytes:
    """The picture with glasses of that style drawn on the patch."""
    rims, lenses = draw_glasses(patch, RIMS[style - 1], spectacles)
    shadow = SHADOW * cv2.GaussianBlur(
        shift_down(rims, round(SHADOW_OFFSET * patch.density)), (0, 0), SHADOW_BLUR * patch.density
    )
    rims, lenses, shadow = (patch.paint_back(layer, image.shape[:2])[..., None] for layer in (rims, lenses, shadow))
    lit = image * ((1 - shadow) * (1 - TINT * lenses))
    colour = np.array(DARK_FRAME if style > 3 else LIGHT_FRAME, np.float32)
    worn = np.clip(lit * (1 - rims) + colour * rims, 0, 255).round().astype(np.uint8)
    untouched = (rims + lenses + shadow) < 1e-3
    return np.where(untouched, image, worn)


def usual_spectacles(ends: tuple[float, float]) -> Spectacles:
    """Glasses seen from the front."""
    left, right = (
        np.array([(side * HINGE, -0.04), (side * max(end, HINGE), -0.07)])
        for side, end in zip((-1, 1), ends, strict=True)
    )
    return Spectacles((lens_outline(-1), lens_outline(1)), (left, right, np.array(BRIDGE_LINE)))


def turned_spectacles(mesh: FaceMesh) -> Spectacles:
    """Glasses as they stand before the eyes of a head that is turned, and end at its ears."""
    right, down, away = mesh.axes
    middle = np.array([0, 0, mesh.eyes_depth]) - STANDING * away

    def place(flat: Points) -> Points:
        across, along = flat.T
        solid = np.outer(across, right) + np.outer(along, down) + np.outer(WRAP * across**2, away)
        return np.asarray((middle + solid)[:, :2], np.float64)

    lines = [place(np.array(BRIDGE_LINE))]
    for side, ear in zip((-1, 1), EARS, strict=True):
        hinge = place(np.array([(side * HINGE, -0.04)]))
        end = mesh.frame.units(mesh.points[list(ear)]).mean(0, keepdims=True)
        # On the far side of a turned head, and seen right from the front, the temple lies behind the rim.
        if side * (end - hinge)[0] @ right[:2] > 0:
            lines.append(np.concatenate([hinge, end]))
    return Spectacles((place(lens_outline(-1)), place(lens_outline(1))), tuple(lines))


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


def draw_glasses(patch: Patch, thickness: float, spectacles: Spectacles) -> tuple[Floats, Floats]:
    """Masks of the frame and of the lenses on the patch, 0 to 1."""
    rims, lenses = np.zeros(patch.shape, np.uint8), np.zeros(patch.shape, np.uint8)
    for lens in spectacles.lenses:
        outline = to_fixed_point(patch, lens)
        cv2.fillPoly(lenses, [outline], 255, cv2.LINE_AA, 4)
        draw_line(rims, patch, outline, thickness, closed=True)
    for line in spectacles.lines:
        draw_line(rims, patch, to_fixed_point(patch, line), thickness)
    softness = max(0.6, 0.12 * thickness * patch.density)
    return gaussian_blur(sheet_to_mask(rims), softness), gaussian_blur(sheet_to_mask(lenses), 1.0)


def lens_outline(side: int) -> Points:
    """Points of a rounded square (superellipse) around one eye, in units; ``side`` is -1 left, 1 right."""
    turn = np.linspace(0, 2 * np.pi, 96)
    across, along = (np.sign(wave) * np.abs(wave) ** (2 / SQUARENESS) for wave in (np.cos(turn), np.sin(turn)))
    right, down = side * (0.5 + OFFSET[0]) + LENS[0] * across, OFFSET[1] + LENS[1] * along
    return np.column_stack([right, down])


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
