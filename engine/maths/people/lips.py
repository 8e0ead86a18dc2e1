"""The mouth where a face's landmarks are known: its measures, the red of its lips, and whether lips are seen there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Floats, dilate, gaussian_blur
from engine.maths.people.face_mesh import FaceMesh
from engine.maths.people.frames import Patch
from engine.maths.people.mouth import Mouth, ring_mask, skin_tone, teeth_mask
from engine.maths.people.outlines import fill_outline, smooth_outline

# Units (distance of the eyes), and samples a unit: the surroundings of a mouth, around its middle.
SURROUNDINGS = (-0.65, 0.7, 0.85, 100.0)
# Units: softness of the lips' edge.
EDGE = 0.018
# Samples: how far beside the opening teeth are sought.
LOOSE = 11
# Units: deviations of the two blurs between which a lip's light and shade lie.
RELIEF = (0.02, 0.1)
# CIE L*: less relief than this has a mouth that is hidden (0.2 behind a mask), more has any other (4.7 and up).
HIDDEN = 2.0


def mouth_of_mesh(mesh: FaceMesh) -> Mouth:
    """The mouth between a face's landmarks."""
    lips, inner = mesh.frame.units(mesh.lips), mesh.frame.units(mesh.inner_lips)
    left, right = ((float(across), float(down)) for across, down in lips[[0, 10]])
    chord = (left[1] + right[1]) / 2
    opening = float(inner[15, 1] - chord), float(inner[5, 1] - chord)
    return Mouth(mesh.frame, left, right, float(chord - lips[15, 1]), float(lips[5, 1] - chord), opening)


def lips_patch(mesh: FaceMesh) -> Patch:
    """The surroundings of the lips, in a frame of their own that has the face's directions and its unit."""
    row, column = mesh.lips.mean(0)
    return Patch(replace(mesh.frame, row=float(row), column=float(column)), *SURROUNDINGS)


def lip_masks(mesh: FaceMesh, patch: Patch) -> tuple[Floats, Floats]:
    """How much each sample of a patch lies within the lips, the opening included, and within the opening, 0 to 1."""
    outlines = (smooth_outline(patch.frame.units(points)) for points in (mesh.lips, mesh.inner_lips))
    whole, opening = (fill_outline(patch, outline, EDGE) for outline in outlines)
    return whole, opening


def paint_lips(image: NDArray[np.uint8], mesh: FaceMesh) -> tuple[Patch, Floats]:
    """The mouth's patch and, in it, how much each sample is lip (0 to 1): what is seen between the lips is left out."""
    patch = lips_patch(mesh)
    whole, opening = lip_masks(mesh, patch)
    values = lab(patch.sample(image))
    teeth = teeth_mask(values, *skin_tone(values, ring_mask(whole))) * dilate(opening, LOOSE)
    kept = (1 - opening) * (1 - dilate(teeth, 3))
    return patch, gaussian_blur(np.asarray(whole * kept, np.float32), 1.0)


def lip_relief(image: NDArray[np.uint8], mesh: FaceMesh) -> float:
    """Mean CIE L* by which what lies between the lips' outlines varies at the size of a lip."""
    patch = lips_patch(mesh)
    whole, _ = lip_masks(mesh, patch)
    lightness = lab(patch.sample(image))[..., 0]
    fine, coarse = (gaussian_blur(lightness, size * patch.density) for size in RELIEF)
    return float(np.abs(fine - coarse)[whole > 0.5].mean())
