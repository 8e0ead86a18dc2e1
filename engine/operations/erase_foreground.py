"""What goes when a picture's foreground is erased: the subject, its soft edge and its shadow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.shadows import contact_shadow
from engine.operations.crop_foreground import FAINTEST
from engine.operations.erase import grow

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# The subject's soft edge, over the picture's shorter side, at least EDGE_LEAST pixels.
EDGE = 0.008
EDGE_LEAST = 3


def footprint(image: Image, alpha: NDArray[np.uint8]) -> Mask:
    """What goes with the subject: its soft edge and its shadow on the ground, (rows, columns).

    ``image`` is RGB (rows, columns, 3) uint8, ``alpha`` (rows, columns) uint8 says how much of each pixel is subject.
    """
    return add_shadow(image, grow(alpha > FAINTEST, soft_edge_width(alpha.shape)))


def add_shadow(image: Image, subject: Mask) -> Mask:
    """``subject`` (rows, columns) and the shadow that it throws on the ground in ``image``, whose edge is soft."""
    if not subject.any():
        return subject
    return subject | grow(contact_shadow(image, subject), soft_edge_width(subject.shape))


def soft_edge_width(shape: tuple[int, ...]) -> int:
    """How far soft edges reach in a picture of ``shape``, in pixels."""
    return max(EDGE_LEAST, round(EDGE * min(shape)))
