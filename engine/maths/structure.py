"""Straight edges that a hole interrupts, continued across it: beams, horizons, courses of brick, the slats of a bench.

An edge is continued where it meets the hole from both ends, in line, with the same colours on at least one of its
sides. What follows it closely is drawn as a narrow band, and all else in the hole is left to the completion, for which
the band is known. Evidence has to be strong: an edge that is missed is completed as any other part of the hole is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths import pyramid
from engine.maths.pyramid import Level, Mask, Picture

Reals = NDArray[np.float32]

# Anti-aliased rims of what is erased: pixels around the hole that are no evidence, and for gradients two more.
RIM, GRADIENT_RIM = 3, 5
# Pixels around the hole in which edges are looked for.
COLLAR = 24
# How far an edge is followed on each side of the hole: a share of the gap, in pixels between these.
RUN_SHARE, SHORTEST_RUN, LONGEST_RUN = 0.35, 16, 96
# Gaps under this are completed well enough (pixels).
SHORTEST_GAP = 12
# Least slope of a pixel that votes (grey levels per pixel, smoothed by one pixel), and how far in degrees its
# direction may be off.
SLOPE, SPREAD = 4.0, 3
# Votes that an edge needs on each side, candidates looked at, and how far candidates are apart (degrees, pixels).
FEWEST_VOTES, MOST_CANDIDATES = 16, 40
APART_DEGREES, APART_PIXELS = 4, 3
# Pixels of support and the cosine of the angle their gradient may be off, while a candidate is fitted.
SUPPORT, ALIGNED = 2.0, 0.97
# Offsets from an edge, in pixels: to each side of it colours are compared from NEAR to FAR, as thin as mortar is, and
# drawn to WIDTH.
NEAR, FAR, WIDTH = 2, 3, 4
# So far an edge is drawn on a side that changes on its way (pixels): enough to show it.
NARROW = 1.0
# An edge has at least this contrast (grey levels) and this over the deviation of the colours along it. Of its run, at
# least this share shows at least half the contrast: joints of brick end at it.
CONTRAST, CONTRAST_OVER_NOISE, UNBROKEN = 14.0, 2.0, 0.75
# Colours that differ from the edge's middle ones by more than this share of the contrast are not grain: another edge
# ends there.
GRAIN = 0.3
# The most that one side's colours may differ between both ends over the contrast; and, where both sides differ by the
# same, in grey levels.
ALIKE_SHARE, MOST_LIGHT = 0.3, 32.0
# Around the crossing of two edges nothing is drawn (pixels beyond WIDTH), as it is not known which goes over which.
CROSSING = 2
# Half the width of the seam where what is drawn from both ends meets (pixels).
SEAM = 3.0


@dataclass(frozen=True)
class Edge:
    """A straight edge: ``point`` on it, and the unit ``normal`` towards its lighter side, both (row, column).

    The hole interrupts it from ``start`` to ``end``, pixels along its ``tangent`` from ``point``. ``below`` and
    ``above`` say on which sides its colours are the same at both ends; ``below`` is against the normal. ``strength`` is
    its contrast in grey levels.
    """

    point: NDArray[np.float64]
    normal: NDArray[np.float64]
    start: float = 0.0
    end: float = 0.0
    below: bool = False
    above: bool = False
    strength: float = 0.0

    @property
    def tangent(self) -> NDArray[np.float64]:
        return np.array([-self.normal[1], self.normal[0]])

    @property
    def run(self) -> int:
        """How far it is followed on each side of the gap, pixels."""
        return int(np.clip(RUN_SHARE * (self.end - self.start), SHORTEST_RUN, LONGEST_RUN))

    @property
    def is_whole(self) -> bool:
        """Whether both its sides go on."""
        return self.below and self.above

    def places(self, along: NDArray[np.float64], across: NDArray[np.float64]) -> NDArray[np.float64]:
        """(row, column) of what lies ``along`` and ``across`` it, pixels; in a last axis."""
        return np.asarray(self.point + along[..., None] * self.tangent + across[..., None] * self.normal)


def continue_straight(level: Level) -> Level:
    """``level`` with the edges that the hole interrupts drawn across it; they are banned, and the hole ends at them.

    Deterministic; the arguments are not written into, and without edges ``level`` itself is returned.
    """
    window = around(level.hole)
    part = Level(level.picture[window], level.hole[window], level.banned[window])
    edges = uncrossed(find_edges(part))
    if not edges:
        return level
    picture, band = level.picture.copy(), np.zeros_like(level.hole)
    picture[window], band[window] = drawn(part, edges)
    return Level(picture, level.hole & ~band, level.banned | band)


def around(hole: Mask) -> tuple[slice, slice]:
    """The box of ``hole`` with all that evidence may come from."""
    left, top, columns, rows = cv2.boundingRect(hole.view(np.uint8))
    margin = LONGEST_RUN + WIDTH + GRADIENT_RIM
    return (
        slice(max(0, top - margin), top + rows + margin),
        slice(max(0, left - margin), left + columns + margin),
    )


def find_edges(level: Level) -> list[Edge]:
    """The edges that the hole interrupts, the strongest first."""
    distance = pyramid.depths(~level.hole)
    collar = (distance > GRADIENT_RIM) & (distance <= GRADIENT_RIM + COLLAR)
    collar &= cv2.dilate(level.banned.view(np.uint8), np.ones((5, 5), np.uint8)) == 0
    slopes = slopes_of(level.picture)
    places = np.argwhere(collar & (np.hypot(slopes[..., 0], slopes[..., 1]) >= SLOPE))
    voters = slopes[places[:, 0], places[:, 1]].astype(np.float64)
    blocked = level.hole | level.banned
    found = (verified(level, blocked, fitted(edge, places, voters)) for edge in candidates(level.hole, places, voters))
    return sorted((edge for edge in found if edge), key=lambda edge: -edge.strength)


def slopes_of(picture: Picture) -> Reals:
    """The gradient (rows, columns, 2) of the channel that is steepest at each pixel, in grey levels per pixel."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 1).astype(np.float32)
    down, right = (cv2.Scharr(smooth, cv2.CV_32F, *order, scale=1 / 32) for order in ((0, 1), (1, 0)))
    steepest = np.argmax(down**2 + right**2, axis=2)[..., None]
    return np.concatenate([np.take_along_axis(slope, steepest, axis=2) for slope in (down, right)], axis=2)


