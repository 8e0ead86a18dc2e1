"""Which cells of a picture make up its subject.

Cells are parted in two by a graph cut whose colour models are learnt from the parts themselves, again and again, as
GrabCut does it (Rother, Kolmogorov and Blake, SIGGRAPH 2004), but on cells, with models that say what a colour means
near here, and with prices that follow outlines rather than single pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from engine.maths.matting.graphcut import minimum_cut
from engine.maths.matting.saliency import squared_distances
from engine.maths.segment.cells import BOTTOM, Cells, Floats

Side = NDArray[np.bool_]

# Standard deviations of a colour model, in Lab units, in units of texture (see ``cells``) and in shares of the picture;
# FAR is what colours elsewhere count.
COLOUR_SIGMA, TEXTURE_SIGMA, NEAR_SIGMA, FAR = 6.0, 0.5, 0.3, 0.05
# The colour models say at most this log likelihood, and nothing where they know less than DOUBT of what is usual.
LOUDEST, DOUBT = 3.0, 0.05
# What log odds that were given count, beside those of the colour models.
GIVEN = 0.5
# Outline strength at which cutting gets cheaper by a factor of e, and the price of cutting along the picture's side.
OUTLINE, PRICE = 5.0, 0.16
ROUNDS = 5
# Candidates: the odds and the price are uncertain by this much.
SHIFTS = tuple(np.arange(-1.5, 2.6, 0.5))
PRICES = (PRICE / 2, PRICE, PRICE * 2)
# What a subject loses for the share of its outline on the frame's sides, on its lower edge, and for a unit of shift.
ON_FRAME, ON_LOWER_EDGE, SHIFTED = 4.0, 0.6, 0.1
# Shares of the picture that are no subject.
TOO_LITTLE, TOO_MUCH = 0.004, 0.97
# Strokes: log odds at the stroke, fading along the way that crosses outlines of this summed strength; a step between
# two cells costs STEP at least, and outlines below FAINT cost nothing.
STROKE, REACH, STEP, FAINT = 5.0, 20.0, 0.15, 1.5


@dataclass(frozen=True)
class Draft:
    """A subject that might be meant, the shift of the odds and the price that led to it, and what speaks for it."""

    side: Side
    shift: float
    price: float
    worth: float


def likeness(cells: Cells) -> Floats:
    """How much the colour and texture of one cell tell of another: (n, n)."""
    unlike = squared_distances(cells.colours) * np.float32(-0.5 / COLOUR_SIGMA**2)
    unlike -= squared_distances(cells.textures) * np.float32(0.5 / TEXTURE_SIGMA**2)
    colour = np.exp(unlike, out=unlike)
    near = np.exp(squared_distances(cells.centres) * np.float32(-0.5 / NEAR_SIGMA**2))
    near += np.float32(FAR)
    return np.asarray(np.multiply(colour, near, out=colour), np.float32)


def cut_subject(
    cells: Cells,
    alike: Floats,
    odds: Floats,
    sure: NDArray[np.int8],
    start: Floats | Side | None = None,
    price: float = PRICE,
) -> Side:
    """The subject (n,) by log ``odds`` (n,), starting from ``start`` (n,) 0..1, or from what the odds say.

    ``alike`` is the cells' likeness; ``sure`` (n,) is 1 for cells that are subject in any case, -1 for those that are
    not, and 0.
    """
    share = cells.areas / cells.areas.sum()
    prices = price * cells.lengths * np.exp(-cells.outlines / OUTLINE) / np.sqrt(cells.areas.sum())
    unbreakable = 1 + 2 * prices.sum()
    guess = np.asarray(1 / (1 + np.exp(-odds)) if start is None else start, np.float32)
    side = guess > 0.5
    for _ in range(ROUNDS):
        leaning = share * (colour_odds(alike, share, guess) + GIVEN * odds)
        side = minimum_cut(np.where(sure == 0, leaning, sure * unbreakable), cells.pairs, prices)
        if not side.any() or side.all() or np.array_equal(side, guess):
            break
        guess = side.astype(np.float32)
    return side


def colour_odds(alike: Floats, share: Floats, guess: Floats) -> Floats:
    """Log likelihood (n,) of each cell's colour in the subject over that in the background, by ``guess`` (n,) 0..1."""
    inside, outside = share * guess, share * (1 - guess)
    # Not the @ of numpy, whose threads wait for each other longer than these sums take.
    here = np.einsum("ij,j->i", alike, inside) / max(inside.sum(), 1e-9)
    there = np.einsum("ij,j->i", alike, outside) / max(outside.sum(), 1e-9)
    doubt = DOUBT * (here + there).mean()
    return np.asarray(np.clip(np.log((here + doubt) / (there + doubt)), -LOUDEST, LOUDEST), np.float32)


def best_draft(cells: Cells, alike: Floats, odds: Floats, sure: NDArray[np.int8]) -> Draft | None:
    """The subject that most of the drafts agree on and that keeps clear of the frame; None where nothing stands out.

    How much of a picture stands out differs from one to the next, so several shifts of the odds and several prices are
    tried; what stays the same over many of them is a thing, as with maximally stable regions (Matas et al., BMVC 2002).
    """
    tries = [(shift, price) for price in PRICES for shift in SHIFTS]
    sides = np.stack([cut_subject(cells, alike, np.asarray(odds + shift), sure, price=price) for shift, price in tries])
    agreement = pairwise_iou(sides, cells.areas).mean(axis=1)
    drafts = [
        Draft(side, shift, price, float(agree) - frame_penalty(cells, side) - SHIFTED * abs(shift))
        for side, (shift, price), agree in zip(sides, tries, agreement, strict=True)
        if TOO_LITTLE < cells.areas[side].sum() / cells.areas.sum() < TOO_MUCH
    ]
    return max(drafts, key=lambda draft: draft.worth, default=None)


def pairwise_iou(sides: Side, areas: Floats) -> Floats:
    """Intersection over union of any two of the sides (k, n): (k, k); 1 for two that are empty."""
    weighted = sides * areas
    shared = weighted @ sides.T.astype(np.float32)
    sizes = np.diag(shared)
    return np.asarray((shared + 1) / (sizes[:, None] + sizes[None, :] - shared + 1), np.float32)


def frame_penalty(cells: Cells, side: Side) -> float:
    """What speaks against a subject: how much of its outline is the picture's frame."""
    first, second = side[cells.pairs.T]
    outline = cells.lengths[first != second].sum()
    on_frame = cells.frame[:, side].sum(axis=1)
    sides, lower = on_frame[:BOTTOM].sum(), on_frame[BOTTOM]
    return float((ON_FRAME * sides + ON_LOWER_EDGE * lower) / max(outline + sides + lower, 1))


def spread_strokes(cells: Cells, sure: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Log odds (n,) that spread from the cells a person marked, and how far (n,) 0..1 they settle the matter.

    They spread along ways that cross no outline, so that a stroke takes the whole thing it lies on with it.
    """
    for_it, against = nearness(cells, sure > 0), nearness(cells, sure < 0)
    return STROKE * (for_it - against), np.maximum(for_it, against)


def nearness(cells: Cells, marked: Side) -> Floats:
    """1 in the marked cells, falling off with the outlines on the easiest way there: (n,)."""
    if not marked.any():
        return np.zeros(cells.count, np.float32)
    steps = np.maximum(cells.outlines - FAINT, 0) + STEP
    graph = csr_array((steps, tuple(cells.pairs.T)), (cells.count, cells.count))
    ways = dijkstra(graph, directed=False, indices=np.flatnonzero(marked), min_only=True)
    return np.asarray(np.exp(-ways / REACH), np.float32)
