"""Everything slow about a first time, done beforehand: imports, and what numba compiles at the first call."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIDE = 128  # pixels; enough for every step of every operation to have something to do


def warm_up() -> None:
    """Import the operations and run each of them once on a small picture."""
    from engine.maths.fill.canvas import canvas_for_ratio
    from engine.operations import masks, people, remove_background
    from engine.operations.blur_background import blur_background
    from engine.operations.crop_foreground import crop_foreground
    from engine.operations.erase import erase
    from engine.operations.expand import expand
    from engine.operations.image_to_psd import layered_psd
    from engine.operations.increase_resolution import increase_resolution
    from engine.operations.replace_background import replace_background

    picture = ball()
    masks.segment(picture)
    people.find_people(picture)
    for width in (3, SIDE // 4):  # a scratch and an object are filled by different methods
        hole = np.zeros((SIDE, SIDE), bool)
        hole[SIDE // 4 : SIDE // 2, SIDE // 4 : SIDE // 4 + width] = True
        erase(picture, hole)
    alpha = remove_background.alpha(picture)
    cutout = remove_background.cut_out(picture, alpha)
    crop_foreground(cutout)
    blur_background(picture, alpha, 5)
    replace_background(picture, alpha, cutout[..., :3], picture)
    expand(picture, canvas_for_ratio((SIDE, SIDE), 1.5), subject=alpha)
    increase_resolution(picture, 2)
    layered_psd(picture, picture, alpha, ())


def ball() -> NDArray[np.uint8]:
    """A picture with a subject: a dark ball before a light wall, both a little noisy."""
    rows, columns = np.ogrid[:SIDE, :SIDE]
    inside = np.hypot(rows - SIDE / 2, columns - SIDE / 2) < SIDE / 4
    noise = np.random.default_rng(0).integers(0, 20, (SIDE, SIDE, 3))
    return (np.where(inside, 60, 190)[..., None] + noise).astype(np.uint8)
