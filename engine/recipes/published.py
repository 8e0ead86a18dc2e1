"""The schema of the recipes that this engine carries out."""

from __future__ import annotations

import json

from engine.edits.replace_background import References
from engine.fields import Field
from engine.recipes.operation import Operation
from engine.recipes.operations import OPERATIONS
from engine.recipes.rules import MASK_RULES, PEOPLE_RULES
from recipes.model import MASK_FIELDS, PEOPLE_FIELDS, PICTURE_FIELDS
from recipes.schema import EMBEDDED, MARK, PEOPLE, Schema, build

PICTURE = "The picture whose masks and people are meant: that after so many steps, 0 for the original."


def build_schema() -> Schema:
    """JSON Schema of a recipe of every operation and rule there is."""
    operations = {slug: describe_operation(operation) for slug, operation in OPERATIONS.items()}
    mask_rules = {name: rule.about for name, rule in MASK_RULES.items()}
    return build(operations, mask_rules, {name: rule.about for name, rule in PEOPLE_RULES.items()})


def format_schema() -> str:
    """The file docs/recipe.schema.json."""
    return json.dumps(build_schema(), ensure_ascii=False, indent=2) + "\n"


def describe_operation(operation: Operation) -> Schema:
    """What a step holds beside ``do``."""
    picture = PICTURE_FIELDS.get(operation.slug)
    number = {picture: {"type": "integer", "minimum": 0, "description": PICTURE}} if picture else {}
    return {
        "properties": {field.name: describe_field(field) for field in operation.fields} | number,
        "required": [field.name for field in operation.fields if field.required],
    }


def describe_field(field: Field) -> Schema:
    """What a field holds: a mark where the API takes a mask, an embedded file where it takes an image."""
    kind = MARK if field.name in MASK_FIELDS else PEOPLE if field.name in PEOPLE_FIELDS else field.kind()
    return (EMBEDDED if isinstance(field, References) else kind) | {"description": field.text}
