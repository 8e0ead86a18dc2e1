"""What a step of a kind takes, and what becomes of it in a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string

from engine import images
from engine.calls import NO_RECORDS, Call, Records
from engine.fields import Field, Schema
from engine.image_fields import MaskField
from engine.payloads import Payload
from engine.recipes.states import Plan, State
from engine.sources import Source
from recipes.model import Step


@dataclass(frozen=True)
class Operation:
    """One kind of step: its slug, which is the operation's, the ``fields`` that it takes, and ``plan``.

    ``plan`` makes the arguments of the operation's runner out of a step and the states before it, and raises
    EngineError where the step cannot be carried out; ``planned_by`` has it done by a function named by its path.
    ``keeps_masks`` where the result has the masks and the people of
    the picture that it was made from.
    """

    slug: str
    fields: tuple[Field, ...]
    plan: Callable[[Step, list[State]], Plan]
    keeps_masks: bool = False


def planned_by(path: str) -> Callable[[Step, list[State]], Plan]:
    """The function at ``path``, which is imported when it is called: it brings what finds masks or people."""

    def plan(step: Step, states: list[State]) -> Plan:
        made: Plan = import_string(path)(step, states)
        return made

    return plan


def make_call(fields: Mapping[str, Any], records: Records = NO_RECORDS) -> Call:
    """A call of nobody's with these fields, by which the API's own functions read them."""
    return Call(2, "", "", "", True, True, Payload(dict(fields), {}), records=records)


def make_source(data: bytes) -> Source:
    """A picture's file as a call holds it; its size was judged when it came in."""
    return Source(data, images.limits_for(inside=True))


def is_marked(field: Field) -> bool:
    """True for a field that holds a mark in a recipe, as it holds a mask in the API."""
    return isinstance(field, MaskField)


def own_kind(field: Field) -> Schema:
    """The field in the document of the API, without the names that a recipe does not take."""
    return field.kind() | {"description": field.text}
