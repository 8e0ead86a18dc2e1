"""Erase foreground: the picture's background with the subject gone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.maths.shadows import contact_shadow
from engine.operations.crop import FAINTEST
from engine.operations.erase import erase, grow

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# The subject's soft edge, over the picture's shorter side, at least EDGE_LEAST pixels.
EDGE = 0.008
EDGE_LEAST = 3


def erase_foreground(
    image: Image,
    alpha: NDArray[np.uint8],
    *,
    avoid: Mask | None = None,
    progress: Callable[[float], None] | None = None,
) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 without what ``alpha`` (rows, columns) uint8 says is there.

    ``avoid`` and ``progress`` are those of ``erase``; the result is byte-equal to ``image`` outside ``footprint``.
    Raises ValueError where the shapes do not fit, there is no foreground, or it leaves nothing to copy from.
    """
    return erase(image, footprint(image, alpha), avoid=avoid, progress=progress)


def footprint(image: Image, alpha: NDArray[np.uint8]) -> Mask:
    """What goes with the subject: its soft edge and its shadow on the ground."""
    return with_shadow(image, grow(alpha > FAINTEST, edge_of(alpha.shape)))


def with_shadow(image: Image, subject: Mask) -> Mask:
    """``subject`` (rows, columns) and the shadow that it throws on the ground in ``image``, whose edge is soft."""
    if not subject.any():
        return subject
    return subject | grow(contact_shadow(image, subject), edge_of(subject.shape))


def edge_of(shape: tuple[int, ...]) -> int:
    """How far soft edges reach in a picture of ``shape``, in pixels."""
    return max(EDGE_LEAST, round(EDGE * min(shape)))
