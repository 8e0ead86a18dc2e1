"""Changes to people, found before by ``engine.operations.people``: what the route ``create`` does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab, lab_to_rgb
from engine.maths.filters import Floats
from engine.maths.people.ageing import change_age
from engine.maths.people.dyes import DYES, dye_hair
from engine.maths.people.expressions import pose_face
from engine.maths.people.frames import Patch
from engine.maths.people.glasses import SHEET, WIDE_SHEET, add_glasses, add_glasses_of_mesh
from engine.maths.people.makeup import apply_makeup
from engine.maths.people.portraits import Portrait
from engine.maths.people.warps import FIELD, expression_pulls, warp
from engine.operations.attributes import RANGES
from engine.operations.face_crops import crop_bounds, cut_portrait, shrink_portrait
from engine.operations.people import ATTRIBUTES, Person, give_figure, has_glasses


@dataclass(frozen=True)
class Change:
    """One attribute's new value: the name of a choice, a number, or for expressions a name with its strength.

    Beside the name of any other attribute a number says nothing: each name stands for a number of its own.
    """

    name: str | None = None
    number: float | None = None


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
