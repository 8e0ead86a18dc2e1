"""Faces and hair on the photos: how many faces are found, how many wrongly, how fast, whether their landmarks are where
one sees them, and whether foreheads stay bare. By the installation's weights.

The truth was marked by eye. A photo that is not listed shows no frontal face.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.figures import Absent, Figure, figure, median_seconds, photo, photos_folder, quotient
from engine.maths.people.dyes import DYES
from engine.maths.people.faces import Box, Face, box_overlap
from engine.maths.people.faces import find_faces as find_by_cascades
from engine.operations.create import Change, change
from engine.operations.people import Person, find_people
from engine.weights.face_detection import to_face
from engine.weights.installed import face_finder, figure_finder, landmark_finder
from harness.weights import INSTALLED

Picture = NDArray[np.uint8]
Window = tuple[slice, slice]

# Intersection over union from which a found box is the marked face.
SAME_FACE = 0.4


@dataclass(frozen=True)
class Truth:
    """One frontal face: its box and, where they are bare and full, windows on the forehead and on the hair.

    ``marks`` are (row, column) of both corners of the mouth and, where they are to be seen, of both pupils, left first.
    """

    box: Box
    forehead: Window | None = None
    hair: Window | None = None
    marks: tuple[tuple[float, float], ...] = ()


TRUTHS = {
    "girl-1.jpg": (Truth(Box(154, 189, 66, 66), marks=((198.5, 213), (197, 233.5))),),
    "obama-1080p.jpg": (
        Truth(
            Box(100, 857, 280, 280),
            np.s_[96:175, 916:1074],
            np.s_[33:72, 942:1048],
            ((319, 940.5), (317, 1056), (213, 948.5), (211.5, 1052.5)),
        ),
    ),
    "two_people.jpg": (
        Truth(
            Box(30, 236, 170, 170),
            np.s_[36:77, 267:366],
            np.s_[11:22, 290:345],
            ((169.5, 284.5), (176.5, 352.5), (98, 289.5), (104, 356)),
        ),
        Truth(
            Box(62, 790, 170, 170),
            np.s_[42:104, 816:924],
            np.s_[13:29, 843:913],
            ((198, 836.5), (208.5, 895), (126, 846), (138.5, 907.5)),
        ),
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


@figure("faces_time", "<= 0.1")
def faces_time() -> Figure:
    """Seconds until the faces of all photos are found, over those of the cascades."""
    pictures = [picture(name) for name in TRUTHS]
    seconds = median_seconds(lambda: [find(image) for image in pictures], repeats=3)
    peer = median_seconds(lambda: [find_by_cascades(image) for image in pictures], repeats=3)
    return quotient("faces_time", seconds, "s", "the cascades", peer)


@figure("landmarks", "<= 0.05")
def landmarks() -> Figure:
    """Mean distance of corners of the mouth and pupils from the marks, over that of the eyes; beside it the largest."""
    pairs = [(truth, name) for name, truths in TRUTHS.items() for truth in truths]
    distances = np.concatenate([distances_to_marks(name, truth) for truth, name in pairs])
    return Figure("landmarks", float(distances.mean()), "of eyes", "the largest", float(distances.max()))


@figure("hair_forehead", "< 3 grey levels")
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


def find(image: Picture) -> tuple[Face, ...]:
    """The faces that the installation's weights find; raises Absent without them."""
    finder = face_finder(INSTALLED)
    if finder is None:
        raise Absent("the weights are not installed; make setup fetches them")
    return tuple(to_face(face) for face in finder(image))


@cache
def people(name: str) -> tuple[Person, ...]:
    """The people in a photo, with landmarks and figures."""
    image, place = picture(name), landmark_finder(INSTALLED)
    faces = find(image)
    placed = tuple(replace(face, mesh=place(image, face)) for face in faces) if place else faces
    return find_people(image, placed, figure_finder(INSTALLED))


def boxes(name: str) -> list[Box]:
    """The faces found in a photo."""
    return [Box(*person.rect) for person in people(name)]


def distances_to_marks(name: str, truth: Truth) -> NDArray[np.float64]:
    """How far the landmarks of the marked face lie from its marks, over the distance of its eyes; inf if not found."""
    for person in people(name):
        if box_overlap(Box(*person.rect), truth.box) > SAME_FACE and (mesh := person.face.mesh):
            places = np.concatenate([mesh.lips[[0, 10]], mesh.pupils])[: len(truth.marks)]
            return np.asarray(np.hypot(*(places - np.array(truth.marks)).T) / mesh.frame.unit, np.float64)
    return np.full(len(truth.marks), np.inf)


def is_marked(name: str, box: Box) -> bool:
    """True when a face is marked there."""
    return any(box_overlap(truth.box, box) > SAME_FACE for truth in TRUTHS.get(name, ()))


def change_on(name: str, truth: Truth) -> tuple[float, float]:
    """Mean change in grey levels on the forehead and in the hair, over all hair colours; (0, 0) if none is offered."""
    image = picture(name)
    for person in people(name):
        if box_overlap(Box(*person.rect), truth.box) > SAME_FACE and "haircolor" in person.actions:
            changed = [change(image, person, {"haircolor": Change(colour)}) for colour in DYES]
            return mean_change(image, changed, truth.forehead), mean_change(image, changed, truth.hair)
    return 0.0, 0.0


def mean_change(image: Picture, changed: list[Picture], window: Window | None) -> float:
    """Mean difference in grey levels between a picture and others, in a window."""
    return float(np.mean([np.abs(image[window].astype(int) - other[window]) for other in changed]))
