"""The people in an image, as Bria lists them."""

from __future__ import annotations

from typing import Any

from engine.operations.people import Person
from engine.outcomes import Outcome
from engine.runners.people import find_people


def run(image: str) -> Outcome:
    """The people in ``image``, in the shape of ``person/info``."""
    return {"people": [describe_person(person) for person in find_people(image)]}


def describe_person(person: Person) -> dict[str, Any]:
    """A person as Bria lists them (docs.bria.ai); here rows and columns become y and x."""
    row, column, height, width = (float(value) for value in person.rect)
    return {
        "id": person.id,
        "type": "person",
        "labels": list(person.labels),
        "rect": {"x": column, "y": row, "w": width, "h": height},
        "actions": {action: list(values) for action, values in person.actions.items()},
        "oracle": {action: dict(levels) for action, levels in person.oracle.items()},
    }
