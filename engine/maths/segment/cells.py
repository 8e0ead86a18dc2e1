"""Superpixels with what is known of each: the small pieces that subjects are put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.segment.region_merging import NEXT_TO_EACH_OTHER, SLOPE_DIRECTIONS, SLOPES, texture_bins
from engine.maths.segment.superpixels import superpixels

Floats = NDArray[np.float32]
# Anything per cell or per pixel that can be counted or averaged.
Values = NDArray[Any]

TEXTURE_BINS = 1 + len(SLOPES) * SLOPE_DIRECTIONS
TOP, LEFT, RIGHT, BOTTOM = range(4)


@dataclass(frozen=True)
class Cells:
    """n superpixels of a picture and the m pairs of them that touch."""

    labels: NDArray[np.int32]  # (rows, columns) 0..n-1
    areas: Floats  # (n,) pixels
    colours: Floats  # (n, 3) mean CIE Lab, lightness 0..100
    centres: Floats  # (n, 2) mean row and column, as shares of the picture's height and width
    textures: Floats  # (n, bins) square roots of the shares of the kinds of slopes in and around each cell
    frame: Floats  # (4, n) pixels on the picture's top, left, right and bottom edge
    pairs: NDArray[np.int64]  # (m, 2) cells that touch, the lower number first
    lengths: Floats  # (m,) pixels along which they touch
    outlines: Floats  # (m,) mean strength of the outline between them, in the units of ``edges``

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.areas)

    def mean(self, values: Values) -> Floats:
        """The mean of ``values`` (rows, columns) in each cell, (n,)."""
        sums = np.bincount(self.labels.ravel(), values.ravel(), self.count)
        return np.asarray(sums / self.areas, np.float32)

    def spread(self, values: Values, other: Cells) -> Floats:
        """``values`` (n,) of these cells as means over the cells of ``other``, another division of the same picture."""
        painted = np.asarray(values, np.float32)[self.labels]
        return other.mean(cv2.resize(painted, other.labels.shape[::-1], interpolation=cv2.INTER_LINEAR))


def divide_into_cells(lab: Floats, strength: Floats, count: float) -> Cells:
    """About ``count`` cells of a picture: ``lab`` (rows, columns, 3) in CIE Lab, ``strength`` that of its outlines."""
    labels = superpixels(strength, count)
    areas = np.bincount(labels.ravel()).astype(np.float32)
    pairs, lengths, outlines = find_contacts(labels, strength)
    return Cells(
        labels=labels,
        areas=areas,
        colours=cell_means(labels, list(cv2.split(lab)), areas),
        centres=cell_means(labels, pixel_positions(labels.shape), areas),
        textures=texture_histograms(labels, lab, pairs),
        frame=frame_counts(labels, len(areas)),
        pairs=pairs,
        lengths=lengths,
        outlines=outlines,
    )


def cell_means(labels: NDArray[np.int32], channels: list[Values], areas: Floats) -> Floats:
    """Mean of each channel (rows, columns) in each cell: (n, channels)."""
    sums = [np.bincount(labels.ravel(), channel.ravel(), len(areas)) for channel in channels]
    return np.asarray(np.stack(sums, axis=1) / areas[:, None], np.float32)


def pixel_positions(shape: tuple[int, ...]) -> list[Values]:
    """Row and column of every pixel as shares of the height and width, 0 to 1."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    return [rows / max(1, shape[0] - 1), columns / max(1, shape[1] - 1)]


def find_contacts(labels: NDArray[np.int32], strength: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Which cells touch (m, 2), along how many pixels (m,), and the mean outline strength there (m,)."""
    count = int(labels.max()) + 1
    keys, strengths = [], []
    for before, after in NEXT_TO_EACH_OTHER:
        differ = labels[before] != labels[after]
        one, other = labels[before][differ].astype(np.int64), labels[after][differ].astype(np.int64)
        keys.append(np.minimum(one, other) * count + np.maximum(one, other))
        strengths.append(np.maximum(strength[before], strength[after])[differ])
    found, place, lengths = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    sums = np.bincount(place, np.concatenate(strengths), len(found))
    pairs = np.stack(np.divmod(found, count), axis=1)
    return pairs, lengths.astype(np.float32), (sums / lengths).astype(np.float32)


def texture_histograms(labels: NDArray[np.int32], lab: Floats, pairs: NDArray[np.int64]) -> Floats:
    """Square roots of the shares of the kinds of slopes in each cell and its neighbours: (n, bins).

    The distance of two such rows is Hellinger's, at most the root of 2.
    """
    kinds = labels * TEXTURE_BINS + texture_bins(np.ascontiguousarray(lab[..., 0]))
    own = np.bincount(kinds.ravel(), minlength=(int(labels.max()) + 1) * TEXTURE_BINS).reshape(-1, TEXTURE_BINS)
    around = own.copy()
    np.add.at(around, pairs[:, 0], own[pairs[:, 1]])
    np.add.at(around, pairs[:, 1], own[pairs[:, 0]])
    return np.asarray(np.sqrt(around / around.sum(axis=1, keepdims=True)), np.float32)


def frame_counts(labels: NDArray[np.int32], count: int) -> Floats:
    """Pixels of each cell on the top, left, right and bottom edge: (4, n)."""
    edges = labels[0], labels[:, 0], labels[:, -1], labels[-1]
    return np.stack([np.bincount(edge, minlength=count) for edge in edges]).astype(np.float32)
