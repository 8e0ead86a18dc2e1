"""Filling a hole from the rest of its picture, coarse to fine, with PatchMatch.

At the coarsest size the hole is a few pixels wide and is peeled from its rim. Each finer size starts from the matches
of the coarser one, and alternates between finding better matches and voting on the colours in the hole. At full size
every pixel is copied from one place, so that the fill is as sharp as the picture, and its brightness is fitted to the rim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.maths import membrane, patchmatch, pyramid
from engine.maths.onionpeel import peel
from engine.maths.patchmatch import CHANNELS, RADIUS, SIDE, Bytes, Costs, Mask, Places
from engine.maths.pyramid import Level, Picture

# Coarsest size: the hole is about as deep as a patch's radius (pixels), the picture not smaller than this (pixels).
DEEPEST = 0.9 * RADIUS
SMALLEST_SIDE = 48
# Patches to a size above which matches are only refined: structure is settled by then, and 12 MP stay affordable.
MANY_TARGETS = 40_000
# Anti-aliased rims and thin shadows of what is erased reach about this far outside the mask (pixels at full size).
RIM = 3
# Fewer places to copy from than this give a wallpaper: look further.
FEWEST_CENTRES = 50
# Known pixels count more: a vote's weight falls by this factor with each pixel into the hole, down to a depth (pixels).
CONFIDENCE_DECAY = 1.3
CONFIDENCE_DEPTH = 60
# Ring outside the hole (pixels) on which the fill's brightness is compared with the picture's, and the most grey levels
# of correction: more than that is a wrong match, not a wrong light.
RING = 2
MOST_CORRECTION = 24.0


@dataclass(frozen=True)
class Effort:
    """How hard to look at one size: rounds of search and vote, sweeps to a search, first window in pixels."""

    rounds: int
    sweeps: int
    reach: int


@dataclass(frozen=True)
class Matching:
    """The patches of one size that touch the hole.

    ``targets``, ``matches`` (patches, 2) and ``pixels`` (hole pixels, 2) are places (row, column); ``index`` (rows,
    columns) numbers the targets, -1 elsewhere; ``costs`` and ``confidence`` are per patch.
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


def complete(level: Level, tell: Callable[[float], None]) -> Picture:
    """The picture of ``level`` with its hole filled from the rest of it; known pixels stay as they are.

    ``tell`` is given the finished fraction and may raise to stop.
    """
    levels = [size for size in pyramid.build(level, DEEPEST, SMALLEST_SIDE) if usable_centres(size, 0).any()]
    if not levels:
        return spread(level)
    work = [np.count_nonzero(size.hole) + 1000 for size in levels]
    matching = None
    for number in reversed(range(len(levels))):
        tell(sum(work[number + 1 :]) / sum(work))
        matching = coarsest(levels[number], number) if matching is None else finer(levels[number], matching, number)
        search(matching, effort(matching, number, len(levels)), number)
    assert matching is not None
    return finish(level, matching)


def spread(level: Level) -> Picture:
    """The picture with the colours of what is known diffused into the hole: for holes that leave no patch to copy."""
    sheet = membrane.span(level.picture.astype(np.float32), ~level.hole)
    return np.where(level.hole[..., None], np.rint(sheet).clip(0, 255).astype(np.uint8), level.picture)


def coarsest(level: Level, seed: int) -> Matching:
    """The state at the coarsest size, its hole peeled from the rim."""
    matching = begin(level, seed)
    peel(matching.canvas, level.hole, matching.usable, seed)
    return matching


