"""The subject's own colours where the background shines through.

Source: Germer, Uelwer, Conrad and Harmeling, "Fast multi-level foreground estimation", ICPR 2020, as pymatting has it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

# Pixels. The estimate is local: it is made tile by tile, each with so much of what is around it.
TILE, SURROUNDINGS = 512, 48


def foreground(image: Image, alpha: NDArray[np.uint8]) -> Image:
    """``image`` RGB (rows, columns, 3) uint8 with the background taken out of the colours where ``alpha`` is soft.

    ``alpha`` is (rows, columns) uint8. Everywhere else the colours are the picture's own.
    """
    from pymatting import estimate_foreground_ml

    cleaned = image.copy()
    soft = (alpha > 0) & (alpha < 255)
    for tile, surroundings, inner in tiles(alpha.shape):
        if not soft[tile].any() or alpha.size == 1:  # one pixel alone has nothing to estimate from
            continue
        estimate = estimate_foreground_ml(image[surroundings] / 255.0, alpha[surroundings] / 255.0)[inner]
        colours = np.rint(np.clip(estimate, 0, 1) * 255).astype(np.uint8)
        np.copyto(cleaned[tile], colours, where=soft[tile][..., None])
    return cleaned


Window = tuple[slice, slice]


def tiles(shape: tuple[int, ...]) -> Iterator[tuple[Window, Window, Window]]:
    """The tiles of a picture: each in the picture, with its surroundings, and within those surroundings."""
    spans = ([span(start, length) for start in range(0, length, TILE)] for length in shape[:2])
    for rows, columns in itertools.product(*spans):
        tile, surroundings, inner = zip(rows, columns, strict=True)
        yield tile, surroundings, inner


def span(start: int, length: int) -> tuple[slice, slice, slice]:
    """One tile along one axis: itself, with its surroundings, and within those."""
    end, first = min(start + TILE, length), max(0, start - SURROUNDINGS)
    return slice(start, end), slice(first, min(end + SURROUNDINGS, length)), slice(start - first, end - first)
