"""Faces and hair on the photos: how many faces are found, how many wrongly, and whether foreheads stay bare.

The truth was marked by eye. A photo that is not listed shows no frontal face.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.figures import Figure, figure, photo, photos_folder
from engine.maths.people.dyes import DYES
from engine.maths.people.faces import Box, box_overlap
from engine.operations.people import Change, change, find_people

Picture = NDArray[np.uint8]
Window = tuple[slice, slice]

# Intersection over union from which a found box is the marked face.
SAME_FACE = 0.4


@dataclass(frozen=True)
class Truth:
    """One frontal face: its box and, where they are bare and full, windows on the forehead and on the hair."""

    box: Box
    forehead: Window | None = None
    hair: Window | None = None


TRUTHS = {
    "girl-1.jpg": (Truth(Box(154, 189, 66, 66)),),
    "obama-1080p.jpg": (Truth(Box(100, 857, 280, 280), np.s_[96:175, 916:1074], np.s_[33:72, 942:1048]),),
    "two_people.jpg": (
        Truth(Box(30, 236, 170, 170), np.s_[36:77, 267:366], np.s_[11:22, 290:345]),
        Truth(Box(62, 790, 170, 170), np.s_[42:104, 816:924], np.s_[13:29, 843:913]),
    ),
}


@figure("faces_found", "1.0")
def faces_found() -> Figure:
    """Share of the marked faces that are found."""
    pairs = [(truth, boxes(name)) for name, truths in TRUTHS.items() for truth in truths]
    hits = [any(box_overlap(truth.box, box) > SAME_FACE for box in found) for truth, found in pairs]
    return Figure("faces_found", sum(hits) / len(hits), "share")


@figure("faces_wrong", "0")
def faces_wrong() -> Figure:
    """Number of boxes found, over all photos, where no face is marked."""
    names = [path.name for path in sorted(photos_folder().iterdir()) if is_photo(path.name)]
    wrong = [box for name in names for box in boxes(name) if not is_marked(name, box)]
    return Figure("faces_wrong", len(wrong), "faces")


@figure("hair_forehead", "< 5 grey levels")
def hair_forehead() -> Figure:
    """Mean change of the bare forehead over all hair colours, on the face where it is largest; beside it the hair's."""
    changes = [change_on(name, truth) for name, truths in TRUTHS.items() for truth in truths if truth.forehead]
    forehead, hair = max(changes)[0], min(hair for _, hair in changes)
    return Figure("hair_forehead", forehead, "grey levels", "the least change in the hair itself", hair)


def is_photo(name: str) -> bool:
    """True for the photographs in the folder; the cut-outs are copies of them."""
    return name.endswith((".jpg", ".png")) and ".cutout." not in name


def picture(name: str) -> Picture:
    """A photo as (rows, columns, 3) uint8."""
    return np.asarray(Image.open(photo(name)).convert("RGB"), np.uint8)


def boxes(name: str) -> list[Box]:
    """The faces found in a photo."""
    return [Box(*person.rect) for person in find_people(picture(name))]


def is_marked(name: str, box: Box) -> bool:
    """True when a face is marked there."""
    return any(box_overlap(truth.box, box) > SAME_FACE for truth in TRUTHS.get(name, ()))


def change_on(name: str, truth: Truth) -> tuple[float, float]:
    """Mean change in grey levels on the forehead and in the hair, over all hair colours; (0, 0) if none is offered."""
    image = picture(name)
    for person in find_people(image):
        if box_overlap(Box(*person.rect), truth.box) > SAME_FACE and "haircolor" in person.actions:
            changed = [change(image, person, {"haircolor": Change(colour)}) for colour in DYES]
            return mean_change(image, changed, truth.forehead), mean_change(image, changed, truth.hair)
    return 0.0, 0.0


def mean_change(image: Picture, changed: list[Picture], window: Window | None) -> float:
    """Mean difference in grey levels between a picture and others, in a window."""
    return float(np.mean([np.abs(image[window].astype(int) - other[window]) for other in changed]))
