"""Where each step may change a picture, by what it says: every other pixel stays as it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.maths.people.faces import Box
from engine.operations.face_crops import crop_bounds
from engine.operations.hide_faces import ellipse_opacity, ellipse_window
from engine.outcomes import Arguments
from engine.recipes.scenes import Mask
from engine.runners import erase, erase_foreground, objects_remove
from engine.runners.holes import load_hole
from engine.runners.people import find_faces, find_people
from engine.runners.pictures import load
from engine.runners.regions import load_regions


def find_area(do: str, arguments: Arguments) -> Mask | None:
    """The pixels (rows, columns) that a step may change; None for the whole picture, its size included."""
    find = AREAS.get(do)
    if find is None or arguments.get("box") is not None:
        return None
    is_flattened = not arguments.get("preserve_alpha", True) and load(arguments["image"]).alpha is not None
    return None if is_flattened else find(arguments)


def erased_area(arguments: Arguments) -> Mask:
    """The hole that ``erase`` fills."""
    names = ("mask", "grow", "feather", "include_shadow")
    return erase.find_hole(load(arguments["image"]), *(arguments[name] for name in names)).mask


def filled_area(arguments: Arguments) -> Mask:
    """The hole that ``gen_fill`` fills."""
    return load_hole(arguments["mask"], arguments["grow"], arguments["feather"]).mask


def foreground_area(arguments: Arguments) -> Mask:
    """The hole that ``erase_foreground`` fills."""
    image = arguments["image"]
    return erase_foreground.find_hole(image, load(image), arguments["hints"])


def removed_area(arguments: Arguments) -> Mask:
    """The hole that ``objects_remove`` fills."""
    picture, labels = load(arguments["image"]), arguments["labels"]
    regions = None if labels is None else load_regions(arguments["image"], labels)
    mask_ids, mask, shadow = (arguments[name] for name in ("mask_ids", "mask", "include_shadow"))
    return objects_remove.find_hole(picture, regions, mask_ids, mask, shadow)


def hidden_area(arguments: Arguments) -> Mask:
    """The ellipses that ``hide_faces`` covers."""
    boxes = [Box(*rect) for rect in arguments["rects"]] or [face.box for face in find_faces(arguments["image"])]
    area = np.zeros(load(arguments["image"]).shape, bool)
    for box in boxes:
        window = ellipse_window(box, area.shape)
        area[window] |= ellipse_opacity(box, window) > 0
    return area


def changed_area(arguments: Arguments) -> Mask:
    """What is around the faces that ``create`` changes."""
    area = np.zeros(load(arguments["image"]).shape, bool)
    for person in find_people(arguments["original"]):
        if person.id in arguments["changes"]:
            area[crop_bounds(area.shape, person.face.box)] = True
    return area


AREAS: dict[str, Callable[[Arguments], Mask]] = {
    "erase": erased_area,
    "gen_fill": filled_area,
    "erase_foreground": foreground_area,
    "objects_remove": removed_area,
    "hide_faces": hidden_area,
    "create": changed_area,
}
