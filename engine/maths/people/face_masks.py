"""Parts of a face that make-up and age belong to, painted where the landmarks are."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.maths.filters import Floats, gaussian_blur
from engine.maths.people.face_mesh import (
    LEFT_CHEEKBONE,
    LEFT_CREASE,
    LEFT_LASHES,
    RIGHT_CHEEKBONE,
    RIGHT_CREASE,
    RIGHT_LASHES,
    FaceMesh,
)
from engine.maths.people.frames import Patch
from engine.maths.people.outlines import Points, fill_outline, smooth_outline, to_fixed_point

# Units: how soft blush and eye shadow end, and the opening of the eyes and the lips.
CHEEK_EDGE, LID_EDGE, EYE_EDGE = 0.13, 0.035, 0.03
# Units: how thick the line along the lashes is, and how soft.
LASH_LINE, LASH_EDGE = 0.028, 0.012
# Units: how far skin may reach above the oval, as far as the hairline.
FOREHEAD = 0.5


def units_of(mesh: FaceMesh, patch: Patch, places: Sequence[int]) -> Points:
    """Landmarks as (n, 2) right and down in units of the patch's frame."""
    return patch.frame.units(mesh.points[list(places)])


def paint_cheeks(mesh: FaceMesh, patch: Patch) -> Floats:
    """How much each sample lies on the cheekbones, 0 to 1."""
    both = [fill_outline(patch, units_of(mesh, patch, bone), CHEEK_EDGE) for bone in (LEFT_CHEEKBONE, RIGHT_CHEEKBONE)]
    return np.maximum(*both)


def paint_lids(mesh: FaceMesh, patch: Patch) -> Floats:
    """How much each sample lies on the upper lids, between lashes and crease, 0 to 1; not on the eyes."""
    lids = ((*LEFT_LASHES, *LEFT_CREASE), (*RIGHT_LASHES, *RIGHT_CREASE))
    both = [fill_outline(patch, smooth_outline(units_of(mesh, patch, lid)), LID_EDGE) for lid in lids]
    return np.asarray(np.maximum(*both) * (1 - paint_eyes(mesh, patch)), np.float32)


def paint_lash_lines(mesh: FaceMesh, patch: Patch) -> Floats:
    """How much each sample lies on the line along the upper lashes, 0 to 1."""
    drawn = np.zeros(patch.shape, np.uint8)
    thickness = max(1, round(LASH_LINE * patch.density))
    for lashes in (LEFT_LASHES, RIGHT_LASHES):
        line = to_fixed_point(patch, smooth_outline(units_of(mesh, patch, lashes), closed=False))
        cv2.polylines(drawn, [line], False, 255, thickness, cv2.LINE_AA, 4)
    return gaussian_blur(np.asarray(drawn / np.float32(255), np.float32), LASH_EDGE * patch.density)


def paint_eyes(mesh: FaceMesh, patch: Patch) -> Floats:
    """How much each sample lies between the lids, 0 to 1."""
    both = [fill_outline(patch, smooth_outline(patch.frame.units(lids)), EYE_EDGE / 2) for lids in mesh.lids]
    return np.maximum(*both)


def paint_features(mesh: FaceMesh, patch: Patch) -> Floats:
    """How much each sample belongs to the eyes, their rims or the mouth, 0 to 1."""
    parts = (*mesh.lids, mesh.lips)
    grown = [fill_outline(patch, grow(patch.frame.units(part), EYE_EDGE), EYE_EDGE) for part in parts]
    return np.asarray(np.max(grown, axis=0), np.float32)


def grow(units: Points, by: float) -> Points:
    """An outline (n, 2) moved outwards from its middle by so many units."""
    off = units - units.mean(0)
    return np.asarray(units + by * off / np.maximum(np.hypot(*off.T), 1e-6)[:, None], np.float64)


def paint_face(mesh: FaceMesh, patch: Patch) -> Floats:
    """1 within the face, up to where hair may begin, 0 outside."""
    oval = patch.frame.units(mesh.oval)
    middle = oval[:, 1].mean()
    above = oval.copy()
    above[:, 1] -= FOREHEAD * ((middle - oval[:, 1]) / max(np.ptp(oval[:, 1]) / 2, 1e-6)).clip(0, 1)
    return fill_outline(patch, smooth_outline(above), 0.0)
