"""Which regions belong together: the tree by which a selection grows from a part to the whole.

A binary merge tree, built by joining the two most alike neighbours again and again (greedy region merging; Arbeláez et
al., "Contour Detection and Hierarchical Image Segmentation", 2011, section 4). It needs the label map and the picture
only, so it works for masks of any service. Where it is known which regions are parts of which object, those of one join
first, and then objects with what is around them.

Nodes are numbered: 0 … n - 1 are the regions in the order of the index (ascending ids), and the merge at position i of
the list makes node n + i out of the two earlier nodes it names. Regions that nothing touches stay roots.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from masks.regions import LabelMap, list_bands

Colours = NDArray[np.floating[Any]]

WORK_PIXELS = 250_000  # of the reduced picture: borders stay a few pixels wide, and 12 MP cost 0.15 s
MOST_BORDERS = 12_000  # pairs of regions: as 4,000 have that are in one piece each
LAB_FROM_RGB = ((0.4125, 0.3576, 0.1804), (0.2127, 0.7152, 0.0722), (0.0193, 0.1192, 0.9503))  # to XYZ, IEC 61966-2-1
WHITE = (0.9505, 1.0, 1.089)  # D65, the white of sRGB

# What speaks against joining two regions, in units that weigh alike. Tried on photographs with a known object: three
# to four grown clicks cover four fifths of it; doubling or halving any of these changes that little.
EDGE_UNIT = 24.0  # CIELAB, the mean colour step along the common border
COLOUR_UNIT = 33.0  # CIELAB, the distance of the mean colours
SMALL_SHARE = 0.05  # regions below this share of the picture join their neighbours the more cheaply


@dataclass
class Node:
    """A region or a group of them: ``colour`` is the CIELAB mean, ``borders`` leads to each neighbour."""

    area: float
    colour: tuple[float, ...]
    borders: dict[int, Border] = field(default_factory=dict)


@dataclass(frozen=True)
class Border:
    """Where two nodes touch: ``length`` in pixels, ``steps`` the sum of the colour steps along it."""

    length: float
    steps: float

    def __add__(self, other: Border) -> Border:
        return Border(self.length + other.length, self.steps + other.steps)


def choose_reduction(size: tuple[int, int]) -> int:
    """How many pixels of each side of a picture of ``size`` become one, so that about WORK_PIXELS remain."""
    return max(1, math.isqrt(size[0] * size[1] // WORK_PIXELS))


def find_merges(label_map: LabelMap, picture: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """The merges, first to last. ``picture`` is (rows, columns, 3) uint8 RGB at any scale of the map's picture."""
    if len(label_map.regions) < 2:
        return []
    joining = Joining.from_leaves(list_leaves(label_map, convert_to_lab(picture)), float(label_map.array.size))
    for places in list_groups(label_map):
        joining.join_group(places)
    joining.join_neighbours(set(joining.nodes))
    return joining.joined


def list_groups(label_map: LabelMap) -> list[list[int]]:
    """The places in the index of the regions of each object that has several."""
    places = {region.id: place for place, region in enumerate(label_map.regions)}
    groups = [[places[part] for part in thing.parts if part in places] for thing in label_map.objects]
    return [group for group in groups if len(group) > 1]


@dataclass
class Joining:
    """Joining under way in a picture of ``whole`` pixels: the ``nodes`` that are roots by now, and how they came."""

    nodes: dict[int, Node]
    whole: float
    count: int  # of the nodes, those that have joined included
    joined: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def from_leaves(cls, leaves: Iterable[Node], whole: float) -> Joining:
        """Nothing joined yet."""
        nodes = dict(enumerate(leaves))
        return cls(nodes, whole, len(nodes))

    def join_group(self, places: Sequence[int]) -> None:
        """Make one node of these: neighbours by how alike they are, then what does not touch."""
        members = set(places)
        self.join_neighbours(members)
        apart = sorted(members & self.nodes.keys())
        while len(apart) > 1:
            apart = [self.join(apart[0], apart[1]), *apart[2:]]

    def join_neighbours(self, members: set[int]) -> None:
        """Join those of some nodes that touch, again and again the two most alike; new nodes are members, too."""
        queue = [
            (cost(self.nodes, one, other, self.whole), one, other)
            for one in members
            for other in self.nodes[one].borders
            if one < other and other in members
        ]
        heapq.heapify(queue)
        while queue:
            _, one, other = heapq.heappop(queue)
            if one not in self.nodes or other not in self.nodes:
                continue
            new = self.join(one, other)
            members.add(new)
            for neighbour in self.nodes[new].borders:
                if neighbour in members:
                    heapq.heappush(queue, (cost(self.nodes, neighbour, new, self.whole), neighbour, new))

    def join(self, one: int, other: int) -> int:
        """Make one node of two; its number."""
        new = self.count
        self.count += 1
        self.joined.append((one, other))
        join_nodes(self.nodes, one, other, new)
        return new


def join_nodes(nodes: dict[int, Node], one: int, other: int, new: int) -> None:
    """Replace two nodes by one that takes over their area, mean colour and borders."""
    first, second = nodes.pop(one), nodes.pop(other)
    area = first.area + second.area
    pairs = zip(first.colour, second.colour, strict=True)
    merged = Node(area, tuple((one * first.area + other * second.area) / area for one, other in pairs))
    for neighbour in sorted((first.borders.keys() | second.borders.keys()) - {one, other}):
        theirs = nodes[neighbour].borders
        borders = [border for border in (theirs.pop(one, None), theirs.pop(other, None)) if border]
        merged.borders[neighbour] = theirs[new] = borders[0] if len(borders) == 1 else borders[0] + borders[1]
    nodes[new] = merged


