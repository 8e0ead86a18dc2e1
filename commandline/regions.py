"""``regions``: what can be selected in a picture, as a table, as JSON, or as a zip of masks."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from commandline import outputs, pictures
from commandline.embedded import Embedded
from commandline.errors import DONE, SOME_FAILED, BadUse, FileFailed
from commandline.reports import show, write_line
from commandline.work import read_file

PREFIX = "mask"  # what the names of the files in the zip begin with


def carry_out(typed: Namespace) -> int:
    """Find the regions of one picture, and tell them.

    Raises:
        BadUse: the zip's file is there already.
    """
    target = Path(typed.zip) if typed.zip else None
    if target and target.exists():
        raise BadUse(f"{target} is there already; nothing is overwritten.")
    try:
        data, _ = read_file(Path(typed.input))
        found, archive = find(pictures.open_picture(data, is_named=True).image)
        if target:
            outputs.put_new(target, archive)
    except FileFailed as failure:
        write_line(sys.stderr, f"{show(typed.input)}: failed. {failure}")
        return SOME_FAILED
    tell(found, is_json=typed.json)
    return DONE


def find(image: bytes) -> tuple[list[dict[str, Any]], bytes]:
    """What there is to say of each region, in the words of ``objects/info``, and the zip of their masks.

    Raises:
        FileFailed: it cannot be done.
    """
    embedded = Embedded()
    from engine import files
    from engine.operations import archive
    from engine.runners import objects_info
    from engine.runners.regions import find_regions

    with embedded.asking():
        name = files.save(image)
        packed = archive.pack(find_regions(name).labels, PREFIX)
        return objects_info.run(name)["objects"], packed


def tell(found: list[dict[str, Any]], *, is_json: bool) -> None:
    """Print the regions, the surest first."""
    if is_json:
        write_line(sys.stdout, json.dumps({"regions": [to_json(region) for region in found]}))
        return
    write_line(sys.stdout, f"{'id':>5} {'score':>6} {'left':>6} {'top':>6} {'width':>6} {'height':>6} {'area':>9}")
    for region in found:
        rect, score = region["rect"], region["score"]
        said = "" if score is None else f"{score:.2f}"
        sides = " ".join(f"{rect[side]:>6}" for side in ("x", "y", "w", "h"))
        write_line(sys.stdout, f"{region['mask_id']:>5} {said:>6} {sides} {region['area']:>9}")


def to_json(region: dict[str, Any]) -> dict[str, Any]:
    """A region as a program reads it."""
    rect = region["rect"]
    box = [rect[side] for side in ("x", "y", "w", "h")]
    return {"id": region["mask_id"], "score": region["score"], "box": box, "area": region["area"]}
