"""The regions of an image as objects, in the manner of ``person/info``."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import ndimage

from engine.images import MOST_MASKS
from engine.models import Outcome
from engine.runners.regions import find_regions


def run(image: str) -> Outcome:
    """The regions of ``image`` as objects, the largest first."""
    labels = find_regions(image)
    areas = np.bincount(labels.ravel(), minlength=MOST_MASKS + 1)
    boxes = enumerate(ndimage.find_objects(labels), start=1)
    return {"objects": [describe_object(mask_id, box, int(areas[mask_id])) for mask_id, box in boxes]}


def describe_object(mask_id: int, box: tuple[slice, ...], area: int) -> dict[str, Any]:
    """A region as an object; here rows and columns become y and x."""
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
        "mask_id": mask_id,
        "actions": {"remove": ["remove"]},
    }
