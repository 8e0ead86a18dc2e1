"""Expressions of a face whose landmarks are known: where each landmark goes, and the pixels between them.

Moves are (right, down) in units of the distance of the eyes, for strength 1; what lies between landmarks follows them
by a thin-plate spline, and what lies outside of the face stays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator

from engine.maths.filters import Floats
from engine.maths.people.face_mesh import (
    INNER_LIPS,
    LEFT_BROW,
    LEFT_CHEEK,
    LEFT_LIDS,
    LIPS,
    NOSE_TIP,
    OVAL,
    RIGHT_BROW,
    RIGHT_CHEEK,
    RIGHT_LIDS,
    FaceMesh,
    Points,
)
from engine.maths.people.frames import Patch, patch_coordinates
from engine.maths.people.warps import FIELD, border_fade, move_pixels

# What stays where it is: the oval, this many times as large.
STILL = 1.3
# How much each part of a strength beyond 1 counts: twice the full move would fold the skin.
BEYOND = 0.4
# How far the spline may pass by a landmark: those of the far side of a turned head lie over one another.
SMOOTHING = 1e-3
# How the lips between the corners follow them: the exponent of the distance from the middle of the mouth.
BOW = 1.6
# Units: how far around a corner of the mouth, around the cheekbone, around lids and around brows the skin follows.
CORNER_REACH, CHEEK_REACH, LID_REACH, BROW_REACH = 0.36, 0.3, 0.1, 0.19
# Units: what lies this near to the tip of the nose hardly follows the mouth. How much an open mouth counts as a smile.
NOSE_REACH, LAUGH = 0.2, 1.5
# Units: glasses end at the first height, and from the second on everything moves.
BELOW_GLASSES = 0.4, 0.7
# Places on each lid between its corners, and the ends of each brow, as places in the outlines.
LOWER_LID, UPPER_LID = slice(2, 7), slice(10, 15)
OUTER_BROW, INNER_BROW = [0, 9], [3, 4, 5, 6]


def pose_face(
    image: NDArray[np.uint8], mesh: FaceMesh, name: str, strength: float, *, has_glasses: bool = False
) -> NDArray[np.uint8]:
    """The picture (rows, columns, 3) uint8 with the face's landmarks moved to an expression of this strength.

    What glasses stand before stays, for them not to be bent.
    """
    patch = Patch(mesh.frame, *FIELD)
    places = mesh.frame.units(mesh.points)
    moves = (min(strength, 1) + BEYOND * max(strength - 1, 0)) * EXPRESSIONS[name](places)
    moves[:, 0] *= np.cos(np.radians(mesh.turn))
    across, along = spread_moves(patch, places, moves)
    if has_glasses:
        across, along = keep_glasses(patch, across), keep_glasses(patch, along)
    return move_pixels(image, patch, across, along)


def keep_glasses(patch: Patch, moves: Floats) -> Floats:
    """Moves of the samples of a patch, none of them where glasses stand."""
    start, end = BELOW_GLASSES
    down = patch_coordinates(patch)[1]
    return np.asarray(moves * ((down - start) / (end - start)).clip(0, 1), np.float32)


def spread_moves(patch: Patch, places: Points, moves: Points) -> tuple[Floats, Floats]:
    """(right, down) in units by which each sample of a patch comes from elsewhere."""
    oval = places[list(OVAL)]
    middle = oval.mean(0)
    still = middle + STILL * (oval - middle)
    nodes, values = np.concatenate([places + moves, still]), np.concatenate([moves, np.zeros_like(still)])
    rows, columns = np.indices(patch.shape)
    right, down = columns / patch.density - patch.half_width, rows / patch.density + patch.top
    spline = RBFInterpolator(nodes, values, kernel="thin_plate_spline", smoothing=SMOOTHING)
    spread = spline(np.column_stack([right.ravel(), down.ravel()])).reshape(*patch.shape, 2)
    inside = (spread * border_fade(patch)[..., None] * oval_fade(patch, middle, oval)[..., None]).astype(np.float32)
    return inside[..., 0], inside[..., 1]


def oval_fade(patch: Patch, middle: Points, oval: Points) -> Floats:
    """1 within the face, falling to 0 where everything stays."""
    rows, columns = np.indices(patch.shape)
    right, down = columns / patch.density - patch.half_width, rows / patch.density + patch.top
    half_width, half_height = np.ptp(oval, axis=0) / 2
    radius = np.hypot((right - middle[0]) / half_width, (down - middle[1]) / half_height)
    return np.asarray(((STILL - radius) / (STILL - 1)).clip(0, 1), np.float32)


def smile(places: Points) -> Points:
    """Corners of the mouth out and up, cheeks up."""
    left = openness_left(places)
    return left * (move_mouth(places, out=0.1, down=-0.15, middle=0.02) + raise_cheeks(places, 0.05))


def be_happy(places: Points) -> Points:
    """A smile that reaches the eyes: lower lids and cheeks up."""
    moves = move_mouth(places, out=0.13, down=-0.18, middle=0.03) + raise_cheeks(places, 0.08)
    return openness_left(places) * moves + move_lids(places, LOWER_LID, -0.04)


def be_sad(places: Points) -> Points:
    """Corners of the mouth down, inner ends of the brows up, upper lids down."""
    moves = move_mouth(places, out=-0.03, down=0.12, middle=-0.02)
    return moves + move_brows(places, inner=(0.0, -0.1), outer=(0.0, 0.04)) + move_lids(places, UPPER_LID, 0.02)


def be_angry(places: Points) -> Points:
    """Inner ends of the brows down and together, outer ends up, upper lids down, corners of the mouth in and down."""
    moves = move_mouth(places, out=-0.04, down=0.06, middle=-0.01)
    return moves + move_brows(places, inner=(-0.05, 0.1), outer=(0.0, -0.04)) + move_lids(places, UPPER_LID, 0.025)


def be_surprised(places: Points) -> Points:
    """Brows and upper lids up, the outer ends most, the mouth a little narrower."""
    moves = move_brows(places, inner=(0.0, -0.12), outer=(0.0, -0.13)) + move_lids(places, UPPER_LID, -0.05)
    return moves + move_lids(places, LOWER_LID, 0.015) + move_mouth(places, out=-0.05, down=0.02, middle=0.0)


def dream(places: Points) -> Points:
    """The beginning of a smile, upper lids half down, brows a little up."""
    moves = move_mouth(places, out=0.05, down=-0.08, middle=0.01) + move_lids(places, UPPER_LID, 0.05)
    return moves + move_brows(places, inner=(0.0, -0.05), outer=(0.0, -0.02))


def be_afraid(places: Points) -> Points:
    """Brows up and together, upper lids up, corners of the mouth out and down."""
    moves = move_brows(places, inner=(-0.04, -0.14), outer=(0.0, -0.05)) + move_lids(places, UPPER_LID, -0.05)
    return moves + move_mouth(places, out=0.06, down=0.06, middle=0.0)


def despise(places: Points) -> Points:
    """The right corner of the mouth, in the picture, out and up."""
    moves = move_mouth(places, out=0.07, down=-0.13, middle=0.0)
    is_right = places[:, :1] > places[[LIPS[0], LIPS[10]], 0].mean()
    return np.asarray(moves * is_right, np.float64)


def be_disgusted(places: Points) -> Points:
    """Brows down and together, lower lids and the middle of the mouth up, its corners down."""
    moves = move_brows(places, inner=(-0.04, 0.08), outer=(0.0, 0.03)) + move_lids(places, LOWER_LID, -0.04)
    return moves + move_mouth(places, out=-0.02, down=0.06, middle=-0.08)


EXPRESSIONS = {
    "happy": be_happy,
    "surprised": be_surprised,
    "dreaming": dream,
    "angry": be_angry,
    "fear": be_afraid,
    "contempt": despise,
    "disgusted": be_disgusted,
    "sad": be_sad,
    "smile": smile,
}
# Those that the mouth says: the others need brows and lids, which glasses would be bent with.
OF_THE_MOUTH = ("happy", "contempt", "sad", "smile")


def openness_left(places: Points) -> float:
    """1 for a closed mouth, less the wider it is open: who laughs has less left to smile."""
    opening = places[INNER_LIPS[5], 1] - places[INNER_LIPS[15], 1]
    return float(1 / (1 + LAUGH * max(opening, 0)))


def move_mouth(places: Points, out: float, down: float, middle: float) -> Points:
    """Corners of the mouth moved outwards and down, its middle down; the lips between and the skin around follow."""
    lips = places[list(LIPS)]
    centre, half = (lips[0] + lips[10]) / 2, (lips[10] - lips[0]) / 2
    width = max(float(np.hypot(*half)), 1e-6)
    across = (places - centre) @ half / width
    off = (places - centre) @ np.array([-half[1], half[0]]) / width
    top, bottom = off[LIPS[15]], off[LIPS[5]]
    beside = np.hypot((np.abs(across) - width).clip(0), (top - off).clip(0) + (off - bottom).clip(0))
    along = (across / width).clip(-1, 1)
    bow = np.abs(along) ** BOW
    moves = np.column_stack([out * along * np.abs(along), down * bow + middle * (1 - bow)])
    share = np.exp(-((beside / CORNER_REACH) ** 2) / 2)[:, None] * (1 - follow(places, places[NOSE_TIP], NOSE_REACH))
    return np.asarray(moves * share, np.float64)


def raise_cheeks(places: Points, up: float) -> Points:
    """Both cheeks moved up."""
    share = sum_follow(places, places[[LEFT_CHEEK, RIGHT_CHEEK]], CHEEK_REACH)
    return np.asarray(share * np.array([0.0, -up]), np.float64)


def move_lids(places: Points, lid: slice, down: float) -> Points:
    """The upper or the lower lids moved down."""
    lids = [places[list(eye)[lid]].mean(0) for eye in (LEFT_LIDS, RIGHT_LIDS)]
    return np.asarray(sum_follow(places, np.array(lids), LID_REACH) * np.array([0.0, down]), np.float64)


def move_brows(places: Points, inner: tuple[float, float], outer: tuple[float, float]) -> Points:
    """The ends of both brows moved, each (outwards, down)."""
    moves = np.zeros_like(places)
    for side, brow in ((-1, places[list(LEFT_BROW)]), (1, places[list(RIGHT_BROW)])):
        for end, (out, down) in ((INNER_BROW, inner), (OUTER_BROW, outer)):
            moves += follow(places, brow[end].mean(0), BROW_REACH) * np.array([side * out, down])
    return moves


def sum_follow(places: Points, middles: Points, reach: float) -> Points:
    """How much each place follows any of ``middles``."""
    return np.asarray(np.sum([follow(places, middle, reach) for middle in middles], axis=0), np.float64)


def follow(places: Points, middle: Points, reach: float) -> Points:
    """How much each of ``places`` (n, 2) follows what happens at one place, (n, 1): 1 there, less farther away."""
    return np.asarray(np.exp(-(((places - middle) / reach) ** 2).sum(1, keepdims=True) / 2), np.float64)
