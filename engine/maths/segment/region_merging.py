"""Merging superpixels into regions, the most alike pair of neighbours first.

A pair's price is the mean strength of the outline between the two plus how differently their colours and textures are
spread, and less where one of them is small or surrounded by the other. A person tells apart what is dear to merge.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numba
import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]
Floats = NDArray[np.float32]
Number = int | np.integer[Any]  # of a superpixel

# The numbers below were chosen on real photos with known objects; the result hardly changes when one of them is
# varied by a third. Merging stops at this price ...
DIFFERENT = 0.42
# ... but goes on above MOST regions, and below FEWEST only for what is so alike that it is one flat area.
FEWEST, MOST, ALIKE = 25, 150, 0.25
# Outline strength (see ``edges``) that alone makes a price of 1.
CLEAR_OUTLINE = 9.0
# Price of two regions that have no colour and no texture in common.
NOTHING_IN_COMMON = 2.1
# Outline strength below which prices fade to nothing: a sky that changes without an outline is one thing, however
# different its ends are. On photos with known objects 1 in 100 true outlines was weaker than 7.
VISIBLE_OUTLINE = 5.0
# A region with this share of the picture costs 0.76 of what a large one does; smaller ones ever less.
SMALL_SHARE, SMALL_POWER = 0.02, 0.4
# What is taken off the price of a region that is wholly surrounded by the other.
ENCLOSED_DISCOUNT = 0.4

LIGHTNESS_BINS, LIGHTNESS_RANGE = 10, (0.0, 100.0)
CHROMA_BINS, CHROMA_RANGE = 16, (-80.0, 80.0)
# Slope of the lightness (Sobel 3x3) from which a pixel counts as weakly, clearly, strongly textured.
SLOPES = (12.0, 40.0, 100.0)
SLOPE_DIRECTIONS = 4
KINDS_OF_BINS = 4

# What to index a map with to get all pixels that have a next one, and those next ones: downwards and to the right.
NEXT_TO_EACH_OTHER = ((np.s_[:-1], np.s_[1:]), (np.s_[:, :-1], np.s_[:, 1:]))


class Graph(NamedTuple):
    """Superpixels 0..n-1, their neighbours, and the prices of merging them; changed in place while merging.

    Two neighbours are a pair p, which stands in the list of either: as the links 2 p and 2 p + 1, each of which is the
    ``link ^ 1`` of the other. So the graph takes memory by what touches, not by what might. -1 is no link.
    """

    outlines: Floats  # (pairs,) summed strength of the outline between two
    lengths: Floats  # (pairs,) length of that outline in pixels
    prices: Floats  # (pairs,) infinite where it is not known yet
    targets: NDArray[np.int64]  # (links,) the superpixel that a link leads to
    following: NDArray[np.int64]  # (links,) the next link of the same superpixel
    previous: NDArray[np.int64]  # (links,)
    firsts: NDArray[np.int64]  # (n,) the first link of each superpixel
    spreads: Floats  # (n, bins) pixels per bin of colour and texture
    areas: Floats  # (n,) pixels
    nearest: NDArray[np.int64]  # (n,) the neighbour with the lowest price
    lowest: Floats  # (n,) that price
    pixels: int  # of the whole picture


class Limits(NamedTuple):
    """The price merging goes to, but on above ``most`` regions, and below ``fewest`` only for what is ``alike``."""

    different: float
    fewest: int
    most: int
    alike: float


USUAL = Limits(DIFFERENT, FEWEST, MOST, ALIKE)


def merge_regions(
    superpixels: Labels, lab: NDArray[np.float32], strength: NDArray[np.float32], limits: Limits = USUAL, fixed: int = 0
) -> NDArray[np.uint8]:
    """Regions 1..k, k <= 150, that ``superpixels`` 0..n-1 make up: (rows, columns) uint8.

    The first ``fixed`` superpixels are merged with nothing.

    ``lab`` is the picture (rows, columns, 3) in CIE Lab, lightness 0..100; ``strength`` (rows, columns) is that of its
    outlines. k follows the picture: a flat one is one region.
    """
    graph = build_graph(superpixels, lab, strength, fixed)
    owners = collapse(graph, limits)
    _, names = np.unique(owners, return_inverse=True)
    return (names + 1).astype(np.uint8)[superpixels]


def build_graph(superpixels: Labels, lab: NDArray[np.float32], strength: NDArray[np.float32], fixed: int = 0) -> Graph:
    """The superpixels as a graph without prices, in which the first ``fixed`` of them have no neighbours."""
    count = int(superpixels.max()) + 1
    pairs, outlines, lengths = shared_borders(superpixels, strength, count)
    free = pairs[:, 0] >= fixed
    pairs, outlines, lengths = pairs[free], outlines[free], lengths[free]
    targets = pairs[:, ::-1].ravel()
    following, previous, firsts = (np.full(size, -1) for size in (targets.size, targets.size, count))
    link_all(targets, following, previous, firsts)
    areas = np.bincount(superpixels.ravel(), minlength=count).astype(np.float32)
    return Graph(
        *(outlines, lengths, np.full(len(pairs), np.inf, np.float32), targets, following, previous, firsts),
        *(count_bins(superpixels, lab, count), areas, np.zeros(count, np.int64), np.full(count, np.inf, np.float32)),
        superpixels.size,
    )


def shared_borders(
    superpixels: Labels, strength: NDArray[np.float32], count: int
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """The pairs of superpixels that touch, (pairs, 2), the lower number first; summed strength of the outline between
    the two, and its length in pixels, both (pairs,)."""
    cells, strengths = [], []
    for before, after in NEXT_TO_EACH_OTHER:
        differ = superpixels[before] != superpixels[after]
        one, other = superpixels[before][differ].astype(np.int64), superpixels[after][differ].astype(np.int64)
        cells.append(np.minimum(one, other) * count + np.maximum(one, other))
        strengths.append(np.maximum(strength[before], strength[after])[differ])
    found, which = np.unique(np.concatenate(cells), return_inverse=True)
    outlines = np.bincount(which, np.concatenate(strengths), minlength=len(found))
    lengths = np.bincount(which, minlength=len(found))
    pairs = np.stack(np.divmod(found, count), axis=1)
    return pairs, outlines.astype(np.float32), lengths.astype(np.float32)


def count_bins(superpixels: Labels, lab: NDArray[np.float32], count: int) -> Floats:
    """Pixels of each superpixel in each bin of lightness, both chromas and texture: (count, bins)."""
    channels = [
        (quantize(lab[..., 0], LIGHTNESS_RANGE, LIGHTNESS_BINS), LIGHTNESS_BINS),
        (quantize(lab[..., 1], CHROMA_RANGE, CHROMA_BINS), CHROMA_BINS),
        (quantize(lab[..., 2], CHROMA_RANGE, CHROMA_BINS), CHROMA_BINS),
        (texture_bins(lab[..., 0]), 1 + len(SLOPES) * SLOPE_DIRECTIONS),
    ]
    counts = [
        np.bincount((superpixels * bins + values).ravel(), minlength=count * bins).reshape(count, bins)
        for values, bins in channels
    ]
    return np.concatenate(counts, axis=1).astype(np.float32)


def quantize(values: NDArray[np.float32], limits: tuple[float, float], bins: int) -> Labels:
    """The bin 0..bins-1 of each value; what lies outside ``limits`` goes to the nearest bin."""
    low, high = limits
    scaled = (values - low) * (bins / (high - low))
    return np.asarray(np.clip(scaled, 0, bins - 1), np.int32)


def texture_bins(lightness: NDArray[np.float32]) -> Labels:
    """0 where flat, otherwise one number per steepness and direction of the slope."""
    across, down = cv2.Sobel(lightness, cv2.CV_32F, 1, 0), cv2.Sobel(lightness, cv2.CV_32F, 0, 1)
    steepness = np.digitize(np.hypot(across, down), SLOPES)
    turn = np.arctan2(down, across) * (SLOPE_DIRECTIONS / np.pi)
    direction = np.rint(turn).astype(np.int32) % SLOPE_DIRECTIONS
    return np.where(steepness == 0, 0, 1 + (steepness - 1) * SLOPE_DIRECTIONS + direction).astype(np.int32)


@numba.njit(cache=True, nogil=True)
def collapse(graph: Graph, limits: Limits) -> NDArray[np.int64]:
    """Merge until what is left is worth telling apart: the superpixel each superpixel ends up in, (n,)."""
    owners = np.arange(len(graph.areas))
    edges = np.full(len(owners), -1)
    for one in owners:
        reprice(graph, one)
    left = len(owners)
    while left > 1:
        one = graph.lowest.argmin()
        other, price = graph.nearest[one], graph.lowest[one]
        if (price > limits.different and left <= limits.most) or (price > limits.alike and left <= limits.fewest):
            break
        if np.isinf(price):
            break
        absorb(graph, one, other, edges)
        owners[other] = one
        reprice(graph, one)
        left -= 1
    for member in range(len(owners)):
        while owners[owners[member]] != owners[member]:
            owners[member] = owners[owners[member]]
    return owners


@numba.njit(cache=True, nogil=True)
def absorb(graph: Graph, one: Number, other: Number, edges: NDArray[np.int64]) -> None:
    """Make ``other`` a part of ``one``; the prices of ``one`` are out of date afterwards.

    ``edges`` is scratch space, (n,) of -1.
    """
    graph.areas[one] += graph.areas[other]
    graph.spreads[one] += graph.spreads[other]
    link = graph.firsts[one]
    while link >= 0:
        edges[graph.targets[link]] = link
        link = graph.following[link]
    link = graph.firsts[other]
    while link >= 0:
        behind, third = graph.following[link], graph.targets[link]
        if third == one:
            remove_link(graph.following, graph.previous, graph.firsts, one, link ^ 1)
        elif edges[third] >= 0:
            graph.lengths[edges[third] >> 1] += graph.lengths[link >> 1]
            graph.outlines[edges[third] >> 1] += graph.outlines[link >> 1]
            remove_link(graph.following, graph.previous, graph.firsts, third, link ^ 1)
        else:
            graph.targets[link ^ 1] = one
            add_link(graph.following, graph.previous, graph.firsts, one, link)
        link = behind
    graph.firsts[other] = -1
    graph.lowest[other] = np.inf
    edges[other] = -1
    link = graph.firsts[one]
    while link >= 0:
        edges[graph.targets[link]] = -1
        link = graph.following[link]


@numba.njit(cache=True, nogil=True)
def link_all(
    targets: NDArray[np.int64], following: NDArray[np.int64], previous: NDArray[np.int64], firsts: NDArray[np.int64]
) -> None:
    """Put every link into the list of the superpixel that it leads from."""
    for link in range(len(targets)):
        add_link(following, previous, firsts, targets[link ^ 1], link)


@numba.njit(cache=True, nogil=True)
def add_link(
    following: NDArray[np.int64], previous: NDArray[np.int64], firsts: NDArray[np.int64], one: Number, link: Number
) -> None:
    """Put a link at the beginning of the list of ``one``."""
    following[link], previous[link] = firsts[one], -1
    if firsts[one] >= 0:
        previous[firsts[one]] = link
    firsts[one] = link


@numba.njit(cache=True, nogil=True)
def remove_link(
    following: NDArray[np.int64], previous: NDArray[np.int64], firsts: NDArray[np.int64], one: Number, link: Number
) -> None:
    """Take a link out of the list of ``one``."""
    if previous[link] >= 0:
        following[previous[link]] = following[link]
    else:
        firsts[one] = following[link]
    if following[link] >= 0:
        previous[following[link]] = previous[link]


@numba.njit(cache=True, nogil=True)
def reprice(graph: Graph, one: Number) -> None:
    """Bring the prices of ``one`` with all its neighbours up to date, and who is nearest to whom."""
    link = graph.firsts[one]
    while link >= 0:
        other = graph.targets[link]
        price = merge_price(graph, one, other, link >> 1)
        graph.prices[link >> 1] = price
        if price < graph.lowest[other]:
            graph.nearest[other], graph.lowest[other] = one, price
        elif find_price(graph, other, graph.nearest[other]) != graph.lowest[other]:
            note_nearest(graph, other)
        link = graph.following[link]
    note_nearest(graph, one)


@numba.njit(cache=True, nogil=True)
def find_price(graph: Graph, one: Number, other: Number) -> float:
    """The price of merging two; infinite where they do not touch."""
    link = graph.firsts[one]
    while link >= 0:
        if graph.targets[link] == other:
            return float(graph.prices[link >> 1])
        link = graph.following[link]
    return np.inf


@numba.njit(cache=True, nogil=True)
def note_nearest(graph: Graph, one: Number) -> None:
    """Note the neighbour of ``one`` with the lowest price, of several the one with the lowest number."""
    nearest, lowest = 0, np.float32(np.inf)
    link = graph.firsts[one]
    while link >= 0:
        price, other = graph.prices[link >> 1], graph.targets[link]
        if price < lowest or (price == lowest and other < nearest):
            nearest, lowest = other, price
        link = graph.following[link]
    graph.nearest[one], graph.lowest[one] = nearest, lowest


@numba.njit(cache=True, nogil=True)
def merge_price(graph: Graph, one: Number, other: Number, pair: Number) -> float:
    """What merging two neighbours costs: about 0 for two parts of one thing, above DIFFERENT for two things."""
    length = graph.lengths[pair]
    outline = graph.outlines[pair] / length
    unlike = NOTHING_IN_COMMON * chi_square_distance(graph, one, other)
    seen = min(outline / VISIBLE_OUTLINE, 1)
    smaller = min(graph.areas[one], graph.areas[other])
    importance = (smaller / (smaller + SMALL_SHARE * graph.pixels)) ** SMALL_POWER
    circumference = 2 * np.sqrt(np.pi * smaller)
    discount = 1 - ENCLOSED_DISCOUNT * min(length / circumference, 1)
    return float((outline / CLEAR_OUTLINE + unlike) * seen * importance * discount)


@numba.njit(cache=True, nogil=True)
def chi_square_distance(graph: Graph, one: Number, other: Number) -> float:
    """Chi-square distance 0..1 of what two regions are made of, averaged over the kinds of bins."""
    total = 0.0
    for kind in range(graph.spreads.shape[1]):
        first = graph.spreads[one, kind] / graph.areas[one]
        second = graph.spreads[other, kind] / graph.areas[other]
        if first + second > 0:
            total += (first - second) ** 2 / (first + second)
    return total / 2 / KINDS_OF_BINS
