"""The subject's own colours where the background shines through."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# Where neither OpenMP nor TBB is installed, numba falls back to this; two threads in it at once end the process.
FALLBACK = {"NUMBA_THREADING_LAYER": "workqueue"}
TWO_THREADS = """
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from engine.maths.matting.foreground_colours import foreground
image = np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8)
with ThreadPoolExecutor(2) as pool:
    made = list(pool.map(lambda _: foreground(image, image[:, :, 0]), range(12)))
print(sum((one == made[0]).all() for one in made))
"""


def test_two_threads_may_clean_colours_at_once_whatever_numba_runs_on() -> None:
    process = subprocess.run(
        [sys.executable, "-c", TWO_THREADS],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **FALLBACK},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert process.stdout.strip() == "12", process.stderr
