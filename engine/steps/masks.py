"""All regions of an image."""

from __future__ import annotations

from engine import files, images
from engine.operations import archive, masks
from engine.steps.pictures import Outcome, load


def segment(image: str, prefix: str) -> Outcome:
    """The regions of ``image``, as a zip and as a label map."""
    labels = masks.segment(load(image).pixels)
    return {
        "file": files.save(archive.pack(labels, prefix), ".zip"),
        "labels": files.save(images.encode_grey(labels), ".png"),
    }
