"""The people in a picture, and what can be changed about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bria.answers.json_body import as_dict, as_list, mend_keys


class Rect(NamedTuple):
    """A box in image pixels: ``x``, ``y`` is its top left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Person:
    """A person in a visual.

    Attributes:
        id: the service's handle (64 hex digits at Bria).
        rect: the face, None where the service gives none.
        labels: words such as "age_26-42", "happy", "glasses".
        actions: what can be changed, each with its choices; those not offered for this person are left out.
        oracle: predicted quality, "low" or "high", by action and choice.
    """

    id: str
    rect: Rect | None = None
    labels: tuple[str, ...] = ()
    actions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    oracle: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def predicted_quality(self, action: str, choice: str = "") -> str | None:
        """The predicted quality of a choice, or else of the action as a whole; None where the service says nothing."""
        by_choice = self.oracle.get(action, {})
        return by_choice.get(choice) or by_choice.get(action)


def read_people(body: Any) -> tuple[Person, ...]:
    """The people of a ``person/info`` answer; entries without any id are dropped."""
    people = (read_person(mend_keys(entry)) for entry in as_list(body) if isinstance(entry, dict))
    return tuple(person for person in people if person.id)


def read_person(entry: Mapping[str, Any]) -> Person:
    """One entry of ``person/info``."""
    return Person(
        id=str(entry.get("id") or ""),
        rect=_read_rect(entry.get("rect")),
        labels=tuple(label for label in as_list(entry.get("labels")) if isinstance(label, str)),
        actions={
            name: _read_choices(offered)
            for name, offered in as_dict(entry.get("actions")).items()
            if _is_offered(offered)
        },
        oracle={name: _read_qualities(name, said) for name, said in as_dict(entry.get("oracle")).items()},
    )


def _read_rect(value: Any) -> Rect | None:
    try:
        return Rect(*(float(value[side]) for side in "xywh"))
    except (TypeError, KeyError, ValueError, OverflowError):
        return None


def _is_offered(value: Any) -> bool:
    return value is not None and value is not False


def _read_choices(value: Any) -> tuple[str, ...]:
    """The choices of an action, from a list, an object's keys or a single word; none for anything else."""
    offered = [value] if isinstance(value, str) else value if isinstance(value, list | dict) else []
    return tuple(choice for choice in offered if isinstance(choice, str))


def _read_qualities(action: str, value: Any) -> dict[str, str]:
    said = {action: value} if isinstance(value, str) else as_dict(value)
    return {choice: quality for choice, quality in said.items() if isinstance(quality, str)}
