"""Straight edges that a hole interrupts, continued across it: beams, horizons, courses of brick, the slats of a bench.

An edge is continued where it meets the hole from both ends, in line, with the same colours on at least one of its
sides. What follows it closely is drawn as a narrow band, and all else in the hole is left to the completion, for which
the band is known. Evidence has to be strong: an edge that is missed is completed as any other part of the hole is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.fill.bands import draw_bands
from engine.maths.fill.pyramid import Level, Mask, Picture
from engine.maths.fill.straight_edges import (
    LONGEST_RUN,
    MOST_SAMPLED,
    OFFSETS,
    RIM,
    WIDTH,
    Edge,
    Reals,
    crossing_point,
    lookup_mask,
    run_places,
    sample_colours,
)
from engine.maths.filters import distance_transform
from engine.maths.working_copy import bounding_window

# Pixels around the hole that are no evidence: an anti-aliased rim of what is erased, and how far gradients reach.
GRADIENT_RIM = RIM + 2
# Pixels around the hole in which edges are looked for.
COLLAR = 24
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
# Offsets from an edge, in pixels, from which to which colours are compared on each side of it: as thin as mortar is.
NEAR, FAR = 2, 3
BELOW, ABOVE = slice(WIDTH - FAR, WIDTH - NEAR + 1), slice(WIDTH + NEAR, WIDTH + FAR + 1)
# An edge has at least this contrast (grey levels) and this over the deviation of the colours along it. Of its run, at
# least this share shows at least half the contrast: joints of brick end at it.
CONTRAST, CONTRAST_OVER_NOISE, UNBROKEN = 14.0, 2.0, 0.75
# The most that one side's colours may differ between both ends over the contrast; and, where both sides differ by the
# same, in grey levels.
ALIKE_SHARE, MOST_LIGHT = 0.3, 32.0


def continue_straight(level: Level) -> Level:
    """``level`` with the edges that the hole interrupts drawn across it; they are banned, and the hole ends at them.

    Deterministic; the arguments are not written into, and without edges ``level`` itself is returned.
    """
    window = bounding_window(level.hole, LONGEST_RUN + WIDTH + GRADIENT_RIM)
    part = Level(level.picture[window], level.hole[window], level.banned[window])
    edges = drop_occluded(find_edges(part)) if max(part.hole.shape) <= MOST_SAMPLED else []
    if not edges:
        return level
    picture, band = level.picture.copy(), np.zeros_like(level.hole)
    picture[window], band[window] = draw_bands(part, edges)
    return Level(picture, level.hole & ~band, level.banned | band)


def find_edges(level: Level) -> list[Edge]:
    """The edges that the hole interrupts, the strongest first."""
    distance = distance_transform(~level.hole)
    collar = (distance > GRADIENT_RIM) & (distance <= GRADIENT_RIM + COLLAR)
    collar &= cv2.dilate(level.banned.view(np.uint8), np.ones((5, 5), np.uint8)) == 0
    places = np.argwhere(collar)
    slopes = steepest_gradient(level.picture, places)
    steep = np.hypot(slopes[:, 0], slopes[:, 1]) >= SLOPE
    places, voters = places[steep], slopes[steep].astype(np.float64)
    blocked = level.hole | level.banned
    found = (
        verify_edge(level, blocked, fit_edge(edge, places, voters))
        for edge in edge_candidates(level.hole, places, voters)
    )
    return sorted((edge for edge in found if edge), key=lambda edge: -edge.strength)


def steepest_gradient(picture: Picture, places: NDArray[np.int64]) -> Reals:
    """The gradient (n, 2) at each of ``places`` (n, 2) of the channel that is steepest there, in levels per pixel."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 1)
    flat = places[:, 0] * picture.shape[1] + places[:, 1]
    slopes = np.stack(
        [
            [cv2.Scharr(channel, cv2.CV_32F, *order, scale=1 / 32).ravel()[flat] for channel in cv2.split(smooth)]
            for order in ((0, 1), (1, 0))
        ]
    )
    steepest = np.argmax((slopes**2).sum(axis=0), axis=0)
    return np.asarray(slopes[:, steepest, np.arange(len(places))].T)


def edge_candidates(hole: Mask, places: NDArray[np.int64], voters: NDArray[np.float64]) -> Iterator[Edge]:
    """Lines through the hole with votes on both sides of it, by a Hough transform that keeps the gradient's sign."""
    centre = np.argwhere(hole).mean(axis=0)
    votes = hough_votes(places - centre, voters, int(np.hypot(*hole.shape)) + 2)
    offset = votes.shape[1] // 2
    for _ in range(MOST_CANDIDATES):
        angle, distance = np.unravel_index(np.argmax(votes), votes.shape)
        if votes[angle, distance] < FEWEST_VOTES:
            return
        normal = np.array([np.sin(np.deg2rad(angle)), np.cos(np.deg2rad(angle))])
        yield Edge(centre + (distance - offset) * normal, normal)
        near = np.arange(angle - APART_DEGREES, angle + APART_DEGREES + 1) % 360
        votes[near, max(0, distance - APART_PIXELS) : distance + APART_PIXELS + 1] = 0