def candidates(hole: Mask, places: NDArray[np.int64], voters: NDArray[np.float64]) -> Iterator[Edge]:
    """Lines through the hole with votes on both sides of it, by a Hough transform that keeps the gradient's sign."""
    centre = np.argwhere(hole).mean(axis=0)
    votes = ballot(places - centre, voters, int(np.hypot(*hole.shape)) + 2)
    offset = votes.shape[1] // 2
    for _ in range(MOST_CANDIDATES):
        angle, distance = np.unravel_index(np.argmax(votes), votes.shape)
        if votes[angle, distance] < FEWEST_VOTES:
            return
        normal = np.array([np.sin(np.deg2rad(angle)), np.cos(np.deg2rad(angle))])
        yield Edge(centre + (distance - offset) * normal, normal)
        near = np.arange(angle - APART_DEGREES, angle + APART_DEGREES + 1) % 360
        votes[near, max(0, distance - APART_PIXELS) : distance + APART_PIXELS + 1] = 0


def ballot(places: NDArray[np.float64], voters: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Votes (degrees of the normal, distances from the centre): the fewer of those before and after the hole."""
    angles = np.rad2deg(np.arctan2(voters[:, 0], voters[:, 1]))
    counts = np.zeros((2, 360 * (2 * reach + 1)))
    for turn in range(-SPREAD, SPREAD + 1):
        degrees = np.rint(angles + turn).astype(int) % 360
        sines, cosines = np.sin(np.deg2rad(degrees)), np.cos(np.deg2rad(degrees))
        distances = np.rint(places[:, 0] * sines + places[:, 1] * cosines).astype(int)
        bins = degrees * (2 * reach + 1) + distances + reach
        after = places[:, 1] * sines < places[:, 0] * cosines
        for side, members in enumerate((after, ~after)):
            counts[side] += np.bincount(bins[members], minlength=counts.shape[1])
    return np.asarray(cv2.blur(counts.min(axis=0).reshape(360, -1), (3, 1)) * 3)


def fitted(edge: Edge, places: NDArray[np.int64], voters: NDArray[np.float64]) -> Edge:
    """``edge`` moved and turned to lie along the slopes that support it, each counting by its steepness."""
    for _ in range(3):
        steepness = np.hypot(voters[:, 0], voters[:, 1])
        weights = steepness * (np.abs((places - edge.point) @ edge.normal) <= SUPPORT)
        weights *= voters @ edge.normal >= ALIGNED * steepness
        if np.count_nonzero(weights) < FEWEST_VOTES:
            return edge
        middle = np.average(places, axis=0, weights=weights)
        spread = (places - middle).T * weights @ (places - middle)
        normal = np.linalg.eigh(spread)[1][:, 0]
        edge = Edge(middle, normal if normal @ edge.normal > 0 else -normal)
    return edge


def verified(level: Level, blocked: Mask, edge: Edge) -> Edge | None:
    """``edge`` with its gap, if there is one and both its ends show that it goes on."""
    edge = interrupted(level.hole, edge)
    if edge.end - edge.start < SHORTEST_GAP:
        return None
    ends = [profiles(level.picture, blocked, edge, along) for along in runs(edge)]
    if any(end is None for end in ends):
        return None
    first, last = (end for end in ends if end is not None)
    strength = min(contrast(first), contrast(last))
    if strength <= 0:
        return None
    below, above = agreement(first, last, strength)
    return replace(edge, below=below, above=above, strength=strength) if below or above else None


OFFSETS = np.arange(-WIDTH, WIDTH + 1.0)
BELOW, ABOVE = slice(WIDTH - FAR, WIDTH - NEAR + 1), slice(WIDTH + NEAR, WIDTH + FAR + 1)


def interrupted(hole: Mask, edge: Edge) -> Edge:
    """``edge`` with the longest of its ways through the hole."""
    reach = float(np.hypot(*hole.shape))
    along = np.arange(-reach, reach + 1)
    inside = np.concatenate([[False], within(hole, edge.places(along, np.zeros(1))), [False]])
    starts, ends = np.flatnonzero(np.diff(inside.astype(np.int8))).reshape(-1, 2).T
    if len(starts) == 0:
        return edge
    longest = int(np.argmax(ends - starts))
    return replace(edge, start=along[starts[longest]], end=along[ends[longest] - 1])


def within(mask: Mask, places: NDArray[np.float64]) -> Mask:
    """Whether ``mask`` holds at ``places`` (..., 2); False outside of it."""
    nearest = np.rint(places).astype(int)
    inside = ((nearest >= 0) & (nearest < mask.shape)).all(axis=-1)
    nearest[~inside] = 0
    return np.asarray(mask[nearest[..., 0], nearest[..., 1]] & inside)


def runs(edge: Edge) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The pixels along ``edge`` that precede its gap, and those that follow it, from the gap outwards."""
    steps = np.arange(RIM, RIM + edge.run + 1.0)
    return edge.start - steps, edge.end + steps


def profiles(picture: Picture, blocked: Mask, edge: Edge, along: NDArray[np.float64]) -> Reals | None:
    """Colours (along, OFFSETS, 3) across ``edge``; None where they leave the picture, or are not all known."""
    places = edge.places(along[:, None], OFFSETS[None])
    if not within(~blocked, places).all():
        return None
    return sampled(picture, places)


def sampled(picture: Picture, places: NDArray[np.float64]) -> Reals:
    """Colours at ``places`` (rows, columns, 2) between the pixels of ``picture``."""
    rows, columns = (np.ascontiguousarray(places[..., axis], np.float32) for axis in (0, 1))
    return cv2.remap(picture, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)


def contrast(profile: Reals) -> float:
    """The contrast of an unbroken edge in grey levels; 0 where it is weak, broken or lost in texture."""
    below, above = profile[:, BELOW].mean(axis=1), profile[:, ABOVE].mean(axis=1)
    step = np.median(above - below, axis=0)
    strength = size(step)
    shown = (above - below) @ step / 3 / max(strength, 1e-3)
    noise = float(np.sqrt((below.var(axis=0) + above.var(axis=0)).mean() / 2))
    is_clear = strength >= max(CONTRAST, CONTRAST_OVER_NOISE * noise)
    return strength if is_clear and np.mean(shown >= strength / 2) >= UNBROKEN else 0.0


def agreement(first: Reals, last: Reals, strength: float) -> tuple[bool, bool]:
    """Whether the sides below and above an edge of this contrast have the same colours at both ends.

    Both may change in the same way: the light does.
    """
    changes = [
        np.median(first[:, side], axis=(0, 1)) - np.median(last[:, side], axis=(0, 1)) for side in (BELOW, ABOVE)
    ]
    below, above = (size(change) <= ALIKE_SHARE * strength for change in changes)
    is_lit = size(changes[0] - changes[1]) <= ALIKE_SHARE * strength and max(map(size, changes)) <= MOST_LIGHT
    return below or is_lit, above or is_lit


def size(colour: NDArray[np.floating[Any]]) -> float:
    """How large a difference of colours is, in grey levels."""
    return float(np.linalg.norm(colour)) / 3**0.5


def uncrossed(edges: list[Edge]) -> list[Edge]:
    """The edges without those that one goes over, whose one side changes on the way: they are seen through nothing."""
    return [
        edge
        for edge in edges
        if not edge.is_whole or not any(crossing(edge, other) is not None for other in edges if not other.is_whole)
    ]


def crossing(edge: Edge, other: Edge) -> NDArray[np.float64] | None:
    """Where two edges cross in their gaps, (row, column)."""
    across = float(edge.tangent @ other.normal)
    if abs(across) < 1e-3:
        return None
    along = float((other.point - edge.point) @ other.normal) / across
    place = edge.point + along * edge.tangent
    passed = float((place - other.point) @ other.tangent)
    is_between = edge.start <= along <= edge.end and other.start <= passed <= other.end
    return np.asarray(place) if is_between else None


def drawn(level: Level, edges: list[Edge]) -> tuple[Picture, Mask]:
    """The picture of ``level`` with the bands along ``edges``, and where they are."""
    picture, band = level.picture.copy(), np.zeros_like(level.hole)
    places = np.argwhere(level.hole)
    for edge in edges:
        along, across = ((places - edge.point) @ axis for axis in (edge.tangent, edge.normal))
        near = (along >= edge.start - WIDTH) & (along <= edge.end + WIDTH)
        near &= (across >= (-WIDTH if edge.below else -NARROW)) & (across <= (WIDTH if edge.above else NARROW))
        near &= ~band[places[:, 0], places[:, 1]]
        rows, columns = places[near].T
        picture[rows, columns] = continued(level.picture, edge, along[near], across[near])
        band[rows, columns] = True
    leave_crossings(band, edges)
    return np.where(band[..., None], picture, level.picture), band


def continued(picture: Picture, edge: Edge, along: NDArray[np.float64], across: NDArray[np.float64]) -> Picture:
    """Colours (n, 3) for the gap of ``edge``: from both ends, mirrored at the rim, their light made to agree."""
    share = ((along - edge.start) / max(edge.end - edge.start, 1)).clip(0, 1)[:, None]
    first, last = runs(edge)
    before = grain(picture, edge, first, first[0] - folded(along - first[0], edge.run), across)
    after = grain(picture, edge, last, last[0] + folded(last[0] - along, edge.run), across)
    mix = ((along - (edge.start + edge.end) / 2) / (2 * SEAM) + 0.5).clip(0, 1)[:, None]
    colours = (1 - share) * light(picture, edge, first, across) + share * light(picture, edge, last, across)
    return np.rint(colours + (1 - mix) * before + mix * after).clip(0, 255).astype(np.uint8)


def grain(
    picture: Picture, edge: Edge, run: NDArray[np.float64], along: NDArray[np.float64], across: NDArray[np.float64]
) -> Reals:
    """What the colours at ``along`` and ``across`` differ by from the middle ones of the ``run``, (n, 3)."""
    colours = sampled(picture, edge.places(along, across)[:, None])[:, 0]
    differences = colours - light(picture, edge, run, across)
    is_grain = np.abs(differences).max(axis=1, keepdims=True) <= GRAIN * edge.strength
    return np.asarray(np.where(is_grain, differences, np.float32(0)))


def light(picture: Picture, edge: Edge, run: NDArray[np.float64], across: NDArray[np.float64]) -> Reals:
    """The middle colours (n, 3) of the ``run`` at each of ``across``."""
    means = np.median(sampled(picture, edge.places(run[:, None], OFFSETS[None])), axis=0)
    return np.stack([np.interp(across, OFFSETS, means[:, channel]) for channel in range(3)], axis=1).astype(np.float32)


def folded(steps: NDArray[np.float64], run: int) -> NDArray[np.float64]:
    """``steps`` going to and fro on a way of ``run`` pixels."""
    return np.asarray(run - np.abs(np.mod(np.maximum(steps, 0), 2 * run) - run))


def leave_crossings(band: Mask, edges: list[Edge]) -> None:
    """Clear ``band`` where edges cross: it is not known which goes over which."""
    rows, columns = np.ogrid[: band.shape[0], : band.shape[1]]
    for number, edge in enumerate(edges):
        for other in edges[:number]:
            place = crossing(edge, other)
            if place is not None and abs(edge.tangent @ other.normal) > 0.1:
                band &= np.hypot(rows - place[0], columns - place[1]) > WIDTH + CROSSING
