"""The masks of an image as v1 has them: a zip."""

from __future__ import annotations

from engine import files, progress
from engine.operations import archive
from engine.outcomes import Outcome
from engine.runners import map_files
from engine.runners.regions import find_regions


def run(image: str, prefix: str) -> Outcome:
    """The masks of ``image``, as a zip, and with their parts as a map of our own."""
    layers = find_regions(image)
    progress.check()
    return {
        "file": files.save(archive.pack(layers.labels, prefix), ".zip"),
        "labels": files.save(map_files.encode_map(layers), ".png"),
    }
