"""Filling a hole from the rest of its picture, coarse to fine, with PatchMatch.

At the coarsest size the hole is a few pixels wide and is peeled from its rim. Each finer size starts from the matches
of the coarser one, and alternates between finding better matches and voting on the colours in the hole. At full size
every pixel is copied from one place, so that the fill is as sharp as the picture; its brightness is fitted to the rim.

Structure is decided while the picture is small. There several plans are followed and the one whose patches fit best is
kept: near surroundings only or far ones too, sources of about the same height (a scene with a horizon) or any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.maths.fill import matching, membrane, patchmatch, pyramid
from engine.maths.fill.cloning import REACH, clone
from engine.maths.fill.matching import VALUES, Effort, Matching, dilate_mask, usable_centres
from engine.maths.fill.onionpeel import peel_hole
from engine.maths.fill.patchmatch import RADIUS, Mask, Places
from engine.maths.fill.pyramid import Level, Picture
from engine.maths.filters import distance_transform
from engine.maths.progress import Progress, ignore, sub_progress

# Coarsest size: the hole is about as deep as a patch's radius (pixels), the picture not smaller than this (pixels).
DEEPEST = 0.9 * RADIUS
SMALLEST_SIDE = 48
# Patches to a size up to which plans are compared, and above which matches are only refined: structure is settled by
# then, and 12 MP stay affordable.
FEW_TARGETS = 4_000
MANY_TARGETS = 40_000
# Anti-aliased rims and thin shadows of what is erased reach about this far outside the mask (pixels at full size).
RIM = 3
# Surroundings to copy from, over the square root of the hole's area, at least NEAREST pixels; besides, all there is.
CONTEXTS = (0.25, 0.5)
NEAREST = 40
# Holes up to this depth are not worth comparing plans for (pixels).
SHALLOW = 10.0
# A plan with a wider choice fits better by itself: its cost has to be this much lower than the best of the narrower.
WORTHWHILE = 0.87
# Cost of copying from the whole picture's height away, in squared grey levels, at the coarsest size; a third of it at
# each finer one. It grows with the square of the distance: near rows are as good as the same one.
ROW_PENALTY = 8000.0
ROW_PENALTY_DECAY = 3.0
# Share of the colours' variance that rows explain: in scenes without a horizon, in scenes with a clear one.
BANDED = 0.2, 0.6
# Other fills than the first, counted from 1; and what parts their random numbers, more than a picture has sizes.
MOST_VARIANT, SEED_STEP = 3, 32


@dataclass(frozen=True)
class Plan:
    """Where to copy from: at most ``margin`` pixels of full size from the hole, ``row_penalty`` as ROW_PENALTY.

    The penalty is divided by ``decay`` at each finer size. ``seed`` begins the random numbers of the search.
    """

    margin: int | None
    row_penalty: float
    decay: float = ROW_PENALTY_DECAY
    seed: int = 0


@dataclass(frozen=True)
class Stage:
    """A plan followed down to size ``number`` of ``levels`` (0 is full size)."""

    levels: list[Level]
    plan: Plan
    number: int
    matching: Matching


def complete(level: Level, matched: int, tell: Progress, variant: int = 0) -> Picture:
    """The picture of ``level`` with its hole filled from the rest of it; known pixels stay as they are.

    A hole of more pixels than ``matched`` is matched at a smaller size. ``tell`` is given the finished fraction and may
    raise to stop. Another ``variant`` than 0, up to MOST_VARIANT, is another fill: see ``other_plan``.
    """
    levels = [size for size in pyramid.build_pyramid(level, DEEPEST, SMALLEST_SIDE) if usable_centres(size, 0).any()]
    if not levels:
        return diffuse(level)
    started = start_coarsest(levels, other_plan(levels, variant)) if variant else best_stage(levels, tell)
    stage = refine_to_finest(started, matched, tell)
    origins, number = elect_origins(stage), stage.number
    del stage  # of full size as well: at 12 MP it would hold 130 MB while the colours are copied
    return clone_at_full_size(levels[0], origins, number, tell)


def diffuse(level: Level) -> Picture:
    """The picture with the colours of what is known diffused into the hole: for holes that leave no patch to copy."""
    known = (~level.hole).astype(np.float32)
    sheet = membrane.push_pull(level.picture * known[..., None], known)
    return np.where(level.hole[..., None], np.rint(sheet).clip(0, 255).astype(np.uint8), level.picture)


def best_stage(levels: list[Level], tell: Progress) -> Stage:
    """The plan whose patches fit best, followed while patches are few."""
    best, least = None, np.inf
    for plan in candidate_plans(levels):
        tell(0.0)
        stage = start_coarsest(levels, plan)
        while stage.number > 0 and len(stage.matching.targets) * 4 < FEW_TARGETS:
            tell(0.0)
            stage = refine(stage)
        cost = matching.mean_cost(stage.matching)
        if cost < least * (1.0 if best is None else WORTHWHILE):
            best, least = stage, cost
    assert best is not None
    return best


def candidate_plans(levels: list[Level]) -> Iterator[Plan]:
    """What is worth trying: near and far surroundings; in a banded scene sources of the same height, and any.

    A shallow hole has no room for structure: one plan is enough.
    """
    if distance_transform(levels[0].hole).max() <= SHALLOW:
        yield Plan(None, 0.0)
        return
    side = np.count_nonzero(levels[0].hole) ** 0.5
    row_penalty = ROW_PENALTY * row_banding(levels[-1])
    for context in CONTEXTS:
        yield Plan(max(NEAREST, round(context * side)), row_penalty)
    yield Plan(None, row_penalty)
    if row_penalty > 0:
        yield Plan(None, 0.0)


def other_plan(levels: list[Level], variant: int) -> Plan:
    """A plan that gives another fill than the best one: from nearby alone, from a little further, from the same rows.

    Each has random numbers of its own, which alone make other fills of texture. None may copy from anywhere: compared
    on real pictures, that put a house on a meadow and the sky into a wood.
    """
    side = np.count_nonzero(levels[0].hole) ** 0.5
    near, further = (max(NEAREST, round(context * side)) for context in CONTEXTS)
    row_penalty = ROW_PENALTY * row_banding(levels[-1])
    plans = (near, row_penalty), (further, max(row_penalty, ROW_PENALTY / 2)), (None, ROW_PENALTY)
    margin, penalty = plans[variant - 1]
    return Plan(margin, penalty, seed=SEED_STEP * variant)


def row_banding(level: Level) -> float:
    """How far a known pixel's row tells its colour: 0 for a scene without, 1 for one with a clear horizon."""
    known = ~level.hole[..., None]
    picture = level.picture.astype(np.float32)
    counts = known.sum(axis=1)
    centre = picture.mean(axis=(0, 1), where=known)
    means = (picture * known).sum(axis=1) / np.maximum(counts, 1)
    between = float((((means - centre) ** 2) * counts).sum())
    total = float((((picture - centre) ** 2) * known).sum())
    low, high = BANDED
    return float(np.clip((between / max(total, 1.0) - low) / (high - low), 0, 1))


