"""A recipe carried out on a picture, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from engine import NAME, VERSION, dispatch, files, images, progress
from engine.outcomes import EXTRAS, Outcome
from engine.recipes.checks import check
from engine.recipes.naming import naming
from engine.recipes.operations import OPERATIONS
from engine.recipes.states import Plan, State
from engine.runners.pictures import load, store
from engine.weights import bundled
from recipes.model import FileFacts, MadeBy, Recipe, Step


@dataclass(frozen=True)
class StepReport:
    """What one step did: nothing (not ``done``) where a rule found nothing.

    ``found`` says by field what rules found: rule, count, share of the frame, and where the largest things are.
    """

    number: int
    do: str
    done: bool
    found: dict[str, dict[str, Any]]
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as the API's answers have it."""
        return {
            "step": self.number,
            "do": self.do,
            "done": self.done,
            "found": self.found,
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True)
class Done:
    """A step that was carried out: the states before and after it, and its ``plan``."""

    before: State
    after: State
    plan: Plan
    report: StepReport


@dataclass(frozen=True)
class Applied:
    """What came of a recipe: the file of the result, a PNG, what each step did, and the recipe with the facts of both
    files."""

    image: bytes
    steps: tuple[StepReport, ...]
    recipe: Recipe

    @property
    def is_changed(self) -> bool:
        """False where no step found anything to do."""
        return any(step.done for step in self.steps)


def apply(recipe: Recipe, image: bytes) -> Applied:
    """What ``recipe`` makes of the picture in the file ``image``; whoever listens (``engine.progress``) is told how far
    it is, and may stop it.

    Raises:
        EngineError: it cannot be done; where that is because of a step, the sentence names it.
    """
    check(recipe)
    before = describe_file(image)
    name = files.save(image)
    done = list(carry_out(recipe, name))
    result = files.load(find_result(name, done[-1].after))
    carried_out = Recipe(recipe.steps, recipe.name, describe_maker(), before, describe_file(result))
    return Applied(result, tuple(each.report for each in done), carried_out)


def carry_out(recipe: Recipe, image: str) -> Iterator[Done]:
    """Every step on the stored ``image``, as soon as it is done.

    Raises:
        EngineError: as ``apply``.
    """
    states = [State(image, image, 0)]
    for number, step in enumerate(recipe.steps, start=1):
        with naming(number, step), progress.part(number - 1, len(recipe.steps)):
            progress.tell(0)
            done = carry_out_step(number, step, states)
        states.append(done.after)
        yield done


def find_result(image: str, state: State) -> str:
    """The file of the result, which is a PNG of the stored ``image`` where nothing was done to it."""
    return store(load(image)) if state.image == image else state.file


def carry_out_step(number: int, step: Step, states: list[State]) -> Done:
    """One step after some states.

    Raises:
        EngineError: it cannot be done.
    """
    operation = OPERATIONS[step.do]
    plan = operation.plan(step, states)
    outcome = None if plan.arguments is None else dispatch.run(operation.slug, plan.arguments)
    extras = (outcome or {}).get(EXTRAS, {})
    warnings = (*plan.warnings, *([extras["warning"]] if "warning" in extras else []))
    after = states[-1] if outcome is None else follow(step, states, plan, outcome)
    return Done(states[-1], after, plan, StepReport(number, step.do, outcome is not None, plan.found, warnings))


def follow(step: Step, states: list[State], plan: Plan, outcome: Outcome) -> State:
    """The state that a step led to."""
    file = str(outcome["file"])
    image = str(outcome.get("image", file))
    if not OPERATIONS[step.do].keeps_masks:
        return State(image, file, len(states))
    base = states[-1].base if step.picture is None else step.picture
    is_same = base == states[-1].base
    removed = plan.removed or (states[-1].removed if is_same else ())
    changed = plan.changed or (states[-1].changed if is_same else ())
    return State(image, file, base, removed, changed)


def describe_file(data: bytes) -> FileFacts:
    """The facts of a picture's file.

    Raises:
        EngineError: it is none, or too large.
    """
    rows, columns = images.measure(data, images.limits_for(inside=True)).shape
    return FileFacts(files.digest(data), columns, rows)


def describe_maker() -> MadeBy:
    """This engine, and the weights that it has."""
    weights = sorted(weights.name for weights in bundled.list_installed(Path(settings.STUDIO_WEIGHTS)))
    return MadeBy(NAME, f"{NAME} {VERSION}", tuple(weights))
