"""The regions of an image as v1 has them: a zip of masks."""

from __future__ import annotations

from engine import files, images, models_or_builtin, progress
from engine.models import Outcome
from engine.operations import archive
from engine.runners.pictures import load


def run(image: str, prefix: str) -> Outcome:
    """The regions of ``image``, as a zip and as a label map."""
    labels = models_or_builtin.segment(load(image).pixels)
    progress.check()
    return {
        "file": files.save(archive.pack(labels, prefix), ".zip"),
        "labels": files.save(images.encode_grey(labels), ".png"),
    }
