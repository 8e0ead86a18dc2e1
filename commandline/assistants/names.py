"""Names of what is in a picture, so that an assistant that does not see it can tell one thing from another.

They are made as the studio makes them for its lists, of size, place and share of the frame; the colour stands beside.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.runners import objects_info, person_info
from engine.runners.pictures import load
from engine.runners.regions import find_regions

SIZES = ((0.1, "large"), (0.02, "medium"), (0.004, "small"), (0.0, "tiny"))  # from which share of the frame on
ROWS, COLUMNS = ("top", "centre", "bottom"), ("left", "centre", "right")


def describe_regions(image: str) -> list[dict[str, Any]]:
    """What can be selected in the stored ``image``: ids, names, colours, scores (None for no object) and boxes."""
    labels = find_regions(image).labels
    colours = measure_colours(load(image).seen, labels)
    regions = [describe_region(found, colours, labels.shape) for found in objects_info.run(image)["objects"]]
    return number_twins(regions)


def describe_region(found: dict[str, Any], colours: list[str], shape: tuple[int, ...]) -> dict[str, Any]:
    """A region of a picture of ``shape`` (rows, columns), out of what ``objects_info`` says of it."""
    number, rect, score = found["mask_id"], found["rect"], found["score"]
    share = found["area"] / (shape[0] * shape[1])
    size = next(name for least, name in SIZES if share >= least)
    kind = "region" if score is None else "object"
    return {
        "id": number,
        "name": f"{size} {kind}, {name_place(rect, shape)}, {name_share(share)}",
        "colour": colours[number],
        "score": score,
        "box": describe_box(rect),
        "share": round(share, 4),
    }


def describe_people(image: str, size: tuple[int, int]) -> list[dict[str, Any]]:
    """The people in the stored ``image`` of ``size`` (width, height), left to right, and what each can be given."""
    people = [
        {
            "id": person["id"],
            "name": f"person, {name_place(person['rect'], (size[1], size[0]))}",
            "box": describe_box(person["rect"]),
            "can_change": person["actions"],
        }
        for person in person_info.run(image)["people"]
    ]
    return number_twins(people)


def describe_box(rect: dict[str, float]) -> dict[str, int]:
    """A box in the words of the tools' arguments, in pixels."""
    sides = zip(("left", "top", "width", "height"), ("x", "y", "w", "h"), strict=True)
    return {side: round(rect[short]) for side, short in sides}


def name_place(rect: dict[str, float], shape: tuple[int, ...]) -> str:
    """In which ninth of a picture of ``shape`` (rows, columns) the middle of something lies."""
    row = ROWS[third_of(rect["y"] + rect["h"] / 2, shape[0])]
    column = COLUMNS[third_of(rect["x"] + rect["w"] / 2, shape[1])]
    if row == column:
        return "centre"
    return row if column == "centre" else f"{row} {column}"


def third_of(position: float, length: int) -> int:
    """Which third of a side a position lies in, from 0."""
    return min(max(int(3 * position / length), 0), 2)


def name_share(share: float) -> str:
    """A share of the frame."""
    return "under 1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")


def measure_colours(pixels: NDArray[np.uint8], labels: NDArray[np.uint8]) -> list[str]:
    """The mean colour of each region in sRGB, such as "#c0ffee", by its number; "#000000" for numbers of none.

    Args:
        pixels: (rows, columns, 3) uint8.
        labels: (rows, columns) uint8, 0 where no region is.
    """
    counts = np.maximum(np.bincount(labels.ravel()), 1)
    sums = [np.bincount(labels.ravel(), pixels[..., channel].ravel()) for channel in range(3)]
    means = np.rint(np.stack(sums, axis=-1) / counts[:, None]).astype(np.uint8)
    return [f"#{mean.tobytes().hex()}" for mean in means]


def number_twins(things: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same things, of which no two have one name: one that came before gets a number."""
    seen: dict[str, int] = {}
    numbered = []
    for thing in things:
        name = thing["name"]
        seen[name] = seen.get(name, 0) + 1
        numbered.append({**thing, "name": name if seen[name] == 1 else f"{name} ({seen[name]})"})
    return numbered
