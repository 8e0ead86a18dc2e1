"""How much of each pixel along an outline is subject: closed-form matting in a narrow band.

Source: Levin, Lischinski and Weiss, "A closed-form solution to natural image matting", PAMI 2008, with pymatting's
matrices. pymatting is imported late: it compiles for half a minute the first time.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, diags_array
from scipy.sparse.linalg import splu

from engine.maths.filters import distance_transform
from engine.maths.matting.hair_strands import find_strands

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float32]

# Pixels to each side of the outline that are decided anew: of 2 to 6, the best on photos with known mattes after 2,
# which leaves less room for an outline that is a little out.
BAND = 3
# Pixels around strands that are decided too.
STRAND = np.ones((5, 5), np.uint8)
# Pixels: a part thinner than twice this has no middle that could be held on to.
THIN = 2.0
# Windows of the closed form are this wide; smaller pictures have no matte.
WINDOW = 3
# How much alpha is held where the mask has it: in the band, where that made the mattes of photos better by a seventh,
# and among hair, of which the mask knows nothing; just enough for there to be one solution where colours tell nothing.
HOLD, HOLD_HAIR = 0.1, 1e-7


def closed_form_matte(image: Image, mask: Mask) -> Floats:
    """Alpha (rows, columns) 0..1 of what ``mask`` (rows, columns) roughly is, in ``image`` RGB (rows, columns, 3).

    Only pixels near the mask's outline, and hair that sticks out of it, are neither 0 nor 1. A mask without an outline
    is its own matte.
    """
    if min(mask.shape) < WINDOW or mask.all() or not mask.any():
        return mask.astype(np.float32)
    depth = np.where(mask, distance_transform(mask, 5), distance_transform(~mask, 5))
    hair = cv2.dilate(find_strands(image, mask, depth).view(np.uint8), STRAND).view(bool)
    unknown = outline_band(depth) | (hair & ~mask)
    return solve_alpha(image, mask.astype(np.float32), unknown, np.where(hair, HOLD_HAIR, HOLD))


def outline_band(depth: Floats) -> Mask:
    """The pixels no deeper than ``BAND`` on either side of the outline, but for the middle of what is thin."""
    middle = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (depth >= THIN)
    return np.asarray((depth <= BAND) & ~middle)


def solve_alpha(image: Image, alpha: Floats, unknown: Mask, hold: NDArray[np.float64]) -> Floats:
    """``alpha`` (rows, columns) 0..1 where known, and elsewhere what makes it linear in the colours of every window.

    ``hold`` (rows, columns) is the price of going away from the alpha that was given where it is unknown.
    """
    from pymatting import cf_laplacian

    pending = unknown.ravel()
    laplacian = csr_array(cf_laplacian(image / 255.0, is_known=~pending))[pending]
    values = alpha.ravel().astype(np.float64)
    held = hold[unknown]
    matrix = laplacian[:, pending] + diags_array(held)
    wanted = held * values[pending] - laplacian[:, ~pending] @ values[~pending]
    # Of the ways to order the rows, this one leaves the fewest numbers to compute in a band.
    solver = splu(csc_array(matrix), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0, options={"SymmetricMode": True})
    values[pending] = solver.solve(wanted)
    return np.clip(values, 0, 1).reshape(alpha.shape).astype(np.float32)