def start_coarsest(levels: list[Level], plan: Plan) -> Stage:
    """The coarsest size, its hole peeled from the rim."""
    number = len(levels) - 1
    seed = number + plan.seed
    first = matching.match_at_random(levels[-1], allowed_centres(levels[-1], plan, number), seed)
    stage = Stage(levels, plan, number, first)
    peel_hole(first.canvas, levels[-1].hole, first.usable, row_penalty(stage), seed)
    return search_and_vote(stage)


def refine_to_finest(stage: Stage, most: int, tell: Progress) -> Stage:
    """The finest size at which the hole has at most so many pixels."""
    while stage.number > 0 and np.count_nonzero(stage.levels[stage.number - 1].hole) <= most:
        # A size takes about half of the work that is left from it on: four times the pixels, fewer rounds.
        done = 0.5**stage.number
        stage = refine(stage, sub_progress(tell, done, done))
    return stage


def refine(stage: Stage, tell: Progress = ignore) -> Stage:
    """The plan followed at twice the size, from the matches of ``stage``, searched and voted."""
    tell(0.0)
    number = stage.number - 1
    level = stage.levels[number]
    return search_and_vote(
        Stage(
            stage.levels,
            stage.plan,
            number,
            matching.refine_matching(level, allowed_centres(level, stage.plan, number), stage.matching),
        ),
        tell,
    )


def allowed_centres(level: Level, plan: Plan, number: int) -> Mask:
    """Where patches may be copied from at size ``number``."""
    margin = None if plan.margin is None else (plan.margin >> number) + 2 * RADIUS
    return usable_centres(level, max(1, RIM >> number), margin)


def search_and_vote(stage: Stage, tell: Progress = ignore) -> Stage:
    """``stage`` itself, its matching improved in place by as many rounds as its size deserves."""
    sharpness = 0.5 if stage.number else 0.15
    matching.improve(
        stage.matching, choose_effort(stage), row_penalty(stage), stage.number + stage.plan.seed, sharpness, tell
    )
    return stage


def choose_effort(stage: Stage) -> Effort:
    """Most at the coarsest size, where structure is decided; a refinement where patches are many."""
    if len(stage.matching.targets) > MANY_TARGETS:
        return Effort(rounds=2 if stage.number else 1, sweeps=2, reach=8, varied=False)
    rounds = 14 if stage.number == len(stage.levels) - 1 else 6 if stage.number else 4
    return Effort(rounds, sweeps=4, reach=max(stage.matching.usable.shape), varied=True)


def row_penalty(stage: Stage) -> float:
    """Cost of a squared row between a patch and its match at this size."""
    steps = len(stage.levels) - 1 - stage.number
    rows = stage.matching.usable.shape[0]
    return float(stage.plan.row_penalty * VALUES / rows**2 / stage.plan.decay**steps)


def clone_at_full_size(level: Level, origins: Places, number: int, tell: Progress) -> Picture:
    """Copy every pixel of ``level``'s hole from the place that ``origins`` names at size ``number``."""
    done = 0.5**number
    return clone(level, origins, 2**number, sub_progress(tell, done, 1 - done))


def elect_origins(stage: Stage) -> Places:
    """The place that each pixel of the hole, and REACH around it, is copied from: (rows, columns, 2), -1 elsewhere."""
    m = stage.matching
    places = np.argwhere(dilate_mask(stage.levels[stage.number].hole, REACH)).astype(np.int32)
    named = np.empty_like(places)
    patchmatch.elect(places, m.index, m.matches, m.confidence / (1 + m.costs), named)
    found = np.full((*m.usable.shape, 2), -1, np.int32)
    found[places[:, 0], places[:, 1]] = named
    return found