def hough_votes(places: NDArray[np.float64], voters: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
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


def fit_edge(edge: Edge, places: NDArray[np.int64], voters: NDArray[np.float64]) -> Edge:
    """``edge`` moved and turned to lie along the slopes that support it, each counting by its steepness."""
    for _ in range(3):
        support = np.abs(places @ edge.normal - edge.point @ edge.normal) <= SUPPORT
        near, slopes = places[support], voters[support]
        steepness = np.hypot(slopes[:, 0], slopes[:, 1])
        weights = steepness * (slopes @ edge.normal >= ALIGNED * steepness)
        if np.count_nonzero(weights) < FEWEST_VOTES:
            return edge
        middle = np.average(near, axis=0, weights=weights)
        spread = (near - middle).T * weights @ (near - middle)
        normal = np.linalg.eigh(spread)[1][:, 0]
        edge = Edge(middle, normal if normal @ edge.normal > 0 else -normal)
    return edge


def verify_edge(level: Level, blocked: Mask, edge: Edge) -> Edge | None:
    """``edge`` with its gap, if there is one and both its ends show that it goes on."""
    edge = find_gap(level.hole, edge)
    if edge.end - edge.start < SHORTEST_GAP:
        return None
    ends = [sample_profile(level.picture, blocked, edge, along) for along in run_places(edge)]
    if any(end is None for end in ends):
        return None
    first, last = (end for end in ends if end is not None)
    strength = min(edge_contrast(first), edge_contrast(last))
    if strength <= 0:
        return None
    below, above = sides_agree(first, last, strength)
    return replace(edge, below=below, above=above, strength=strength) if below or above else None


def find_gap(hole: Mask, edge: Edge) -> Edge:
    """``edge`` with the longest of the ways that it and its surroundings have through the hole."""
    reach = float(np.hypot(*hole.shape))
    along = np.arange(-reach, reach + 1)
    inside = lookup_mask(hole, edge.places(along[:, None], OFFSETS[None])).any(axis=1)
    inside = np.concatenate([[False], inside, [False]])
    starts, ends = np.flatnonzero(np.diff(inside.astype(np.int8))).reshape(-1, 2).T
    if len(starts) == 0:
        return edge
    longest = int(np.argmax(ends - starts))
    return replace(edge, start=along[starts[longest]], end=along[ends[longest] - 1])


def sample_profile(picture: Picture, blocked: Mask, edge: Edge, along: NDArray[np.float64]) -> Reals | None:
    """Colours (along, OFFSETS, 3) across ``edge``; None where they leave the picture, or are not all known."""
    places = edge.places(along[:, None], OFFSETS[None])
    if not lookup_mask(~blocked, places).all():
        return None
    return sample_colours(picture, places)


def edge_contrast(profile: Reals) -> float:
    """The contrast of an unbroken edge in grey levels; 0 where it is weak, broken or lost in texture."""
    below, above = profile[:, BELOW].mean(axis=1), profile[:, ABOVE].mean(axis=1)
    step = np.median(above - below, axis=0)
    strength = colour_magnitude(step)
    shown = (above - below) @ step / 3 / max(strength, 1e-3)
    noise = float(np.sqrt((below.var(axis=0) + above.var(axis=0)).mean() / 2))
    is_clear = strength >= max(CONTRAST, CONTRAST_OVER_NOISE * noise)
    return strength if is_clear and np.mean(shown >= strength / 2) >= UNBROKEN else 0.0


def sides_agree(first: Reals, last: Reals, strength: float) -> tuple[bool, bool]:
    """Whether the sides below and above an edge of this contrast have the same colours at both ends.

    Both may change in the same way: the light does.
    """
    changes = [
        np.median(first[:, side], axis=(0, 1)) - np.median(last[:, side], axis=(0, 1)) for side in (BELOW, ABOVE)
    ]
    below, above = (colour_magnitude(change) <= ALIKE_SHARE * strength for change in changes)
    is_lit = (
        colour_magnitude(changes[0] - changes[1]) <= ALIKE_SHARE * strength
        and max(map(colour_magnitude, changes)) <= MOST_LIGHT
    )
    return below or is_lit, above or is_lit


def colour_magnitude(colour: NDArray[np.floating[Any]]) -> float:
    """How large a difference of colours is, in grey levels."""
    return float(np.linalg.norm(colour)) / 3**0.5


def drop_occluded(edges: list[Edge]) -> list[Edge]:
    """The edges without those that one goes over, whose one side changes on the way: they are seen through nothing."""
    return [
        edge
        for edge in edges
        if not edge.is_whole
        or not any(crossing_point(edge, other) is not None for other in edges if not other.is_whole)
    ]
