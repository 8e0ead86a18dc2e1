"""Recipes into files: the same recipe, the same bytes."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from recipes import runs
from recipes.model import PICTURE_FIELDS, VERSION, Embedded, FileFacts, Ids, MadeBy, Recipe, Rule, Runs, Step


def write(recipe: Recipe) -> bytes:
    """The file of ``recipe``: JSON in UTF-8, which ``recipes.reading.read`` reads back as the same recipe."""
    return (json.dumps(to_json(recipe), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def to_json(recipe: Recipe) -> dict[str, Any]:
    """The recipe as JSON: what is not known is left out, a step's fields stand in the order of their names."""
    facts = {
        "name": recipe.name or None,
        "made_by": recipe.made_by and made_by_to_json(recipe.made_by),
        "input": recipe.input and facts_to_json(recipe.input),
        "output": recipe.output and facts_to_json(recipe.output),
    }
    return {"recipe": VERSION, **drop_none(facts), "steps": [step_to_json(step) for step in recipe.steps]}


def step_to_json(step: Step) -> dict[str, Any]:
    """One step."""
    fields = {name: value_to_json(value) for name, value in sorted(step.fields.items())}
    picture = {} if step.picture is None else {PICTURE_FIELDS[step.do]: step.picture}
    return {"do": step.do, **fields, **picture}


def value_to_json(value: Any) -> Any:
    """What a field holds; a whole number is written as one, however it was given."""
    match value:
        case Runs():
            frame = {"width": value.width, "height": value.height}
            return {"runs": {**frame, "counts": runs.format_counts(value)}}
        case Ids():
            return {"ids": list(value.ids)}
        case Rule():
            sizes = {"at_least": value.at_least or None, "at_most": None if value.at_most == 1 else value.at_most}
            return {"rule": value.name, **drop_none(sizes)}
        case Embedded():
            return {"base64": base64.b64encode(value.data).decode()}
        case dict():
            return {name: value_to_json(item) for name, item in sorted(value.items())}
        case list() | tuple():
            return [value_to_json(item) for item in value]
        case float() if value.is_integer():
            return int(value)
    return value


def made_by_to_json(made_by: MadeBy) -> dict[str, Any]:
    """What it was made with."""
    said = {"software": made_by.software or None, "engine": made_by.engine or None}
    return {**drop_none(said), **({"weights": list(made_by.weights)} if made_by.weights else {})}


def facts_to_json(facts: FileFacts) -> dict[str, Any]:
    """A file's facts."""
    return drop_none({"sha256": facts.sha256, "width": facts.width, "height": facts.height})


def drop_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` without those that are None."""
    return {name: value for name, value in values.items() if value is not None}
