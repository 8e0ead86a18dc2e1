"""Older or younger looks of a portrait: the skin's relief, drawn folds, and the grey of the hair."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import Floats, gaussian_blur, guided_filter
from engine.maths.people.dyes import dye_hair, grey_dye
from engine.maths.people.face_masks import paint_features, units_of
from engine.maths.people.face_mesh import CHIN_FOLDS, CROWS_FEET, FOREHEAD_ROWS, SMILE_FOLDS, UNDER_EYES, FaceMesh
from engine.maths.people.frames import Patch, blob
from engine.maths.people.glasses import shift_down
from engine.maths.people.outlines import smooth_outline
from engine.maths.people.portraits import Portrait

# Units: radius of the relief that youth lacks, and the variance in CIE L* from which it is a feature and stays.
RELIEF, FEATURE = 0.07, 30.0
# Share of the relief that the youngest look takes away.
SMOOTHNESS = 0.65
# CIE L*: how deep drawn folds are and by how much those that are there deepen; a* that old skin loses.
FOLD, DEEPENED, FADING = 17.0, 7.0, 2.5
# CIE a* under which skin loses none of it, and the share of the rest that it loses at most.
LEAST_RED, FADED_SHARE = 3.0, 0.25
# Units and samples a unit of the patch on which folds are drawn.
FOLDS, WIDE_FOLDS = (-1.2, 1.7, 1.2, 128.0), (-1.5, 2.2, 2.0, 128.0)
# Units: how soft a fold's shade and the light on the ridge below it are, how far below; its strength over the shade's.
SOFTNESS, RIDGE_DROP, RIDGE = (0.02, 0.028), 0.045, 0.5
# What softness takes from a fold's depth, made up for.
SOFT_DEPTH = 1.7
# Units: how far wrinkles of the forehead stray.
WAVE = 0.016
# Folds between landmarks, how wide they are in units, and how deep.
MESH_FOLDS = ((CROWS_FEET, 0.012, 0.5), (UNDER_EYES, 0.014, 0.5), (SMILE_FOLDS, 0.018, 0.9), (CHIN_FOLDS, 0.014, 0.5))
# Share of its colour that the oldest look's hair loses.
GREYNESS = 0.8


def change_age(values: Floats, portrait: Portrait, strength: float, *, greys: bool = True) -> Floats:
    """The portrait's L*a*b* values (rows, columns, 3) looking younger (down to -1) or older (up to 1).

    Without ``greys`` the hair keeps its colour, for it to be dyed.
    """
    bare = portrait.paint(portrait.skin * (1 - eyes_and_mouth_mask(portrait)))
    if strength < 0:
        return smooth_relief(values, portrait, bare, -strength)
    changed = deepen_relief(values, portrait, bare, strength)
    if portrait.hair is None or not greys:
        return changed
    own = portrait.hair.colour
    return dye_hair(changed, portrait.hair_amount, own, grey_dye(own), GREYNESS * strength)


def smooth_relief(values: Floats, portrait: Portrait, bare: Floats, strength: float) -> Floats:
    """Less relief, a little more colour."""
    lightness = values[..., 0]
    smooth = guided_filter(lightness, lightness, max(2, round(RELIEF * portrait.frame.unit)), FEATURE)
    changed = values.copy()
    changed[..., 0] += (smooth - lightness) * bare * SMOOTHNESS * strength
    changed[..., 1] += bare * strength
    return changed


def deepen_relief(values: Floats, portrait: Portrait, bare: Floats, strength: float) -> Floats:
    """More relief, folds and duller skin."""
    unit = portrait.frame.unit
    lightness = values[..., 0]
    # Finer than a fold is grain and noise, which age does not deepen.
    folded = gaussian_blur(lightness, 0.02 * unit)
    relief = folded - gaussian_blur(folded, 0.1 * unit)
    changed = values.copy()
    changed[..., 0] += DEEPENED * np.tanh(relief / DEEPENED) * bare * strength
    changed[..., 0] -= FOLD * draw_folds(portrait) * bare * strength
    # Skin loses red, but it never turns green, not even in its highlights.
    red = np.maximum(values[..., 1] - LEAST_RED, 0)
    changed[..., 1] -= np.minimum(FADING, FADED_SHARE * red) * bare * strength
    return changed


def eyes_and_mouth_mask(portrait: Portrait) -> Floats:
    """How much each sample of the face patch belongs to the eyes or the mouth, 0 to 1."""
    face = portrait.face
    if portrait.mesh is not None:
        return paint_features(portrait.mesh, face)
    parts = blob(face, -0.5, 0, 0.2, 0.1) + blob(face, 0.5, 0, 0.2, 0.1)
    right, down = portrait.mouth.middle if portrait.mouth else (0.0, 1.1)
    width = portrait.mouth.width if portrait.mouth else 1.0
    return np.minimum(1, parts + 1.3 * blob(face, right, down, 0.35 * width, 0.17)).astype(np.float32)


def draw_folds(portrait: Portrait) -> Floats:
    """The lines that age draws, about 1 at most, below 0 on the light beside them.

    On the forehead, beside and under the eyes, from the nose to the mouth.
    """
    patch = Patch(portrait.frame, *(FOLDS if portrait.mesh is None else WIDE_FOLDS))
    drawn = np.zeros(patch.shape, np.float32)
    if portrait.mesh is None:
        draw_usual_folds(drawn, patch, portrait)
        return patch.paint_back(gaussian_blur(drawn, 0.016 * patch.density), portrait.shape)
    draw_folds_of_mesh(drawn, patch, portrait.mesh)
    shade, light = (gaussian_blur(drawn, softness * patch.density) for softness in SOFTNESS)
    ridge = shift_down(light, round(RIDGE_DROP * patch.density))
    return patch.paint_back(np.asarray(SOFT_DEPTH * (shade - RIDGE * ridge), np.float32), portrait.shape)


def draw_folds_of_mesh(drawn: Floats, patch: Patch, mesh: FaceMesh) -> None:
    """The folds where the landmarks say they fall, drawn into ``drawn``."""
    brows, middle, top = (units_of(mesh, patch, row) for row in FOREHEAD_ROWS)
    for line in (0.45 * brows + 0.55 * middle, 0.85 * middle + 0.15 * top, 0.25 * middle + 0.75 * top):
        draw_landmark_fold(drawn, patch, line + wave(line), 0.016, 0.6)
    for lines, width, depth in MESH_FOLDS:
        for places in lines:
            draw_landmark_fold(drawn, patch, units_of(mesh, patch, places), width, depth)


def wave(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a wrinkle strays from a straight line at these places (n, 2), in units."""
    right, down = units.T
    return np.column_stack([np.zeros_like(right), WAVE * np.sin(9 * right + 14 * down)])


