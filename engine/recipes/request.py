"""What ``POST /v2/recipes/run`` has done: a recipe on a stored picture."""

from __future__ import annotations

from typing import Any

from engine import files
from engine.errors import BadRequest
from engine.outcomes import EXTRAS, Outcome
from engine.recipes.run import Applied, apply
from recipes.errors import RecipeError, name_step
from recipes.reading import read
from recipes.writing import to_json


def run(image: str, recipe: str) -> Outcome:
    """What the stored ``recipe`` makes of the stored ``image``; what each step did is told beside it.

    Raises:
        EngineError: it cannot be done.
    """
    try:
        wanted = read(files.load(recipe))
    except RecipeError as error:  # one that a version with another reader has queued
        raise BadRequest(str(error)) from None
    applied = apply(wanted, files.load(image))
    return {"file": files.save(applied.image, ".png"), EXTRAS: {"recipe": describe(applied), **warn(applied)}}


def describe(applied: Applied) -> dict[str, Any]:
    """The facts of both files, what made the result, and what each step did."""
    facts = to_json(applied.recipe)
    named: dict[str, Any] = {name: facts[name] for name in ("name", "made_by", "input", "output") if name in facts}
    return named | {"steps": [step.to_json() for step in applied.steps]}


def warn(applied: Applied) -> dict[str, str]:
    """All warnings together, each with its step; empty where there are none."""
    warnings = [f"{name_step(step.number, step.do)}: {text}" for step in applied.steps for text in step.warnings]
    return {"warning": " ".join(warnings)} if warnings else {}
