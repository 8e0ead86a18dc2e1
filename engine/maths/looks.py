"""A look at a picture by a network that sees what stands out in it; the maths are given one, and know no network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

# How likely each pixel of a picture (rows, columns, 3) uint8 belongs to what is looked for: (rows, columns) 0..1. The
# number is the side in pixels of the square that the network sees the picture as.
Look = Callable[[NDArray[np.uint8], int], NDArray[np.float32]]