def cost(nodes: dict[int, Node], one: int, other: int, whole: float) -> float:
    """How much speaks against joining two neighbours in a picture of ``whole`` pixels."""
    first, second = nodes[one], nodes[other]
    border = first.borders[other]
    difference = border.steps / border.length / EDGE_UNIT + math.dist(first.colour, second.colour) / COLOUR_UNIT
    share = min(first.area, second.area) / whole
    return difference * math.sqrt(share / (share + SMALL_SHARE))


def list_leaves(label_map: LabelMap, colours: Colours) -> Iterator[Node]:
    """A node for each region with its mean colour, and its borders with all others."""
    numbers = number_regions(label_map)
    means = measure_colours(label_map, numbers, colours)
    nodes = [Node(region.area, tuple(mean)) for region, mean in zip(label_map.regions, means.tolist(), strict=True)]
    for (one, other), border in measure_borders(label_map, numbers, measure_steps(colours)):
        nodes[one].borders[other] = nodes[other].borders[one] = border
    yield from nodes


def number_regions(label_map: LabelMap) -> NDArray[np.int64]:
    """For each label the place of its region by ascending ids; -1 for none."""
    numbers = np.full(int(label_map.array.max()) + 1, -1)
    numbers[[region.id for region in label_map.regions]] = np.arange(len(label_map.regions))
    return numbers


def measure_colours(label_map: LabelMap, numbers: NDArray[np.int64], colours: Colours) -> Colours:
    """The mean of each region, (regions, 3); one too small for the reduced picture has the colour of its anchor."""
    rows, columns = sample_places(colours.shape[:2], label_map.size)
    which = numbers[label_map.array[rows[:, None], columns]]
    inside = which >= 0
    count = len(label_map.regions)
    areas = np.bincount(which[inside], minlength=count)
    sums = [np.bincount(which[inside], channel[inside], count) for channel in np.moveaxis(colours, -1, 0)]
    anchors = np.array([region.anchor for region in label_map.regions]) * colours.shape[:2] // label_map.size
    means = np.stack(sums, axis=1) / np.maximum(areas, 1)[:, None]
    return np.where(areas[:, None] > 0, means, colours[anchors[:, 0], anchors[:, 1]])


def measure_borders(
    label_map: LabelMap, numbers: NDArray[np.int64], steps: Colours
) -> Iterator[tuple[tuple[int, int], Border]]:
    """Each pair of touching regions, by number, and their border at the map's full size.

    Of more than MOST_BORDERS pairs the longest borders: regions of a photograph have some six neighbours each, and in a
    map of noise each touches each.
    """
    count = len(label_map.regions)
    found = [measure_band(label_map, numbers, steps, top, rows) for top, rows in list_bands(label_map.size)]
    keys, counts, strengths = (np.concatenate(parts) for parts in zip(*found, strict=True))
    pairs, which = np.unique(keys, return_inverse=True)
    lengths, sums = np.bincount(which, counts), np.bincount(which, strengths)
    longest = np.sort(np.argsort(-lengths, kind="stable")[:MOST_BORDERS])
    kept = (values[longest].tolist() for values in (pairs, lengths, sums))
    for pair, length, total in zip(*kept, strict=True):
        yield divmod(pair, count), Border(length, total)


def measure_band(
    label_map: LabelMap, numbers: NDArray[np.int64], steps: Colours, top: int, height: int
) -> tuple[NDArray[Any], ...]:
    """The pairs that touch in a band of rows, or at its lower end; how often each does, and its colour steps summed."""
    array, count = label_map.array, len(label_map.regions)
    band, below = array[top : top + height], array[top + 1 : top + height + 1]
    keys, strengths = [], []
    for one, other in ((band[:, :-1], band[:, 1:]), (band[: len(below)], below)):
        rows, columns = np.nonzero(one != other)
        first, second = numbers[one[rows, columns]], numbers[other[rows, columns]]
        both = (first >= 0) & (second >= 0)
        keys.append((np.minimum(first, second) * count + np.maximum(first, second))[both])
        at = (rows + top, columns)
        places = (of[both] * to // side for of, to, side in zip(at, steps.shape, array.shape, strict=True))
        strengths.append(steps[tuple(places)])
    pairs, which = np.unique(np.concatenate(keys), return_inverse=True)
    return pairs, np.bincount(which), np.bincount(which, np.concatenate(strengths))


def measure_steps(colours: Colours) -> Colours:
    """How much the colour changes around each pixel: the larger of the steps across it, by row and by column."""
    padded = np.pad(colours, ((1, 1), (1, 1), (0, 0)), mode="edge")
    across = np.linalg.norm(padded[1:-1, 2:] - padded[1:-1, :-2], axis=-1)
    down = np.linalg.norm(padded[2:, 1:-1] - padded[:-2, 1:-1], axis=-1)
    steps: Colours = np.maximum(across, down)
    return steps


def sample_places(size: tuple[int, ...], of: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows and the columns of a map of size ``of`` that lie at the pixels of a picture of ``size``."""
    rows, columns = ((2 * np.arange(count) + 1) * length // (2 * count) for count, length in zip(size, of, strict=True))
    return rows, columns


def convert_to_lab(picture: NDArray[np.uint8]) -> Colours:
    """sRGB (rows, columns, 3) uint8 as CIELAB float32 (CIE 15, with the linear part near black left out)."""
    values = np.arange(256) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(np.float32)
    xyz = linear[picture] @ (np.array(LAB_FROM_RGB).T / WHITE).astype(np.float32)
    x, y, z = np.moveaxis(np.cbrt(xyz), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
