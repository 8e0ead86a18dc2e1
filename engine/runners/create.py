"""Changing people."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import progress
from engine.errors import BadRequest
from engine.operations import create
from engine.operations.create import Change
from engine.operations.people import Person
from engine.outcomes import Outcome
from engine.runners.people import find_people
from engine.runners.pictures import Box, load, store_state


def run(image: str, original: str, changes: dict[str, dict[str, Any]], box: Box | None) -> Outcome:
    """``image`` with people changed, from left to right; they are found in ``original``, the visual's own picture."""
    picture = load(image)
    pixels = picture.pixels
    for person in sorted(find_people(original), key=lambda person: person.rect[1]):
        if person.id in changes:
            progress.check()
            pixels = change_person(pixels, person, changes[person.id])
    return store_state(picture.with_pixels(pixels), box)


def change_person(pixels: NDArray[np.uint8], person: Person, actions: dict[str, Any]) -> NDArray[np.uint8]:
    """``pixels`` with ``person`` changed.

    Raises:
        BadRequest: something is asked for that is not offered for this person.
    """
    try:
        return create.change(pixels, person, {action: Change(*value) for action, value in actions.items()})
    except ValueError as error:
        raise BadRequest(str(error)) from None
