"""Expanding a picture, compared with erasing."""

from __future__ import annotations

import numpy as np

from benchmarks.erase import large_case
from benchmarks.figures import Figure, figure, median_seconds, quotient
from engine.maths.fill.canvas import Canvas
from engine.operations.erase import erase
from engine.operations.expand import expand

SIDE = 5000


@figure("expand_time", target="<= 1")
def expand_time() -> Figure:
    """Seconds per new megapixel, 4 MP in the middle of 5000 x 5000, over erase's per erased one at 4 MP."""
    picture, mask = large_case(4_000_000)
    rows, columns = mask.shape
    canvas = Canvas((SIDE, SIDE), (rows, columns), ((SIDE - rows) // 2, (SIDE - columns) // 2))
    subject = mask.astype(np.uint8) * np.uint8(255)
    ours = median_seconds(lambda: expand(picture, canvas, subject=subject), repeats=1)
    peer = median_seconds(lambda: erase(picture, mask), repeats=3)
    new = SIDE * SIDE - rows * columns
    return quotient("expand_time", ours / new * 1e6, "s/MP", "engine's erase", peer / mask.sum() * 1e6)
