"""Narrow bands drawn across a hole, along the straight edges that it interrupts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.maths.fill.pyramid import Level, Mask, Picture
from engine.maths.fill.straight_edges import OFFSETS, WIDTH, Edge, Reals, crossing_point, run_places, sample_colours

# So far an edge is drawn on a side that changes on its way (pixels): enough to show it.
NARROW = 1.0
# Colours that differ from the edge's middle ones by more than this share of the contrast are not grain: another edge
# ends there.
GRAIN = 0.3
# Around the crossing of two edges nothing is drawn (pixels beyond WIDTH), as it is not known which goes over which.
CROSSING = 2
# Half the width of the seam where what is drawn from both ends meets (pixels).
SEAM = 3.0


def draw_bands(level: Level, edges: list[Edge]) -> tuple[Picture, Mask]:
    """The picture of ``level`` with the bands along ``edges``, and where they are."""
    picture, band = level.picture.copy(), np.zeros_like(level.hole)
    places = np.argwhere(level.hole)
    for edge in edges:
        along, across = ((places - edge.point) @ axis for axis in (edge.tangent, edge.normal))
        near = (along >= edge.start - WIDTH) & (along <= edge.end + WIDTH)
        near &= (across >= (-WIDTH if edge.below else -NARROW)) & (across <= (WIDTH if edge.above else NARROW))
        near &= ~band[places[:, 0], places[:, 1]]
        if not near.any():
            continue
        rows, columns = places[near].T
        picture[rows, columns] = continue_colours(level.picture, edge, along[near], across[near])
        band[rows, columns] = True
    clear_crossings(band, edges)
    return np.where(band[..., None], picture, level.picture), band


def continue_colours(picture: Picture, edge: Edge, along: NDArray[np.float64], across: NDArray[np.float64]) -> Picture:
    """Colours (n, 3) for the gap of ``edge``: from both ends, mirrored at the rim, their light made to agree."""
    share = ((along - edge.start) / max(edge.end - edge.start, 1)).clip(0, 1)[:, None]
    first, last = run_places(edge)
    before = grain_at(picture, edge, first, first[0] - fold_steps(along - first[0], edge.run), across)
    after = grain_at(picture, edge, last, last[0] + fold_steps(last[0] - along, edge.run), across)
    mix = ((along - (edge.start + edge.end) / 2) / (2 * SEAM) + 0.5).clip(0, 1)[:, None]
    colours = (1 - share) * median_colours(picture, edge, first, across) + share * median_colours(
        picture, edge, last, across
    )
    return np.rint(colours + (1 - mix) * before + mix * after).clip(0, 255).astype(np.uint8)


def grain_at(
    picture: Picture, edge: Edge, run: NDArray[np.float64], along: NDArray[np.float64], across: NDArray[np.float64]
) -> Reals:
    """What the colours at ``along`` and ``across`` differ by from the middle ones of the ``run``, (n, 3)."""
    colours = sample_colours(picture, edge.places(along, across)[:, None])[:, 0]
    differences = colours - median_colours(picture, edge, run, across)
    is_grain = np.abs(differences).max(axis=1, keepdims=True) <= GRAIN * edge.strength
    return np.asarray(np.where(is_grain, differences, np.float32(0)))


def median_colours(picture: Picture, edge: Edge, run: NDArray[np.float64], across: NDArray[np.float64]) -> Reals:
    """The middle colours (n, 3) of the ``run`` at each of ``across``."""
    means = np.median(sample_colours(picture, edge.places(run[:, None], OFFSETS[None])), axis=0)
    return np.stack([np.interp(across, OFFSETS, means[:, channel]) for channel in range(3)], axis=1).astype(np.float32)


def fold_steps(steps: NDArray[np.float64], run: int) -> NDArray[np.float64]:
    """``steps`` going to and fro on a way of ``run`` pixels."""
    return np.asarray(run - np.abs(np.mod(np.maximum(steps, 0), 2 * run) - run))


def clear_crossings(band: Mask, edges: list[Edge]) -> None:
    """Clear ``band`` where edges cross: it is not known which goes over which."""
    rows, columns = np.ogrid[: band.shape[0], : band.shape[1]]
    for number, edge in enumerate(edges):
        for other in edges[:number]:
            place = crossing_point(edge, other)
            if place is not None and abs(edge.tangent @ other.normal) > 0.1:
                band &= np.hypot(rows - place[0], columns - place[1]) > WIDTH + CROSSING
