"""All regions of an image."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine import files, images, models_or_builtin, progress
from engine.operations import archive
from engine.operations.confidence import confidences
from engine.runners.pictures import Outcome, load


def segment(image: str, prefix: str) -> Outcome:
    """The regions of ``image``, as a zip and as a label map."""
    labels = models_or_builtin.segment(load(image).pixels)
    progress.check()
    return {
        "file": files.save(archive.pack(labels, prefix), ".zip"),
        "labels": files.save(images.encode_grey(labels), ".png"),
    }


def list_masks(image: str, prefix: str) -> Outcome:
    """The regions of ``image`` one by one, the surest first; ``member`` is a mask's name in the zip."""
    labels = segmented(image)
    return {
        "file": files.save(archive.pack(labels, prefix), ".zip"),
        "masks": described(load(image).pixels, labels, prefix),
    }


def list_objects(image: str) -> Outcome:
    """The regions of ``image`` as objects, in the manner of ``person/info``, the largest first."""
    labels = segmented(image)
    areas = np.bincount(labels.ravel(), minlength=256)
    boxes = enumerate(ndimage.find_objects(labels), start=1)
    return {"objects": [object_of(mask_id, box, int(areas[mask_id])) for mask_id, box in boxes]}


def object_of(mask_id: int, box: tuple[slice, ...], area: int) -> dict[str, Any]:
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


@lru_cache(maxsize=4)
def segmented(image: str) -> NDArray[np.uint8]:
    """The label map of the stored ``image``; made once per process while it is worked on, as a file never changes."""
    return models_or_builtin.segment(load(image).pixels)


def described(pixels: NDArray[np.uint8], labels: NDArray[np.uint8], prefix: str) -> list[dict[str, Any]]:
    """What there is to say of each mask. ``id`` is its place in the list, ``mask_id`` what edits know it by."""
    areas = np.bincount(labels.ravel(), minlength=256)
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