def finer(level: Level, coarse: Matching, seed: int) -> Matching:
    """The state at the next finer size: matches and colours follow from the coarser one."""
    matching = begin(level, seed)
    parents = coarse.index[matching.targets[:, 0] // 2, matching.targets[:, 1] // 2]
    places = coarse.matches[parents] * 2 + matching.targets % 2
    kept = (parents >= 0) & (places < level.hole.shape).all(axis=1)
    kept[kept] = matching.usable[places[kept, 0], places[kept, 1]]
    matching.matches[kept] = places[kept]
    vote(matching, sharpness=1.0)
    return matching


def begin(level: Level, seed: int) -> Matching:
    """All patches that touch the hole, matched at random."""
    rows, columns = level.hole.shape
    touching = inside(cv2.dilate(level.hole.astype(np.uint8), np.ones((SIDE, SIDE), np.uint8)) > 0)
    targets = np.argwhere(touching).astype(np.int32)
    index = np.full((rows, columns), -1, np.int32)
    index[touching] = np.arange(len(targets), dtype=np.int32)
    usable = usable_centres(level, max(1, RIM >> seed))
    centres = np.argwhere(usable).astype(np.int32)
    depth = np.minimum(pyramid.depths(level.hole)[touching], CONFIDENCE_DEPTH)
    return Matching(
        source=level.picture.reshape(rows, columns * CHANNELS),
        canvas=level.picture.reshape(rows, columns * CHANNELS).copy(),
        usable=usable,
        targets=targets,
        index=index,
        matches=centres[np.random.default_rng(seed).integers(0, len(centres), len(targets))],
        costs=np.zeros(len(targets), np.float32),
        confidence=np.power(np.float32(CONFIDENCE_DECAY), -depth),
        pixels=np.argwhere(level.hole).astype(np.int32),
    )


def usable_centres(level: Level, rim: int) -> Mask:
    """Where a patch may be copied from: clear of hole, rim and banned pixels; looser where too little would be left."""
    unbanned = np.zeros_like(level.banned)
    for banned, clear in ((level.banned, rim), (level.banned, 0), (unbanned, 0)):
        taken = dilate(level.hole, RADIUS + clear) | dilate(banned, RADIUS)
        usable = inside(~taken)
        if np.count_nonzero(usable) >= FEWEST_CENTRES:
            break
    return usable


def dilate(mask: Mask, radius: int) -> Mask:
    """``mask`` grown by a square of ``radius`` pixels."""
    side = 2 * radius + 1
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def inside(mask: Mask) -> Mask:
    """``mask`` without the places where a patch would leave the picture."""
    inner = np.zeros_like(mask)
    inner[RADIUS:-RADIUS, RADIUS:-RADIUS] = mask[RADIUS:-RADIUS, RADIUS:-RADIUS]
    return inner


def effort(matching: Matching, number: int, count: int) -> Effort:
    """Most at the coarsest size, where structure is decided; a refinement where patches are many."""
    if len(matching.targets) > MANY_TARGETS:
        return Effort(rounds=2 if number else 1, sweeps=2, reach=8)
    rounds = 14 if number == count - 1 else 6 if number else 4
    return Effort(rounds, sweeps=4, reach=max(matching.usable.shape))


def search(m: Matching, effort: Effort, number: int) -> None:
    """Improve matches and colours in turn."""
    for turn in range(effort.rounds):
        patchmatch.measure(m.source, m.canvas, m.targets, m.matches, 0.0, m.costs)
        seed = 100 * number + turn
        patchmatch.search(
            m.source, m.usable, m.canvas, m.targets, m.index, m.matches, m.costs, 0.0, effort.sweeps, effort.reach, seed
        )
        vote(m, sharpness=0.5 if number else 0.15)


def vote(m: Matching, sharpness: float) -> None:
    """Set the hole's colours from the matches; a lower ``sharpness`` listens to the best patches only."""
    # The variance follows Wexler et al., section 3.2: the 75th percentile of the costs; at least a grey level a value.
    variance = max(float(np.percentile(m.costs, 75)), SIDE * SIDE * CHANNELS) * sharpness
    weights = np.exp(-m.costs / variance) * m.confidence + np.float32(1e-8)
    patchmatch.vote(m.source, m.canvas, m.pixels, m.index, m.matches, weights.astype(np.float32))


def finish(level: Level, m: Matching) -> Picture:
    """Copy every pixel from the one place its best patch names, and fit the brightness to the rim."""
    around = np.argwhere(dilate(level.hole, RING)).astype(np.int32)
    origins = np.empty_like(around)
    patchmatch.elect(around, m.index, m.matches, m.confidence / (1 + m.costs), origins)
    found = origins[:, 0] >= 0
    around, origins = around[found], origins[found]
    copied = m.canvas.reshape(level.picture.shape).copy()
    copied[around[:, 0], around[:, 1]] = level.picture[origins[:, 0], origins[:, 1]]
    return fit(level, copied)


def fit(level: Level, copied: Picture) -> Picture:
    """``copied`` with the difference on the ring around the hole spread over the hole as a smooth sheet."""
    difference = level.picture.astype(np.float32) - copied
    ring = dilate(level.hole, RING) & ~level.hole
    sheet = membrane.span(difference.clip(-MOST_CORRECTION, MOST_CORRECTION), ring)
    fitted = np.rint(copied + sheet).clip(0, 255).astype(np.uint8)
    return np.where(level.hole[..., None], fitted, level.picture)