def draw_landmark_fold(drawn: Floats, patch: Patch, units: NDArray[np.float64], width: float, depth: float) -> None:
    """A smooth line through landmarks (n, 2), right and down in units, drawn into ``drawn``."""
    line = smooth_outline(units, closed=False)
    draw_fold(drawn, patch, line[:, 0], line[:, 1], width, depth)


def draw_usual_folds(drawn: Floats, patch: Patch, portrait: Portrait) -> None:
    """The folds where they fall on most faces seen from the front, drawn into ``drawn``."""
    for down in (-0.62, -0.74, -0.86):
        right = np.linspace(-0.5, 0.5, 24)
        draw_fold(drawn, patch, right, down + 0.03 * np.cos(6 * right + 9 * down), 0.014, 0.55)
    for side in (-1, 1):
        draw_eye_folds(drawn, patch, side)
        draw_smile_fold(drawn, patch, portrait, side)


def draw_eye_folds(drawn: Floats, patch: Patch, side: int) -> None:
    """Crow's feet beside one eye and the fold under it, drawn into ``drawn``; ``side`` is -1 left, 1 right."""
    out = np.linspace(0, 1, 8)
    for slope in (-0.25, 0.05, 0.35):
        draw_fold(drawn, patch, side * (0.77 + 0.17 * out), 0.35 * slope * out, 0.012, 0.5)
    turn = np.linspace(0.4, 2.7, 14)
    draw_fold(drawn, patch, side * 0.5 + 0.2 * np.cos(turn), 0.14 + 0.05 * np.sin(turn), 0.014, 0.55)


def draw_smile_fold(drawn: Floats, patch: Patch, portrait: Portrait, side: int) -> None:
    """The fold from one wing of the nose to the corner of the mouth, drawn into ``drawn``."""
    if portrait.mouth is None:
        return
    corner = portrait.mouth.left if side < 0 else portrait.mouth.right
    end = np.array([corner[0] + side * 0.1, corner[1] + 0.02])
    start = np.array([side * 0.27, 0.65])
    control = (start + end) / 2 + np.array([side * 0.09, 0])
    share = np.linspace(0, 1, 20)[:, None]
    curve = (1 - share) ** 2 * start + 2 * share * (1 - share) * control + share**2 * end
    draw_fold(drawn, patch, curve[:, 0], curve[:, 1], 0.018, 0.9)


def draw_fold(
    drawn: Floats, patch: Patch, right: NDArray[np.float64], down: NDArray[np.float64], width: float, depth: float
) -> None:
    """A line through these places of this width in units, drawn into ``drawn``; where lines cross the deeper stays."""
    rows, columns = patch.to_patch(right, down)
    line = np.zeros_like(drawn)
    thickness = max(1, round(width * patch.density))
    points = np.round(np.column_stack([columns, rows]) * 16).astype(np.int32)
    # Lines fade in and out: each piece is as deep as it is far from the ends.
    for piece in range(len(points) - 1):
        fade = np.sin(np.pi * (piece + 0.5) / (len(points) - 1))
        cv2.polylines(line, [points[piece : piece + 2]], False, depth * fade, thickness, cv2.LINE_8, 4)
    np.maximum(drawn, line, out=drawn)
