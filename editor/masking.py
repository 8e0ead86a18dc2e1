"""The steps of a selection as a mask; ``editor.selections`` says what a step is.

Masks are (rows, columns) bool, True = edit here; sizes (rows, columns).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from editor import edges, pixels, shapes
from editor.pixels import Mask
from editor.regions import LabelMap
from editor.shapes import Patch, Points

Opacity = NDArray[np.uint8]


def opacity(
    selection: Mapping[str, Any], size: tuple[int, int], labels: LabelMap | None, *, soft: bool = False
) -> Opacity:
    """How much of a selection each pixel is, 0 to 255; between them only where it is feathered."""
    mask = drawn(selection["steps"], size, labels, soft=soft)
    edge = selection["edges"]
    return edges.feathered(edges.grown(edges.smoothed(mask, edge["smooth"]), edge["grow"]), edge["feather"])


def binary_png(opacity: Opacity) -> bytes:
    """What is selected at all, as 8-bit grey PNG: 255 inside, 0 outside."""
    return pixels.mask_png(opacity > 0)


def opacity_png(opacity: Opacity) -> bytes:
    """How much of what is selected is to be seen, as 8-bit grey PNG; 255 where nothing is selected."""
    return pixels.png_of(np.where(opacity, opacity, np.uint8(255)))


def mostly_inside(labels: LabelMap, mask_png: bytes) -> list[int]:
    """The regions of which at least half lies in a mask of the same size."""
    inside = labels.array[np.asarray(pixels.opened(mask_png)) > 0]
    areas = np.bincount(inside, minlength=int(labels.array.max()) + 1)
    return [region.id for region in labels.regions if 2 * areas[region.id] >= region.area]


def drawn(
    steps: Sequence[Mapping[str, Any]], size: tuple[int, int], labels: LabelMap | None, *, soft: bool = False
) -> Mask:
    """The mask that the steps make, each on what those before it made.

    With ``soft``, what was selected as regions is grown by their soft borders, but not over what was painted away.
    """
    canvas = Canvas(*(np.zeros(size, bool) for _ in range(3)))
    for step in grouped(steps):
        canvas.apply(step, labels)
    return canvas.softened() if soft else canvas.mask


@dataclass
class Canvas:
    """A selection while it is drawn: its mask, what of it whole regions made, and what was painted away."""

    mask: Mask
    regions: Mask
    spared: Mask

    def apply(self, step: Mapping[str, Any], labels: LabelMap | None) -> None:
        """Draw one step."""
        if step["kind"] == "invert":
            np.logical_not(self.mask, out=self.mask)
            self.regions[:], self.spared[:] = False, ~self.mask
            return
        by_region = step["kind"] == "regions"
        patch = patch_of(step, self.mask.shape, labels)
        for target, wanted in (
            (self.mask, step["add"]),
            (self.regions, step["add"] and by_region),
            (self.spared, not step["add"] and not by_region),
        ):
            put(target, patch, wanted)

    def softened(self) -> Mask:
        """The mask with the soft borders of its regions."""
        borders = edges.grown(self.mask & self.regions, pixels.soft_edge(self.mask.shape))
        return self.mask | borders & ~self.spared


def put(target: Mask, patch: Patch, wanted: bool) -> None:
    """Set what a patch covers."""
    part = target[patch.window]
    part[patch.inside] = wanted


def patch_of(step: Mapping[str, Any], size: tuple[int, ...], labels: LabelMap | None) -> Patch:
    """What one step covers."""
    rows, columns = size
    if step["kind"] == "regions":
        assert labels is not None
        return Patch((slice(0, rows), slice(0, columns)), pixels.mask_of(labels, step["ids"]))
    points: Points = np.array(step["points"], float).reshape(-1, 2)[:, ::-1]
    if step["kind"] == "brush":
        return shapes.stroke(points, step["radius"], (rows, columns))
    return (shapes.lasso if step["kind"] == "lasso" else shapes.box)(points, (rows, columns))


def grouped(steps: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The steps, with successive ones of regions taken together: what was added and taken away again was not added."""
    group: dict[int, bool] = {}
    for step in steps:
        if step["kind"] == "regions":
            group |= dict.fromkeys(step["ids"], step["add"])
            continue
        yield from regrouped(group)
        group = {}
        yield step
    yield from regrouped(group)


def regrouped(group: Mapping[int, bool]) -> Iterator[dict[str, Any]]:
    """A step for the regions to add, and one for those to take away."""
    for wanted in (False, True):
        ids = [number for number, added in group.items() if added is wanted]
        if ids:
            yield {"kind": "regions", "add": wanted, "ids": ids}
