"""People: which faces a picture shows, and what can be changed in each (person/info).

The rule: find it or do not offer it. An attribute is listed for a face only when the parts that it needs were found in
that face. Gender, age and ethnicity are never guessed, and diversity and gender never offered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.filters import Floats
from engine.maths.people.dyes import DYES
from engine.maths.people.expressions import EXPRESSIONS, OF_THE_MOUTH
from engine.maths.people.faces import SMALLEST_FACE, Box, Face, find_faces
from engine.maths.people.glasses import wears_glasses
from engine.maths.people.mouth import FAINTEST_SKIN
from engine.maths.people.portraits import Portrait
from engine.maths.people.warps import PULLS
from engine.operations.face_crops import cut_portrait, shrink_portrait

FigureFinder = Callable[[NDArray[np.uint8]], Floats | None]

# Pixels: width of a face from which changes look right throughout (measured: 80 px on ordinary photos).
SURE_FACE = 80
# Doubt under which landmarks are certain; most faces seen from the front have less.
CERTAIN = 0.0205
# Pixels: the longer side of the copy of a figure that is kept.
FIGURE_SIDE = 256
# Units by which the corners of a smiling mouth lie above the middle of its opening.
SMILE = 0.06

# The attributes that are offered, and the number each of their names stands for: keys and names are Bria's, the numbers
# are this engine's own choice.
ATTRIBUTES: dict[str, dict[str, float]] = {
    "age": {"mid-20": -5.0, "mid-40": 3.0, "mid-60": 8.0},
    "expression": dict.fromkeys(EXPRESSIONS, 1.0),
    "glasses": {"light": 2.0, "heavy": 5.0},
    "haircolor": {name: float(index) for index, name in enumerate(DYES)},
    "makeup": {"light": 4.0, "heavy": 8.0, "none": -6.0},
}


@dataclass(frozen=True)
class Person:
    """A face in a picture: its ``rect`` is (row, column, height, width) in pixels of the full picture, inside of it.

    ``actions`` maps each attribute offered for this face to its choices; ``oracle`` says "high" or "low" for each.
    ``figure`` (rows, columns) uint8, a small copy of what surrounds the face, says where a person is, 0 to 255; None
    where that was not looked for.
    """

    id: str
    rect: tuple[float, float, float, float]
    labels: tuple[str, ...]
    actions: dict[str, tuple[str, ...]]
    oracle: dict[str, dict[str, str]]
    face: Face = field(repr=False, compare=False)
    figure: NDArray[np.uint8] | None = field(default=None, repr=False, compare=False)


def find_people(
    image: NDArray[np.uint8], faces: tuple[Face, ...] | None = None, find_figure: FigureFinder | None = None
) -> tuple[Person, ...]:
    """The people whose faces a picture (rows, columns, 3) uint8 shows, left to right.

    ``faces`` says where they are, where that is known already; ``find_figure``, which is given portraits, which of
    their pixels belong to a person.
    """
    content = digest_pixels(image)
    found = find_faces(image) if faces is None else faces
    inside = [face for face in found if min(clip_box(face.box, image.shape[:2])[2:]) >= 1]
    return tuple(describe_person(image, content, face, find_figure) for face in inside)


def digest_pixels(image: NDArray[np.uint8]) -> bytes:
    """What stands for the content of a picture; no copy is made of it."""
    made = hashlib.sha256(repr(image.shape).encode())
    made.update(np.ascontiguousarray(image).data)
    return made.digest()


def describe_person(
    image: NDArray[np.uint8], content: bytes, face: Face, find_figure: FigureFinder | None = None
) -> Person:
    """One face with what can be changed in it."""
    rect = clip_box(face.box, image.shape[:2])
    portrait = shrink_portrait(cut_portrait(image, face))
    figure = look_at_figure(portrait, find_figure)
    portrait = give_figure(portrait, figure)
    can_change = face.shows_both_eyes and face.box.width >= SMALLEST_FACE
    actions = {key: offered_names(key, portrait) for key in offered_attributes(portrait)} if can_change else {}
    quality = predict_quality(face, portrait)
    return Person(
        id=hashlib.sha256(content + repr(rect).encode()).hexdigest(),
        rect=rect,
        labels=measure_labels(portrait) if can_change else ("frontal face",),
        actions=actions,
        oracle={key: oracle_entry(key, actions[key], quality) for key in actions},
        face=face,
        figure=figure,
    )


def look_at_figure(portrait: Portrait, find_figure: FigureFinder | None) -> NDArray[np.uint8] | None:
    """A small copy of where a person is in the portrait, 0 to 255; None where nothing looks for it."""
    found = None if find_figure is None else find_figure(portrait.image)
    if found is None:
        return None
    scale = min(1.0, FIGURE_SIDE / max(found.shape))
    small = cv2.resize(found, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.rint(255 * small).astype(np.uint8)


def give_figure(portrait: Portrait, figure: NDArray[np.uint8] | None) -> Portrait:
    """The portrait with what ``look_at_figure`` gave for it, or for a larger or smaller copy of it."""
    if figure is None:
        return portrait
    large = cv2.resize(figure, portrait.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return replace(portrait, figure=np.asarray(large / np.float32(255), np.float32))


def predict_quality(face: Face, portrait: Portrait) -> str:
    """ "high" for a face that is large enough, shows its mouth, and whose landmarks several looks agree on."""
    mesh = portrait.mesh
    is_sure = mesh is None or (mesh.doubt < CERTAIN and not mesh.is_turned)
    return "high" if face.box.width >= SURE_FACE and portrait.mouth and is_sure else "low"


def clip_box(box: Box, shape: tuple[int, ...]) -> tuple[float, float, float, float]:
    """(row, column, height, width) of the part of a box that lies in a picture of ``shape``."""
    row, column = max(0.0, box.row), max(0.0, box.column)
    bottom, end = min(float(shape[0]), box.row + box.height), min(float(shape[1]), box.column + box.width)
    return row, column, max(0.0, bottom - row), max(0.0, end - column)


def offered_attributes(portrait: Portrait) -> list[str]:
    """The attributes whose parts were found in a face that shows both eyes."""
    is_coloured = portrait.skin_colours.chroma > FAINTEST_SKIN
    has = {
        "age": portrait.mesh is None or portrait.mesh.is_sure,
        "expression": portrait.mouth is not None,
        "glasses": portrait.shows_eyes and not has_glasses(portrait),
        "haircolor": is_coloured and portrait.hair is not None,
        "makeup": is_coloured and portrait.mouth is not None,
    }
    return [key for key in ATTRIBUTES if has.get(key, True)]


def offered_names(key: str, portrait: Portrait) -> tuple[str, ...]:
    """The names of an attribute that are offered for a face: of expressions, those that can be made of it."""
    names = tuple(ATTRIBUTES[key])
    if key != "expression":
        return names
    makeable = PULLS if portrait.mesh is None else OF_THE_MOUTH if has_glasses(portrait) else EXPRESSIONS
    return tuple(name for name in names if name in makeable)


def oracle_entry(key: str, names: tuple[str, ...], quality: str) -> dict[str, str]:
    """The predicted quality in Bria's shape: by choice for expressions, by attribute for the rest."""
    return dict.fromkeys(names if key == "expression" else (key,), quality)


def measure_labels(portrait: Portrait) -> tuple[str, ...]:
    """What was measured in a face that shows both eyes, and nothing guessed."""
    name = "turned face" if portrait.mesh and portrait.mesh.is_turned else "frontal face"
    measured = {"smiling": is_smiling(portrait), "glasses": has_glasses(portrait)}
    return (name, *(label for label, holds in measured.items() if holds))


def has_glasses(portrait: Portrait) -> bool:
    """True for rims and for dark lenses."""
    return portrait.hides_eyes or wears_glasses(portrait.image, portrait.frame)


def is_smiling(portrait: Portrait) -> bool:
    """True when the mouth is open and its corners are up."""
    mouth = portrait.mouth
    return mouth is not None and mouth.is_open and sum(mouth.opening) / 2 > SMILE
