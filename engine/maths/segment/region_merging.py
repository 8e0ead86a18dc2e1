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
    """Superpixels 0..n-1, their neighbours, and the prices of merging them; changed in place while merging."""

    outlines: Floats  # (n, n) summed strength of the outline between two
    lengths: Floats  # (n, n) length of that outline in pixels, 0 = no neighbours
    spreads: Floats  # (n, bins) pixels per bin of colour and texture
    areas: Floats  # (n,) pixels
    prices: Floats  # (n, n) infinite where there is nothing to merge
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
    graph = build_graph(superpixels, lab, strength)
    graph.lengths[:fixed], graph.lengths[:, :fixed] = 0, 0
    owners = collapse(graph, limits)
    _, names = np.unique(owners, return_inverse=True)
    return (names + 1).astype(np.uint8)[superpixels]


def build_graph(superpixels: Labels, lab: NDArray[np.float32], strength: NDArray[np.float32]) -> Graph:
    """The superpixels as a graph without prices."""
    count = int(superpixels.max()) + 1
    outlines, lengths = shared_borders(superpixels, strength, count)
    areas = np.bincount(superpixels.ravel(), minlength=count).astype(np.float32)
    prices = np.full((count, count), np.inf, np.float32)
    nearest, lowest = np.zeros(count, np.int64), np.full(count, np.inf, np.float32)
    return Graph(
        outlines, lengths, count_bins(superpixels, lab, count), areas, prices, nearest, lowest, superpixels.size
    )


def shared_borders(superpixels: Labels, strength: NDArray[np.float32], count: int) -> tuple[Floats, Floats]:
    """Summed strength and length in pixels of the outline between any two superpixels, both (count, count)."""
    pairs, strengths = [], []
    for before, after in NEXT_TO_EACH_OTHER:
        differ = superpixels[before] != superpixels[after]
        one, other = superpixels[before][differ].astype(np.int64), superpixels[after][differ].astype(np.int64)
        pairs += [one * count + other, other * count + one]
        strengths += [np.maximum(strength[before], strength[after])[differ]] * 2
    cells = np.concatenate(pairs)
    outlines = np.bincount(cells, np.concatenate(strengths), minlength=count * count)
    lengths = np.bincount(cells, minlength=count * count)
    shape = count, count
    return outlines.reshape(shape).astype(np.float32), lengths.reshape(shape).astype(np.float32)


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
        absorb(graph, one, other)
        owners[owners == other] = one
        reprice(graph, one)
        left -= 1
    return owners


@numba.njit(cache=True, nogil=True)
def absorb(graph: Graph, one: Number, other: Number) -> None:
    """Make ``other`` a part of ``one``; the prices of ``one`` are out of date afterwards."""
    graph.areas[one] += graph.areas[other]
    graph.spreads[one] += graph.spreads[other]
    for third in np.flatnonzero(graph.lengths[other]):
        if third != one:
            graph.lengths[one, third] += graph.lengths[other, third]
            graph.outlines[one, third] += graph.outlines[other, third]
            graph.lengths[third, one] = graph.lengths[one, third]
            graph.outlines[third, one] = graph.outlines[one, third]
        graph.lengths[third, other] = 0
        graph.prices[third, other] = np.inf
    graph.lengths[other] = 0
    graph.prices[other] = np.inf
    graph.lowest[other] = np.inf


@numba.njit(cache=True, nogil=True)
def reprice(graph: Graph, one: Number) -> None:
    """Bring the prices of ``one`` with all its neighbours up to date, and who is nearest to whom."""
    for other in np.flatnonzero(graph.lengths[one]):
        price = merge_price(graph, one, other)
        graph.prices[one, other] = graph.prices[other, one] = price
        if price < graph.lowest[other]:
            graph.nearest[other], graph.lowest[other] = one, price
        elif graph.prices[other, graph.nearest[other]] != graph.lowest[other]:
            note_nearest(graph, other)
    note_nearest(graph, one)


@numba.njit(cache=True, nogil=True)
def note_nearest(graph: Graph, one: Number) -> None:
    """Note the neighbour of ``one`` with the lowest price."""
    graph.nearest[one] = graph.prices[one].argmin()
    graph.lowest[one] = graph.prices[one, graph.nearest[one]]


@numba.njit(cache=True, nogil=True)
def merge_price(graph: Graph, one: Number, other: Number) -> float:
    """What merging two neighbours costs: about 0 for two parts of one thing, above DIFFERENT for two things."""
    length = graph.lengths[one, other]
    outline = graph.outlines[one, other] / length
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
