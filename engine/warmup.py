"""Everything slow about a first time, done beforehand: imports, and what numba compiles at the first call."""

from __future__ import annotations

import numpy as np

SIDE = 128  # pixels; enough for every step of every operation to have something to do


def warm_up() -> None:
    """Import the operations and run each of them once on a small picture."""
    from engine.operations import erase, masks, people

    picture = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    masks.segment(picture)
    people.find_people(picture)
    for width in (3, SIDE // 4):  # a scratch and an object are filled by different methods
        hole = np.zeros((SIDE, SIDE), bool)
        hole[SIDE // 4 : SIDE // 2, SIDE // 4 : SIDE // 4 + width] = True
        erase.erase(picture, hole)
