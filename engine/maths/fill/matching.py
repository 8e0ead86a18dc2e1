"""The patches of one size of a picture that touch its hole, and the places they are matched to."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from engine.maths.fill import patchmatch
from engine.maths.fill.patchmatch import CHANNELS, RADIUS, SIDE, Bytes, Costs, Mask, Places
from engine.maths.fill.pyramid import Level
from engine.maths.filters import distance_transform
from engine.maths.progress import Progress, ignore, sub_progress

# Values in a patch: what a cost is divided by to be in squared grey levels.
VALUES = SIDE * SIDE * CHANNELS
# Fewer places to copy from than this give a wallpaper: look further.
FEWEST_CENTRES = 50
# Cost of each further use of a place, in squared grey levels and as a share of the mean cost, whichever is less;
# divided by how often each place must be used. It keeps one tuft of grass from being printed all over the hole, and
# leaves smooth floors alone. (Kaspar et al., "Self tuning texture optimization", Computer Graphics Forum 34(2), 2015.)
CROWDING = 15.0
CROWDING_SHARE = 0.06
# Known pixels count more: a vote's weight falls by this factor with each pixel into the hole, down to a depth (pixels).
CONFIDENCE_DECAY = 1.3
CONFIDENCE_DEPTH = 60
# Targets that are looked at in one go: a tenth of a second. And what makes neighbouring seeds different (2**64 over the
# golden ratio).
BATCH = 100_000
MIXER = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Matching:
    """``source`` is the picture, ``canvas`` the same with the hole's present colours, both (rows, columns * 3) uint8.

    ``targets``, ``matches`` (patches, 2) and ``pixels`` (hole pixels, 2) are places (row, column); ``index`` (rows,
    columns) numbers the targets, -1 elsewhere; ``costs`` and ``confidence`` are per patch; ``usable`` says which pixels
    may be the centre of a match.
    """

    source: Bytes
    canvas: Bytes
    usable: Mask
    targets: Places
    index: Places
    matches: Places
    costs: Costs
    confidence: Costs
    pixels: Places


@dataclass(frozen=True)
class Effort:
    """How hard to look.

    Rounds of search and vote, sweeps to a search, first window of a random search in pixels; ``varied``: whether using
    the same place again costs.
    """

    rounds: int
    sweeps: int
    reach: int
    varied: bool


def match_at_random(level: Level, usable: Mask, seed: int) -> Matching:
    """All patches that touch the hole, matched at random."""
    matching = collect_patches(level, usable)
    centres = np.flatnonzero(usable)
    chosen = centres[np.random.default_rng(seed).integers(0, len(centres), len(matching.targets))]
    matching.matches[:] = np.stack(np.unravel_index(chosen, usable.shape), axis=1)
    return matching


def refine_matching(level: Level, usable: Mask, coarse: Matching) -> Matching:
    """The state at twice the size: matches and colours follow from the coarser ones."""
    matching = collect_patches(level, usable)
    parents = coarse.index[matching.targets[:, 0] // 2, matching.targets[:, 1] // 2]
    places = coarse.matches[parents] * 2 + matching.targets % 2
    kept = (parents >= 0) & (places < usable.shape).all(axis=1)
    kept[kept] = usable[places[kept, 0], places[kept, 1]]
    if not kept.any():
        places[0], kept[0] = np.argwhere(usable)[0], True
    # A target without a match takes over that of the one before it.
    last = np.maximum.accumulate(np.where(kept, np.arange(len(kept)), np.argmax(kept)))
    matching.matches[:] = places[last]
    vote(matching, sharpness=1.0)
    return matching


def collect_patches(level: Level, usable: Mask) -> Matching:
    """All patches that touch the hole, not matched to anything yet."""
    rows, columns = level.hole.shape
    touching = clear_border(dilate_mask(level.hole, RADIUS))
    targets = np.argwhere(touching).astype(np.int32)
    index = np.full((rows, columns), -1, np.int32)
    index[touching] = np.arange(len(targets), dtype=np.int32)
    depth = np.minimum(distance_transform(level.hole)[touching], CONFIDENCE_DEPTH)
    # A copy, because numba compiles its kernels anew, for seconds, for views and for arrays that are read-only.
    source = np.array(level.picture).reshape(rows, columns * CHANNELS)
    return Matching(
        source=source,
        canvas=source.copy(),
        usable=usable,
        targets=targets,
        index=index,
        matches=np.empty_like(targets),
        costs=np.zeros(len(targets), np.float32),
        confidence=np.power(np.float32(CONFIDENCE_DECAY), -depth),
        pixels=np.argwhere(level.hole).astype(np.int32),
    )


def usable_centres(level: Level, rim: int, margin: int | None = None) -> Mask:
    """Where a patch may be copied from.

    Clear of the hole by ``rim`` pixels, clear of what is banned, at most ``margin`` pixels from the hole; looser where
    too little would be left.
    """
    unbanned = np.zeros_like(level.banned)
    near = None if margin is None else distance_transform(~level.hole) <= margin
    for banned, clear, window in ((level.banned, rim, near), (level.banned, 0, None), (unbanned, 0, None)):
        usable = clear_border(~(dilate_mask(level.hole, RADIUS + clear) | dilate_mask(banned, RADIUS)))
        if window is not None:
            usable &= window
        if np.count_nonzero(usable) >= FEWEST_CENTRES:
            break
    return usable


def dilate_mask(mask: Mask, radius: int) -> Mask:
    """``mask`` grown by a square of ``radius`` pixels."""
    side = 2 * radius + 1
    grown = cv2.dilate(np.ascontiguousarray(mask).view(np.uint8), np.ones((side, side), np.uint8))
    return np.asarray(grown, np.uint8).view(np.bool_)


def clear_border(mask: Mask) -> Mask:
    """``mask`` without the places where a patch would leave the picture."""
    inner = np.zeros_like(mask)
    inner[RADIUS:-RADIUS, RADIUS:-RADIUS] = mask[RADIUS:-RADIUS, RADIUS:-RADIUS]
    return inner


def improve(
    m: Matching, effort: Effort, row_penalty: float, seed: int, sharpness: float, tell: Progress = ignore
) -> None:
    """Search and vote in turn; costs include ``row_penalty`` times the squared rows to a match.

    ``tell`` is given the finished fraction.
    """
    usage = count_uses(m)
    for turn in range(effort.rounds):
        patchmatch.measure(m.source, m.canvas, m.targets, m.matches, row_penalty, m.costs)
        dearer = crowding_cost(m) if effort.varied else 0.0
        part = sub_progress(tell, turn / effort.rounds, 1 / effort.rounds)
        search(m, usage, effort, row_penalty, dearer, 100 * seed + turn, part)
        vote(m, sharpness)


def search(
    m: Matching,
    usage: Places,
    effort: Effort,
    row_penalty: float,
    dearer: float,
    seed: int,
    tell: Progress = ignore,
) -> None:
    """Improve the matches and their costs, and count in ``usage`` (rows, columns) what they use.

    Each further use of a place makes it ``dearer``; for the rest see ``improve``.
    """
    state, count = np.uint64((seed * MIXER + 1) % 2**64), len(m.targets)
    arrays = m.source, m.usable, m.canvas, m.targets, m.index, m.matches, m.costs, usage
    for sweep, start in itertools.product(range(effort.sweeps), range(0, count, BATCH)):
        tell((sweep + start / count) / effort.sweeps)
        stop = min(start + BATCH, count)
        turns = (start, stop, 1) if sweep % 2 == 0 else (count - 1 - start, count - 1 - stop, -1)
        state = np.uint64(patchmatch.search(*arrays, row_penalty, dearer, turns, effort.reach, state))


def count_uses(m: Matching) -> Places:
    """How many targets copy from each place (rows, columns)."""
    flat = np.ravel_multi_index((m.matches[:, 0], m.matches[:, 1]), m.usable.shape)
    return np.bincount(flat, minlength=m.usable.size).astype(np.int32).reshape(m.usable.shape)


def crowding_cost(m: Matching) -> float:
    """Cost of each further use of a place to copy from."""
    uses = max(1.0, len(m.targets) / np.count_nonzero(m.usable))
    return min(CROWDING * VALUES, CROWDING_SHARE * float(m.costs.mean())) / uses


def vote(m: Matching, sharpness: float) -> None:
    """Set the hole's colours from the matches; a lower ``sharpness`` listens to the best patches only."""
    # The variance follows Wexler et al., section 3.2: the 75th percentile of the costs; at least a grey level a value.
    variance = max(float(np.percentile(m.costs, 75)), VALUES) * sharpness
    weights = np.exp(-m.costs / variance) * m.confidence + np.float32(1e-8)
    patchmatch.vote(m.source, m.canvas, m.pixels, m.index, m.matches, weights.astype(np.float32))


def mean_cost(m: Matching) -> float:
    """Mean cost of the matches in squared grey levels: how badly the fill fits together and to its surroundings."""
    patchmatch.measure(m.source, m.canvas, m.targets, m.matches, 0.0, m.costs)
    return float(m.costs.mean()) / VALUES
