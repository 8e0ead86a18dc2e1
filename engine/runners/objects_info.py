"""The masks of an image as objects, in the manner of ``person/info``."""

from __future__ import annotations

from typing import Any

from scipy import ndimage

from engine.maths.filters import count_values
from engine.operations.objects import ObjectMap
from engine.outcomes import Outcome
from engine.runners.regions import load_regions


def run(image: str, labels: str = "") -> Outcome:
    """The masks of ``image``, whose map is stored under ``labels``: objects first, the surest first, then the rest, the
    largest first."""
    layers = load_regions(image, labels)
    things = describe_masks(layers)
    return {"objects": sorted(things, key=lambda thing: (thing["score"] is None, -(thing["score"] or 0)))}


def describe_masks(layers: ObjectMap) -> list[dict[str, Any]]:
    """What there is to say of each mask, the largest first."""
    masks = layers.labels
    areas = count_values(masks)
    boxes = enumerate(ndimage.find_objects(masks), start=1)
    return [describe_object(number, box, int(areas[number]), layers.scores[number - 1]) for number, box in boxes]


def describe_object(mask_id: int, box: tuple[slice, ...], area: int, score: float | None) -> dict[str, Any]:
    """A mask as an object; here rows and columns become y and x. Without a ``score`` it is a region of the rest."""
    rows, columns = box
    return {
        "id": mask_id,
        "type": "object",
        "labels": [],
        "rect": {
            "x": columns.start,
            "y": rows.start,
            "w": columns.stop - columns.start,
            "h": rows.stop - rows.start,
        },
        "area": area,
        "score": None if score is None else round(score, 3),
        "mask_id": mask_id,
        "actions": {"remove": ["remove"]},
    }
