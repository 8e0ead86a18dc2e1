"""Whether a picture was a JPEG file once, told by its pixels.

A JPEG's blocks of 8 x 8 are sums of few cosines, as most of their shares were rounded to nothing. So, however well the
file was saved, blocks that lie where those of the file lay have far more shares of nothing than blocks that lie
anywhere else. (Fan and de Queiroz, "Identification of bitmap compression history", IEEE Transactions on Image
Processing 12, 2003, look at the same trace.)
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

BLOCK = 8  # pixels
# Of a large picture the middle is looked at: side in pixels. The 64 places of the blocks then take under 0.1 s.
LOOKED_AT = 512
NOTHING = 0.5  # grey levels: a share below this was rounded away
# By how much the share of nothings must be higher at one place than at any other. Photos saved at qualities of 60 to 98
# had 0.06 to 0.27, cropped JPEG files of unknown history 0.03 and more, photos that were made smaller at most 0.006.
LEAST_LEAD = 0.02


def has_jpeg_traces(image: Image) -> bool:
    """Whether ``image``, RGB (rows, columns, 3) uint8, has the traces of JPEG's blocks, wherever they begin.

    A file that was saved at the highest quality, or scaled since, has none.
    """
    rows, columns = image.shape[:2]
    if min(rows, columns) < 4 * BLOCK:
        return False
    down, across = (max(0, side - LOOKED_AT) // 2 for side in (rows, columns))
    part = np.ascontiguousarray(image[down : down + LOOKED_AT, across : across + LOOKED_AT])
    grey = np.asarray(cv2.cvtColor(part.astype(np.float32), cv2.COLOR_RGB2GRAY), np.float32)
    places = [(row, column) for row in range(BLOCK) for column in range(BLOCK)]
    second, first = sorted(count_nothings(grey[row:, column:]) for row, column in places)[-2:]
    return first - second >= LEAST_LEAD


def count_nothings(grey: Floats) -> float:
    """The share of cosines, 0 to 1, that blocks of ``grey`` (rows, columns), from its first corner on, do without."""
    rows, columns = (side // BLOCK for side in grey.shape)
    blocks = grey[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2)
    return float((np.abs(COSINES @ blocks @ COSINES.T) < NOTHING).mean())


def cosines() -> Floats:
    """The matrix of the discrete cosine transform of BLOCK numbers (ITU-T T.81, A.3.3)."""
    frequencies, places = np.mgrid[:BLOCK, :BLOCK]
    waves = np.sqrt(2 / BLOCK) * np.cos((2 * places + 1) * frequencies * np.pi / (2 * BLOCK))
    waves[0] = np.sqrt(1 / BLOCK)
    return np.asarray(waves, np.float32)


COSINES = cosines()
