"""The regions of an image as v2 has them: one by one, with what there is to say of each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import files
from engine.maths.filters import count_values
from engine.operations import archive
from engine.operations.confidence import confidences
from engine.outcomes import Outcome
from engine.runners.pictures import load
from engine.runners.regions import find_regions


def run(image: str, prefix: str) -> Outcome:
    """The regions of ``image``, the surest first; ``member`` is a mask's name in the zip."""
    labels = find_regions(image).labels
    return {
        "file": files.save(archive.pack(labels, prefix), ".zip"),
        "masks": describe_masks(load(image).seen, labels, prefix),
    }


def describe_masks(pixels: NDArray[np.uint8], labels: NDArray[np.uint8], prefix: str) -> list[dict[str, Any]]:
    """What there is to say of each mask. ``id`` is its place in the list, ``mask_id`` what edits know it by."""
    areas = count_values(labels)
    surest = sorted(confidences(pixels, labels).items(), key=lambda item: (-item[1], item[0]))
    return [
        {
            "id": place,
            "mask_id": mask_id,
            "area": int(areas[mask_id]),
            "confidence": round(confidence, 3),
            "member": archive.member_name(prefix, mask_id),
        }
        for place, (mask_id, confidence) in enumerate(surest, start=1)
    ]
