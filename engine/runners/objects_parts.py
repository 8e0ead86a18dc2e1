"""The parts of an image's masks: an extension, by which a part of an object can be selected."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import files, images
from engine.images import PART_IDS
from engine.operations.objects import ObjectMap
from engine.outcomes import Outcome
from engine.runners import map_files
from engine.runners.regions import find_quick_regions, load_regions


def run(image: str, labels: str = "") -> Outcome:
    """The parts of the masks whose map is stored under ``labels``; without one, the quick regions of ``image``, which
    come before its objects are looked for."""
    if not labels:
        quick = find_quick_regions(image)
        return {"file": files.save(images.encode_grey(quick.labels), ".png"), "objects": [], "is_complete": False}
    layers = load_regions(image, labels)
    file = files.save(map_files.encode_parts(layers), ".png")
    return {"file": file, "objects": describe_masks(layers), "is_complete": True}


def describe_masks(layers: ObjectMap) -> list[dict[str, Any]]:
    """Each mask: its score, None for a region of the rest, and the ids of its parts."""
    return [
        {
            "mask_id": number,
            "score": None if score is None else round(score, 3),
            "parts": [int(part) + PART_IDS for part in np.flatnonzero(layers.masks == number)],
        }
        for number, score in enumerate(layers.scores, start=1)
    ]
