"""The label map of a picture and its look-up: where each region is and how large it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.uint8] | NDArray[np.uint16]
Places = NDArray[np.int32]  # counts and indices of pixels; the largest pictures have 2^26

RUN_LIMIT = 65_536  # pixels; the wire stores a run's length less one in 16 bits
BAND_PIXELS = 2**19  # looked through at a time: what fits into a core's own cache


@dataclass(frozen=True)
class Region:
    """One region: ``id`` is its value in the label map, ``area`` counts pixels, ``share`` is of the whole picture.

    ``bbox`` is (row, column, height, width) and ``anchor`` a (row, column) inside the region, near its middle.
    """

    id: int
    area: int
    share: float
    bbox: tuple[int, int, int, int]
    anchor: tuple[int, int]


@dataclass(frozen=True)
class FoundObject:
    """What a person would call one thing: ``parts`` are the ids of its regions, ``score`` how surely it is one, 0 to 1.

    None for a score is calm ground, such as sky, wall or road. ``id`` is the engine's, of the whole.
    """

    id: int
    score: float | None
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Runs:
    """Stretches of equal labels in reading order; none crosses the end of a row or is longer than RUN_LIMIT.

    ``starts`` are indices into the flattened map, ``lengths`` pixels, ``labels`` of the map's own dtype.
    """

    starts: Places
    lengths: Places
    labels: Labels


@dataclass(frozen=True, eq=False)
class LabelMap:
    """``array`` is (rows, columns) uint8 or uint16, C-contiguous; 0 means no region.

    ``objects`` are what the regions are parts of, each of one; empty where every region is an object of its own.
    ``earlier`` is the map that was shown before objects were found, where somebody still means regions of it: no id is
    in both.
    """

    array: Labels
    objects: tuple[FoundObject, ...] = ()
    earlier: LabelMap | None = None

    @property
    def size(self) -> tuple[int, int]:
        """(rows, columns)."""
        rows, columns = self.array.shape
        return rows, columns

    @cached_property
    def runs(self) -> Runs:
        """The map as runs, found in one pass over the pixels."""
        rows, columns = self.size
        bands = [
            find_run_starts(self.array[top : top + height]) + top * columns for top, height in list_bands(self.size)
        ]
        starts = np.concatenate(bands, dtype=np.int32)
        return Runs(starts, np.diff(starts, append=np.int32(rows * columns)), self.array.ravel()[starts])

    def has_more_runs(self, most: int) -> bool:
        """Whether there are more runs than so many; none is kept."""
        count = 0
        for top, height in list_bands(self.size):
            count += len(find_run_starts(self.array[top : top + height]))
            if count > most:
                return True
        return False

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """All regions, by ascending id."""
        return find_regions(self.runs, self.size)

    @property
    def ids(self) -> list[int]:
        """The ids of all regions, ascending."""
        return [region.id for region in self.regions]

    @property
    def layers(self) -> tuple[LabelMap, ...]:
        """The map, and the one before it where that is at hand."""
        return (self,) if self.earlier is None else (self, self.earlier)

    def scale(self, size: tuple[int, int]) -> LabelMap:
        """The map at ``size`` (rows, columns); each pixel takes the nearest label, none are mixed."""
        if self.size == size:
            return self
        rows, columns = ((2 * np.arange(to) + 1) * of // (2 * to) for to, of in zip(size, self.size, strict=True))
        return LabelMap(self.array[rows[:, None], columns], self.objects, self.earlier and self.earlier.scale(size))


def list_bands(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Where each band of a map of ``size`` (rows, columns) begins, and how many rows it has."""
    rows, columns = size
    step = max(1, BAND_PIXELS // columns)
    return ((top, min(step, rows - top)) for top in range(0, rows, step))


def find_run_starts(band: Labels) -> NDArray[np.int64]:
    """The indices into the flattened ``band`` (rows, columns) at which runs start."""
    flat = band.reshape(-1)
    edges = np.zeros(flat.size + -flat.size % 8, bool)
    np.not_equal(flat[1:], flat[:-1], out=edges[1 : flat.size])
    edges[: flat.size].reshape(band.shape)[:, ::RUN_LIMIT] = True
    # Edges are rare, so look for the eights that hold any, and then only into those: a third faster.
    eights = edges.view(np.uint64)
    some = np.flatnonzero(eights != 0)
    within = np.flatnonzero(eights[some].view(bool))
    starts: NDArray[np.int64] = (some[within >> 3] << 3) + (within & 7)
    return starts


def find_regions(runs: Runs, size: tuple[int, int]) -> tuple[Region, ...]:
    """The regions that ``runs`` of a map of ``size`` (rows, columns) make up."""
    order = np.argsort(runs.labels, kind="stable")
    order = order[np.searchsorted(runs.labels[order], 1) :]
    if not order.size:
        return ()
    labels, lengths, starts = runs.labels[order], runs.lengths[order], runs.starts[order]
    rows = starts // size[1]
    columns = starts - rows * size[1]
    heads = np.append(0, np.flatnonzero(labels[1:] != labels[:-1]) + 1)
    areas = np.add.reduceat(lengths, heads)
    tops, bottoms = rows[heads], rows[np.append(heads[1:], len(rows)) - 1]
    lefts, rights = np.minimum.reduceat(columns, heads), np.maximum.reduceat(columns + lengths, heads)
    bboxes = np.stack([tops, lefts, bottoms - tops + 1, rights - lefts], axis=1)
    anchors = find_anchors(rows, columns, lengths, heads)
    shares = (areas / (size[0] * size[1])).tolist()
    columns_of = (labels[heads].tolist(), areas.tolist(), shares, map(tuple, bboxes.tolist()), anchors)
    return tuple(Region(*values) for values in zip(*columns_of, strict=True))


def find_anchors(rows: Places, columns: Places, lengths: Places, heads: NDArray[np.int64]) -> list[tuple[int, int]]:
    """For each region the middle of the run that best trades length for nearness to the region's centre of mass.

    The arrays describe runs sorted by region; ``heads`` are the indices of each region's first run.
    """
    middles = columns + lengths // 2
    areas, counts = np.add.reduceat(lengths, heads), np.diff(heads, append=len(rows))
    fitness = lengths // 2
    for places in (rows, middles):
        moments = np.add.reduceat(np.multiply(places, lengths, dtype=np.int64), heads)
        fitness -= np.abs(places - np.repeat((moments // areas).astype(np.int32), counts))
    best = [head + fitness[head : head + count].argmax() for head, count in zip(heads, counts, strict=True)]
    return list(zip(rows[best].tolist(), middles[best].tolist(), strict=True))
