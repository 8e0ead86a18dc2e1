"""What may distract in a picture: small things that stand out from the ground they lie on, away from the subject.

A thing is a node of the merge tree (``masks.hierarchy``): one region, or several that belong together more
than to what is around them; where objects are known, whole ones, and never a fragment of one. It is suggested where
all of these agree, each on a scale of 0 to 1:

- small: the eye should not be there, and what is large is what the picture is of;
- in contrast: its colour differs from that of its neighbours, with an edge between them (Itti, Koch and Niebur, "A
  Model of Saliency-Based Visual Attention", 1998: centre against surround);
- isolated: its neighbours look alike, and belong to the ground, which reaches the frame;
- single: things of its colour and size are rare, or it is one of many leaves, windows or stones;
- away from the middle, and from faces and the bodies under them.

Rather nothing than a part of the subject: a thing that fails one of them is left out, however well it does in the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masks import hierarchy
from masks.hierarchy import Border, Node
from masks.regions import LabelMap, Region

Rect = Mapping[str, float]  # x, y, w, h in pixels, as the API has them

MOST = 9  # suggestions; more are a chore to go through
MOST_PARTS = 12  # regions of one thing, where it is no object that is known
SHARES = (0.0002, 0.02)  # of the picture: below, nobody sees it; above, it is no detail
CONTRAST = (14.0, 40.0)  # CIELAB, from where a thing stands out at all to where more does not matter
STEP = 5.0  # CIELAB, the least mean colour step along its border: no shadow, no gradient
SPREAD = 0.75  # of the contrast: how much its neighbours may differ among themselves
ON_GROUND = 0.9  # of its border that must be with the ground, or with the frame: a hand is at an arm
LIKE = 12.0  # CIELAB, up to which neighbours of the ground are more of it
LIKE_FIRST = 22.0  # CIELAB, and up to which they may differ from where it began
EDGE = 10.0  # CIELAB, the mean colour step along a border from which it parts the ground from what is on it
ALIKE = 12.0  # CIELAB, up to which another region looks the same
ALIKE_AREA = 4.0  # times as large or as small
MOST_ALIKE = 3  # others that look the same
GROUND_SHARE = 0.01  # of the picture, from which a region at the frame is ground
MIDDLE = 0.36  # of the half diagonal: nearer to the middle, it belongs to what the picture is of
BODY = (1.5, 0.9, 6.5)  # in faces: how far a person reaches to each side, above, and below the face
STANCE = 0.4  # faces to each side that a person is wider with every face further down
LEAST_SCORE = 0.08


@dataclass(frozen=True)
class Thing:
    """Something that may distract: its regions, the largest first, and how surely, 0 to 1."""

    ids: tuple[int, ...]
    score: float


def find_distractions(label_map: LabelMap, picture: NDArray[np.uint8], faces: Iterable[Rect] = ()) -> list[Thing]:
    """What may distract, known objects before anything else and the surest first; no region is in two things.

    ``picture`` is (rows, columns, 3) uint8 RGB at any scale of the map's picture; ``faces`` are in pixels of the map.
    """
    if len(label_map.regions) < 2:
        return []
    scene = Scene.from_map(label_map, picture, list(faces))
    things = [thing for parts in list_groups(label_map, picture) if (thing := scene.judge(parts))]
    known = {frozenset(thing.parts) for thing in label_map.objects if thing.score is not None}
    order = sorted(things, key=lambda thing: (frozenset(thing.ids) not in known, -thing.score, thing.ids))
    return drop_overlaps(order)[:MOST]


def drop_overlaps(things: Sequence[Thing]) -> list[Thing]:
    """Those of some things that share no region with one before them."""
    taken: set[int] = set()
    kept = []
    for thing in things:
        if taken.isdisjoint(thing.ids):
            kept.append(thing)
            taken.update(thing.ids)
    return kept


def list_groups(label_map: LabelMap, picture: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    """The regions of each node of the merge tree that is small enough or an object, by their place in the index."""
    nodes: list[tuple[int, ...]] = [(place,) for place in range(len(label_map.regions))]
    for one, other in hierarchy.find_merges(label_map, picture):
        nodes.append(nodes[one] + nodes[other])
    objects = find_object_places(label_map)
    whole = set(objects.values())
    return [
        parts
        for parts in nodes
        if frozenset(parts) in whole or (len(parts) <= MOST_PARTS and not is_fragment(parts, objects))
    ]


def find_object_places(label_map: LabelMap) -> dict[int, frozenset[int]]:
    """For each region, by its place in the index, those of the object that it is a part of; none for calm ground."""
    places = {region.id: place for place, region in enumerate(label_map.regions)}
    objects = [thing for thing in label_map.objects if thing.score is not None]
    members = [frozenset(places[part] for part in thing.parts if part in places) for thing in objects]
    return {place: group for group in members for place in group}


def is_fragment(parts: Iterable[int], objects: Mapping[int, frozenset[int]]) -> bool:
    """True where some regions hold a part of an object, but not all of it."""
    held = frozenset(parts)
    return any(place in objects and not objects[place] <= held for place in held)


@dataclass(frozen=True)
class Scene:
    """A picture to judge things in: its regions as nodes, which of them are ground, how long each lies at the frame."""

    size: tuple[int, int]
    regions: tuple[Region, ...]
    nodes: tuple[Node, ...]
    ground: frozenset[int]
    at_frame: NDArray[np.int64]
    faces: list[Rect]

    @classmethod
    def from_map(cls, label_map: LabelMap, picture: NDArray[np.uint8], faces: list[Rect]) -> Scene:
        """The scene of a label map and its picture."""
        nodes = tuple(hierarchy.list_leaves(label_map, hierarchy.convert_to_lab(picture)))
        numbers, array = hierarchy.number_regions(label_map), label_map.array
        sides = [numbers[side] for side in (array[0], array[:, 0], array[:, -1], array[-1])]
        lengths = [np.bincount(side[side >= 0], minlength=len(nodes)) for side in sides]
        central = [
            place for place, region in enumerate(label_map.regions) if measure_distance(region, label_map.size) < MIDDLE
        ]
        objects = frozenset(find_object_places(label_map))
        ground = find_ground(nodes, np.sum(lengths[:3], axis=0), array.size, frozenset(central), objects)
        return cls(label_map.size, label_map.regions, nodes, ground, np.sum(lengths, axis=0), faces)

    def judge(self, parts: tuple[int, ...]) -> Thing | None:
        """Some regions as a thing; None where they do not distract."""
        share = sum(self.regions[part].area for part in parts) / (self.size[0] * self.size[1])
        if not SHARES[0] <= share <= SHARES[1] or self.is_part_of_subject(parts):
            return None
        score = self.contrast(parts) * self.isolation(parts) * smallness(share) * self.distance(parts)
        if score < LEAST_SCORE or self.is_one_of_many(parts):
            return None
        order = sorted(parts, key=lambda part: -self.regions[part].area)
        return Thing(tuple(self.regions[part].id for part in order), round(score, 4))

    def find_neighbours(self, parts: tuple[int, ...]) -> dict[int, Border]:
        """The neighbours of some regions, and their common border with each."""
        borders: dict[int, Border] = {}
        for part in parts:
            for other, border in self.nodes[part].borders.items():
                if other not in parts:
                    borders[other] = borders[other] + border if other in borders else border
        return borders

    def contrast(self, parts: tuple[int, ...]) -> float:
        """How much a thing differs from what is around it, 0 to 1."""
        borders = self.find_neighbours(parts)
        length = sum(border.length for border in borders.values())
        if not length or sum(border.steps for border in borders.values()) / length < STEP:
            return 0.0
        pairs = [(border.length / length, self.nodes[other].colour) for other, border in borders.items()]
        surround = mean(pairs)
        contrast = math.dist(self.colour(parts), surround)
        spread = math.sqrt(sum(weight * math.dist(colour, surround) ** 2 for weight, colour in pairs))
        if spread > SPREAD * contrast:
            return 0.0
        return ramp(contrast, *CONTRAST) * (1 - spread / max(contrast, 1e-9))

    def isolation(self, parts: tuple[int, ...]) -> float:
        """How much of a thing's border is with the ground, 0 where that is too little."""
        borders = self.find_neighbours(parts)
        frame = float(self.at_frame[list(parts)].sum())
        length = sum(border.length for border in borders.values()) + frame
        on_ground = sum(border.length for other, border in borders.items() if other in self.ground) + frame
        share = on_ground / length if length else 0.0
        return share if share >= ON_GROUND and not self.ground.intersection(parts) else 0.0

    def distance(self, parts: tuple[int, ...]) -> float:
        """How far from the middle a thing lies: 0 within MIDDLE, 1 in the corners."""
        eccentricity = distance_from_middle(self.middle(parts), self.size)
        return 0.0 if eccentricity < MIDDLE else 0.5 + 0.5 * ramp(eccentricity, MIDDLE, 1.0)

    def middle(self, parts: tuple[int, ...]) -> tuple[float, float]:
        """The (row, column) in the middle of some regions' boxes, weighed by area."""
        area = sum(self.regions[part].area for part in parts)
        boxes = [(self.regions[part].area / area, self.regions[part].bbox) for part in parts]
        row = sum(weight * (box[0] + box[2] / 2) for weight, box in boxes)
        column = sum(weight * (box[1] + box[3] / 2) for weight, box in boxes)
        return row, column

    def is_part_of_subject(self, parts: tuple[int, ...]) -> bool:
        """True where a thing lies at a person."""
        row, column = self.middle(parts)
        return any(is_at(face, row, column) for face in self.faces)

    def is_one_of_many(self, parts: tuple[int, ...]) -> bool:
        """True where more than a few regions look the same."""
        area = sum(self.nodes[part].area for part in parts)
        colour = self.colour(parts)
        alike = [
            place
            for place, node in enumerate(self.nodes)
            if place not in parts
            and area / ALIKE_AREA <= node.area <= area * ALIKE_AREA
            and math.dist(node.colour, colour) <= ALIKE
        ]
        return len(alike) > MOST_ALIKE

    def colour(self, parts: tuple[int, ...]) -> tuple[float, ...]:
        """The mean of some regions, in CIELAB."""
        area = sum(self.nodes[part].area for part in parts)
        return mean([(self.nodes[part].area / area, self.nodes[part].colour) for part in parts])


