"""What came of a recipe, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bria.answers.json_body import as_dict, as_int, as_list, as_text
from bria.answers.results import Result, read_result


@dataclass(frozen=True)
class RecipeStep:
    """What a step of a recipe did: nothing (not ``done``) where its rules found nothing.

    ``found`` says by field what rules found: "rule", "count", "share" of the frame, and where the largest "things" are.
    """

    number: int
    do: str
    done: bool
    found: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecipeResult:
    """What a recipe ended with: the ``result``, what each step did, and the SHA-256 of both files as the service had
    them, "" where it does not say."""

    result: Result
    steps: tuple[RecipeStep, ...]
    input_sha256: str = ""
    output_sha256: str = ""

    @property
    def is_changed(self) -> bool:
        """False where no step found anything to do; True as well where the service tells of no steps."""
        return not self.steps or any(step.done for step in self.steps)


def read_recipe_result(said: Mapping[str, Any], request_id: str) -> RecipeResult | None:
    """The result of a recipe, None where it has no image."""
    result = read_result(said, request_id)
    if result is None:
        return None
    recipe = as_dict(said.get("recipe"))
    steps = [_read_recipe_step(step) for step in as_list(recipe.get("steps")) if isinstance(step, dict)]
    hashes = (_read_hash(recipe.get(name)) for name in ("input", "output"))
    return RecipeResult(result, tuple(steps), *hashes)


def _read_recipe_step(step: Mapping[str, Any]) -> RecipeStep:
    return RecipeStep(
        number=as_int(step.get("step")),
        do=as_text(step.get("do")),
        done=step.get("done") is True,
        found=as_dict(step.get("found")),
        warnings=tuple(text for warning in as_list(step.get("warnings")) if (text := as_text(warning))),
    )


def _read_hash(facts: Any) -> str:
    return as_text(as_dict(facts).get("sha256"))
