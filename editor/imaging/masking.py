"""The steps of a selection as a mask; ``editor.selections`` says what a step is.

Masks are (rows, columns) bool, True = edit here; sizes (rows, columns).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor.imaging import edges, pixels, shapes
from editor.imaging.pixels import Mask
from editor.imaging.shapes import Patch, Points, Window
from masks import feathering
from masks.regions import LabelMap

Opacity = NDArray[np.uint8]

LEAST_RADIUS = 0.75  # pixels, of a brush that is scaled down: from between four pixels it reaches their centres
ROW_COST = 30  # as many pixels as take the time of one row of a line: 90 ns against 3.3 ns, measured


def draw_opacity(
    selection: Mapping[str, Any], size: tuple[int, int], labels: LabelMap | None, *, soft: bool = False
) -> Opacity:
    """How much of a selection each pixel is, 0 to 255; between them only where it is feathered."""
    return feathering.feather(draw_hard(selection, size, labels, soft=soft), selection["edges"]["feather"])


def draw_hard(
    selection: Mapping[str, Any], size: tuple[int, int], labels: LabelMap | None, *, soft: bool = False
) -> Mask:
    """The mask of a selection before its edge is feathered."""
    mask = draw_steps(selection["steps"], size, labels, soft=soft)
    edge = selection["edges"]
    return edges.grow(edges.smooth(mask, edge["smooth"]), edge["grow"])


def encode_mask(opacity: Opacity) -> bytes:
    """What is selected at all, as 8-bit grey PNG: 255 inside, 0 outside."""
    return pixels.encode_mask(opacity > 0)


def encode_opacity(opacity: Opacity) -> bytes:
    """How much of what is selected is to be seen, as 8-bit grey PNG; 255 where nothing is selected."""
    return pixels.encode_grey(feathering.show_rest(opacity))


def find_regions_inside(labels: LabelMap, mask_png: bytes) -> list[int]:
    """The ids of the regions of which at least half lies in a mask of the same size, of both maps if there are two."""
    mask: Mask = np.asarray(pixels.open_picture(mask_png)) > 0
    return [number for layer in labels.layers for number in find_layer_regions_inside(layer, mask)]


def find_layer_regions_inside(layer: LabelMap, mask: Mask) -> list[int]:
    """The same of one map."""
    areas = np.bincount(layer.array[mask], minlength=int(layer.array.max()) + 1)
    return [region.id for region in layer.regions if 2 * areas[region.id] >= region.area]


def translate_regions(ids: Sequence[int], labels: LabelMap, into: LabelMap) -> list[int]:
    """The ids of the regions of one map of which at least half lies in regions of another one of the same size."""
    return find_layer_regions_inside(into, np.isin(labels.array, list(ids)))


def draw_marks(
    steps: Sequence[Mapping[str, Any]], size: tuple[int, int], labels: LabelMap | None, longest: int
) -> tuple[bytes | None, bytes | None]:
    """What the steps added and what they took away, each over those before it: two masks as 8-bit grey PNG.

    They are as large as the picture of ``size``, or scaled down to ``longest`` pixels. None for a mask of nothing.
    """
    scale = min(1.0, longest / max(size))
    small = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
    factors = small[0] / size[0], small[1] / size[1]
    last = find_last_steps([scale_step(step, factors) for step in steps], small, labels and labels.scale(small))
    added = find_meaning(steps).selected[last]
    drawn = last > 0
    keep, remove = (pixels.encode_mask(mask) if mask.any() else None for mask in (added & drawn, ~added & drawn))
    return keep, remove


def scale_step(step: Mapping[str, Any], factors: tuple[float, float]) -> Mapping[str, Any]:
    """A step in a picture scaled by ``factors`` (down, across); a brush of any size still marks what it touches."""
    if "points" not in step:
        return step
    down, across = factors
    points = [value * factor for value, factor in zip(step["points"], cycle((across, down)))]
    radius = max(LEAST_RADIUS, step.get("radius", 0.0) * (down + across) / 2)
    return {**step, "points": points, "radius": radius}


def draw_steps(
    steps: Sequence[Mapping[str, Any]], size: tuple[int, int], labels: LabelMap | None, *, soft: bool = False
) -> Mask:
    """The mask that the steps make, each on what those before it made.

    With ``soft``, what was selected as regions is grown by their soft borders, but not over what was painted away.
    """
    last, meaning = find_last_steps(steps, size, labels), find_meaning(steps)
    mask: Mask = meaning.selected[last]
    if not soft:
        return mask
    borders = edges.grow(mask & meaning.by_region[last], pixels.soft_edge(size))
    return mask | borders & ~meaning.spared[last]


def find_last_steps(
    steps: Sequence[Mapping[str, Any]], size: tuple[int, int], labels: LabelMap | None
) -> NDArray[np.uint16]:
    """Which of the steps, counted from 1, was the last one to cover each pixel; 0 for none.

    Regions are looked up once, and inverting covers nothing, so that only what is drawn costs work step by step; it is
    drawn from the last step to the first, and not at all where later ones cover all of it.
    """
    last = np.zeros(size, np.uint16)
    named = np.zeros(2**16, np.uint16)  # by the id of a region
    for number, step in reversed(list(enumerate(steps, 1))):
        if step["kind"] == "regions":
            ids = np.array(step["ids"], int)
            named[ids] = np.maximum(named[ids], number)
        elif step["kind"] != "invert" and not last[find_reach(step, size)].all():
            patch = draw_step(step, size)
            covered = last[patch.window]
            covered[patch.inside & (covered == 0)] = number
    if named.any():
        assert labels is not None
        for layer in labels.layers:
            np.maximum(last, named[layer.array], out=last)
    return last


@dataclass(frozen=True)
class Meaning:
    """What it means for a pixel that a step, by its number, was the last one to cover it, in bool arrays.

    Attributes:
        selected: it is selected in the end.
        by_region: it was selected as part of a region.
        spared: it was painted away, or left out when everything was inverted.
    """

    selected: Mask
    by_region: Mask
    spared: Mask


def find_meaning(steps: Sequence[Mapping[str, Any]]) -> Meaning:
    """What the steps mean, in arrays that begin with no step at all."""
    added = np.array([False, *(bool(step.get("add")) for step in steps)])
    regions = np.array([False, *(step["kind"] == "regions" for step in steps)])
    inversions = np.cumsum([False, *(step["kind"] == "invert" for step in steps)])
    after = inversions[-1] - inversions  # how often everything was inverted after each step
    painted = ~regions
    painted[0] = False
    selected = added ^ (after % 2 == 1)
    spared = np.where(after == 0, painted & ~added, ~selected)
    return Meaning(selected, (after == 0) & regions & added, spared)


def estimated_cost(steps: Sequence[Mapping[str, Any]], size: tuple[int, int]) -> float:
    """About how many pixels are looked at to draw the steps; a hundred million take a third of a second."""
    return sum(estimated_step_cost(step, size) for step in steps if "points" in step)


def find_reach(step: Mapping[str, Any], size: tuple[int, int]) -> Window:
    """The rows and columns beyond which a step that is drawn covers nothing."""
    return shapes.find_window(read_points(step), step.get("radius", 0.0) + 1, size)


def estimated_step_cost(step: Mapping[str, Any], size: tuple[int, int]) -> float:
    """The same for one step that is drawn: all around it, and each of its lines row by row."""
    points, radius = read_points(step), step.get("radius", 0.0)
    heights = np.abs(np.diff(points[:, 0])) + 2 * radius
    area = math.prod(shapes.measure_window(shapes.find_window(points, radius, size)))
    return area + ROW_COST * float(np.minimum(heights, size[0]).sum())


def draw_step(step: Mapping[str, Any], size: tuple[int, int]) -> Patch:
    """What a step that is drawn covers."""
    points = read_points(step)
    if step["kind"] == "brush":
        return shapes.draw_stroke(points, step["radius"], size)
    return (shapes.draw_lasso if step["kind"] == "lasso" else shapes.draw_box)(points, size)


def read_points(step: Mapping[str, Any]) -> Points:
    """The points of a step that is drawn."""
    points: Points = np.array(step["points"], float).reshape(-1, 2)[:, ::-1]
    return points
