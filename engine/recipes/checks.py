"""What can be said of a recipe without a picture: whether its steps are known here, with their fields and rules."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from engine.calls import Call
from engine.errors import BadRequest
from engine.recipes.naming import naming
from engine.recipes.operation import make_call
from engine.recipes.operations import OPERATIONS
from engine.recipes.rules import MASK_RULES, PEOPLE_RULES
from recipes.model import IMAGE_FIELDS, MASK_FIELDS, PEOPLE_FIELDS, Recipe, Rule, Step


@runtime_checkable
class Readable(Protocol):
    """A field whose value can be judged by itself."""

    def read(self, call: Call) -> object:
        """The value; EngineError for one that is not taken."""


def check(recipe: Recipe) -> None:
    """Refuse a recipe that can be carried out in no picture.

    Raises:
        EngineError: a step is unknown, or a field, a rule or a value of it; the sentence names the step.
    """
    for number, step in enumerate(recipe.steps, start=1):
        with naming(number, step):
            check_step(step)


def check_step(step: Step) -> None:
    """Refuse a step that can be carried out in no picture.

    Raises:
        EngineError: as ``check``.
    """
    if step.do not in OPERATIONS:
        raise BadRequest(f"This engine has no such step; there are: {', '.join(OPERATIONS)}.")
    fields = {field.name: field for field in OPERATIONS[step.do].fields}
    if unknown := next((name for name in step.fields if name not in fields), None):
        raise BadRequest(f"There is no field '{unknown}'; there are: {', '.join(fields)}.")
    if missing := next((name for name in fields if fields[name].required and name not in step.fields), None):
        raise BadRequest(f"'{missing}' is missing.")
    check_rules(step)
    for name in step.fields:
        field = fields[name]
        if name not in (*MASK_FIELDS, *IMAGE_FIELDS) and isinstance(field, Readable):
            field.read(make_call(step.fields))


def check_rules(step: Step) -> None:
    """Refuse a rule that there is not.

    Raises:
        BadRequest: there is one.
    """
    for name, value in step.fields.items():
        rules = PEOPLE_RULES if name in PEOPLE_FIELDS else MASK_RULES
        if isinstance(value, Rule) and value.name not in rules:
            raise BadRequest(f"There is no rule '{value.name}' for '{name}'; there are: {', '.join(rules)}.")