def find_ground(
    nodes: Sequence[Node],
    at_frame: NDArray[np.int64],
    pixels: int,
    central: frozenset[int],
    objects: frozenset[int] = frozenset(),
) -> frozenset[int]:
    """The regions that the rest lies on: large ones at the top and the sides, and what goes on from them alike.

    It does not go on to what is ``central``: a white car on a pale road is no road. What is known to be of ``objects``
    is none of it anywhere.
    """
    at_frame = np.where(np.isin(np.arange(len(nodes)), list(objects)), 0, at_frame)
    firsts = [place for place, node in enumerate(nodes) if at_frame[place] and node.area >= GROUND_SHARE * pixels]
    ground, waiting = set(firsts), [(place, nodes[place].colour) for place in firsts]
    while waiting:
        place, first = waiting.pop()
        for other in nodes[place].borders.keys() - ground - central - objects:
            colour, border = nodes[other].colour, nodes[place].borders[other]
            is_like = math.dist(nodes[place].colour, colour) <= LIKE and math.dist(first, colour) <= LIKE_FIRST
            if is_like and border.steps <= EDGE * border.length:
                ground.add(other)
                waiting.append((other, first))
    return frozenset(ground)


def measure_distance(region: Region, size: tuple[int, int]) -> float:
    """How far a region's box lies from the middle of a picture of ``size`` (rows, columns); 1 is a corner."""
    row, column, height, width = region.bbox
    return distance_from_middle((row + height / 2, column + width / 2), size)


