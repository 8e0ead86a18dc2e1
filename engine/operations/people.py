"""People: which faces a picture shows, what can be changed in each, and the changes (person/info and create).

The rule: find it or do not offer it. An attribute is listed for a face only when the parts that it needs were found in
that face. Gender, age and ethnicity are never guessed, and diversity and gender never offered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import grey, lab, lab_to_rgb
from engine.maths.filters import Floats
from engine.maths.people.ageing import change_age
from engine.maths.people.dyes import DYES, dye_hair
from engine.maths.people.expressions import EXPRESSIONS, OF_THE_MOUTH, pose_face
from engine.maths.people.faces import SMALLEST_FACE, Box, Face, find_faces, look_for_eyes
from engine.maths.people.frames import Patch
from engine.maths.people.glasses import SHEET, WIDE_SHEET, add_glasses, add_glasses_of_mesh, wears_glasses
from engine.maths.people.landmarks import find_frame
from engine.maths.people.makeup import apply_makeup
from engine.maths.people.mouth import FAINTEST_SKIN
from engine.maths.people.portraits import Portrait
from engine.maths.people.warps import FIELD, PULLS, expression_pulls, warp
from engine.operations.attributes import RANGES

FigureFinder = Callable[[NDArray[np.uint8]], Floats | None]

# Face boxes: how much of the picture around a face is worked on; how far below its middle, for long hair.
CROP, CROP_BELOW = 2.5, 2.0
# Pixels of a crop that colours are worked out on; on larger crops the difference is enlarged.
WORK_PIXELS = 1_200_000
# Pixels: width of a face from which changes look right throughout (measured: 80 px on ordinary photos).
SURE_FACE = 80
# Doubt under which landmarks are certain; most faces seen from the front have less.
CERTAIN = 0.0205
# Pixels: the longer side of the copy of a figure that is kept.
FIGURE_SIDE = 256
# Units by which the corners of a smiling mouth lie above the middle of its opening.
SMILE = 0.06


@dataclass(frozen=True)
class Change:
    """One attribute's new value: the name of a choice, a number, or for expressions a name with its strength.

    Beside the name of any other attribute a number says nothing: each name stands for a number of its own.
    """

    name: str | None = None
    number: float | None = None


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


def change(image: NDArray[np.uint8], person: Person, actions: Mapping[str, Change]) -> NDArray[np.uint8]:
    """The picture with changes made to one person; all other pixels stay as they are.

    ``person`` comes from ``find_people`` of this picture or of one that it was made from. Raises ValueError for an
    attribute or a choice that is not offered for this person, and for a number out of range.
    """
    numbers = {key: resolve_change(person, key, actions[key]) for key in actions}
    rows, columns = crop_bounds(image.shape[:2], person.face.box)
    changed = image.copy()
    portrait = give_figure(cut_portrait(image, person.face), person.figure)
    colours = recolour(portrait, numbers)
    posed = pose(replace(portrait, image=colours), actions.get("expression"), numbers.get("expression", 0))
    changed[rows, columns] = wear_glasses(posed, portrait, round(numbers.get("glasses", 0)))
    return changed


def resolve_change(person: Person, key: str, change: Change) -> float:
    """The number that a change stands for. Raises ValueError where this person cannot be changed so."""
    if key not in person.actions:
        can = ", ".join(person.actions) or "nothing"
        raise ValueError(f"{key} cannot be changed for this person; what can be changed: {can}.")
    if change.name is not None and change.name not in person.actions[key]:
        raise ValueError(f"{key} has no choice {change.name}; there are: {', '.join(person.actions[key])}.")
    if key == "expression" and change.name is None:
        raise ValueError(f"expression needs one of: {', '.join(person.actions[key])}.")
    if change.name is not None and (change.number is None or key != "expression"):
        return ATTRIBUTES[key][change.name]
    return check_range(key, change.number)


def check_range(key: str, number: float | None) -> float:
    """The number. Raises ValueError for none, for one out of range, and for a fraction where only whole numbers go."""
    if number is None or number not in RANGES[key]:
        raise ValueError(f"{key} takes {RANGES[key]}, not {number}.")
    return float(number)


def crop_bounds(shape: tuple[int, int], box: Box) -> tuple[slice, slice]:
    """Rows and columns of the part of a picture that changes to a face may touch."""
    middle_row, middle_column = box.row + box.height / 2, box.column + box.width / 2
    top, left = middle_row - CROP * box.height / 2, middle_column - CROP * box.width / 2
    return (
        slice(max(0, round(top)), min(shape[0], round(middle_row + CROP_BELOW * box.height))),
        slice(max(0, round(left)), min(shape[1], round(left + CROP * box.width))),
    )


def cut_portrait(image: NDArray[np.uint8], face: Face) -> Portrait:
    """The portrait of a face of a picture."""
    rows, columns = crop_bounds(image.shape[:2], face.box)
    crop = np.ascontiguousarray(image[rows, columns])
    if face.mesh is not None:
        mesh = face.mesh.within(rows.start, columns.start)
        return Portrait(crop, mesh.frame, mesh)
    box = Box(face.box.row - rows.start, face.box.column - columns.start, face.box.height, face.box.width)
    return Portrait(crop, find_frame(crop, look_for_eyes(grey(crop), box)))


def shrink_portrait(portrait: Portrait) -> Portrait:
    """The portrait itself, or shrunk to the size that colours are worked out on."""
    scale = (WORK_PIXELS / (portrait.shape[0] * portrait.shape[1])) ** 0.5
    return portrait if scale >= 1 else portrait.resized(scale)


def recolour(portrait: Portrait, numbers: Mapping[str, float]) -> NDArray[np.uint8]:
    """The crop with the changes of colour: age, then make-up, then hair."""
    work = shrink_portrait(portrait)
    before = lab(work.image)
    after = before
    if numbers.get("age"):
        after = change_age(after, work, numbers["age"] / 10, greys="haircolor" not in numbers)
    if numbers.get("makeup"):
        after = apply_makeup(after, work, numbers["makeup"] / 10)
    if "haircolor" in numbers and work.hair is not None:
        dye = list(DYES.values())[round(numbers["haircolor"])]
        after = dye_hair(after, work.hair_amount, work.hair.colour, dye, 1.0)
    if after is before:
        return portrait.image
    return add_difference(portrait.image, work.image, repaint_changed(after, before, work.image))


def repaint_changed(after: Floats, before: Floats, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """L*a*b* values as RGB uint8; where they are as ``before``, the pixels of ``image``."""
    is_kept = (after == before).all(-1)[..., None]
    return np.where(is_kept, image, lab_to_rgb(after))


def add_difference(image: NDArray[np.uint8], before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with the difference between two smaller versions of it, which keeps the picture's own detail."""
    if image.shape == before.shape:
        return after
    result = np.empty_like(image)
    for channel in range(3):
        difference = after[..., channel].astype(np.float32) - before[..., channel]
        enlarged = cv2.resize(difference, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        result[..., channel] = np.clip(np.rint(image[..., channel] + enlarged), 0, 255)
    return result


def pose(portrait: Portrait, expression: Change | None, strength: float) -> NDArray[np.uint8]:
    """The crop with an expression; as it is without one, or without strength."""
    crop = portrait.image
    if expression is None or expression.name is None or strength == 0 or portrait.mouth is None:
        return crop
    rows, columns = Patch(portrait.frame, *FIELD).bounds(crop.shape[:2])
    near = portrait.frame.within(rows.start, columns.start)
    posed = crop.copy()
    if portrait.mesh is not None:
        mesh = portrait.mesh.within(rows.start, columns.start)
        posed[rows, columns] = pose_face(
            crop[rows, columns], mesh, expression.name, strength, has_glasses=has_glasses(portrait)
        )
    else:
        pulls = expression_pulls(expression.name, portrait.mouth)
        posed[rows, columns] = warp(crop[rows, columns], near, pulls, strength)
    return posed


def wear_glasses(crop: NDArray[np.uint8], portrait: Portrait, style: int) -> NDArray[np.uint8]:
    """The crop with glasses; as it is for style 0."""
    if style == 0:
        return crop
    rows, columns = Patch(portrait.frame, *(SHEET if portrait.mesh is None else WIDE_SHEET)).bounds(crop.shape[:2])
    worn = crop.copy()
    if portrait.mesh is None:
        near = portrait.frame.within(rows.start, columns.start)
        worn[rows, columns] = add_glasses(crop[rows, columns], near, style, portrait.face_ends)
    else:
        mesh = portrait.mesh.within(rows.start, columns.start)
        worn[rows, columns] = add_glasses_of_mesh(crop[rows, columns], mesh, style)
    return worn