def distance_from_middle(place: tuple[float, float], size: tuple[int, int]) -> float:
    """How far a (row, column) lies from the middle; 1 is a corner."""
    return math.hypot(place[0] / size[0] - 0.5, place[1] / size[1] - 0.5) / math.hypot(0.5, 0.5)


def is_at(face: Rect, row: float, column: float) -> bool:
    """Whether a place lies on a face or the body under it, which is the wider the further down."""
    beside, above, below = BODY
    down = (row - face["y"]) / face["h"]
    reach = (beside + STANCE * max(0.0, down)) * face["w"]
    return -above < down < below and abs(column - face["x"] - face["w"] / 2) < reach


def smallness(share: float) -> float:
    """1 for a detail, falling to a half where a thing becomes too large for one."""
    return 1 - 0.5 * ramp(share, *SHARES)


def mean(pairs: Iterable[tuple[float, tuple[float, ...]]]) -> tuple[float, ...]:
    """The mean of colours by weight."""
    weighed = [[weight * channel for channel in colour] for weight, colour in pairs]
    return tuple(map(sum, zip(*weighed, strict=True)))


def ramp(value: float, least: float, most: float) -> float:
    """How far a value is from the least to the most, 0 to 1."""
    return min(max((value - least) / (most - least), 0.0), 1.0)
