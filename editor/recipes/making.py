"""A recipe out of a revision: the way to it from the original, as the history stores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from editor import files
from editor.history import tree
from editor.models import Revision
from editor.recipes import steps
from editor.recipes.steps import NoRecipe, Place
from editor.sentences import Quote, error_sentence, sentence
from editor.service import backends
from recipes import reading, writing
from recipes.errors import RecipeError
from recipes.model import FileFacts, MadeBy, Recipe, Step

PEOPLE = "people"


@dataclass(frozen=True)
class RecordedStep:
    """A step of a recipe, and the revision of the history that it made or helped to make."""

    step: Step
    revision: Revision


@dataclass
class Path:
    """The steps from the original on; ``after`` says by primary key how many of them lead to a revision."""

    recorded: list[RecordedStep] = field(default_factory=list)
    after: dict[int, int] = field(default_factory=dict)
    images: dict[str, int] = field(default_factory=dict)

    def arrive(self, revision: Revision) -> None:
        """The steps so far lead to this revision."""
        self.after[revision.pk] = len(self.recorded)
        self.images.setdefault(revision.image, len(self.recorded))

    def go_back(self, count: int) -> None:
        """Forget all but the first ``count`` steps, for what follows began there."""
        del self.recorded[count:]
        self.images = {name: after for name, after in self.images.items() if after <= count}

    def add(self, revision: Revision, made: Sequence[Step]) -> None:
        """Append the steps that made a revision."""
        self.recorded += [RecordedStep(step, revision) for step in made]


def record(revision: Revision) -> list[RecordedStep]:
    """The steps from the original to a revision, in the order in which they are carried out.

    Raises:
        NoRecipe: one of them cannot be said in a recipe; with a sentence that names it.
    """
    rows = list(tree.ancestors(revision))[::-1]
    path = Path()
    path.arrive(rows[0])
    for before, row in pairwise(rows):
        try:
            add_steps(path, before, row)
        except (NoRecipe, RecipeError) as error:
            raise describe_failure(row, error) from error
        path.arrive(row)
    return path.recorded


def describe_failure(row: Revision, error: Exception) -> NoRecipe:
    """Why one step has no place in a recipe, and which it is."""
    reason = error_sentence(error) if isinstance(error, NoRecipe) else Quote(error)
    return NoRecipe(sentence("Step {number} cannot be part of a recipe: {reason}", number=row.number, reason=reason))


def add_steps(path: Path, before: Revision, row: Revision) -> None:
    """What made ``row`` out of ``before``."""
    if row.tool == PEOPLE:
        add_people(path, before, row)
        return
    place = Place(before, row, len(path.recorded), path.images)
    path.add(row, steps.list_steps(place))


def add_people(path: Path, before: Revision, row: Revision) -> None:
    """A change of people. One who was changed before along the chain was changed anew from where that began, with
    everything together (``editor.people``), so what was between is no step any more."""
    params = row.params
    earlier = before.params if is_same_chain(before, row) else {"touched": {}}
    rebuilt = bool(params["asked"].keys() & earlier["touched"].keys()) or not params["in_force"]
    if rebuilt:
        path.go_back(path.after[params["base"]])
    changes = params["in_force"] if rebuilt else drop_none(params["asked"])
    if changes:
        image = steps.find_image(params["visual"])
        path.add(row, [steps.change_people(changes, path.images.get(image, 0))])


def is_same_chain(before: Revision, row: Revision) -> bool:
    """True where both changed people of one picture, one upon the other."""
    return before.tool == PEOPLE and all(before.params[name] == row.params[name] for name in ("base", "visual"))


def drop_none(asked: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What was asked of each person, but for what was taken back."""
    kept = {person: {name: value for name, value in own.items() if value is not None} for person, own in asked.items()}
    return {person: own for person, own in kept.items() if own}


def make(revision: Revision, name: str = "") -> Recipe:
    """The recipe of a revision, every mark as it was made.

    Raises:
        NoRecipe: a step cannot be said in a recipe, or there is none.
    """
    recorded = record(revision)
    return complete(revision, tuple(each.step for each in recorded), name, is_whole=True)


def complete(revision: Revision, chosen: tuple[Step, ...], name: str, *, is_whole: bool) -> Recipe:
    """A recipe of these steps to a revision; ``is_whole`` where they lead to its very bytes.

    Raises:
        NoRecipe: there is no step, or the file would be too long.
    """
    if not chosen:
        raise NoRecipe(sentence("A recipe needs at least one step."))
    original = revision.picture.revisions.get(parent=None)
    engine = backends.current()
    recipe = Recipe(
        steps=chosen,
        name=name,
        made_by=MadeBy("Bria Studio", engine.label),
        input=describe_file(original),
        output=describe_file(revision) if is_whole else None,
    )
    return check(recipe)


def check(recipe: Recipe) -> Recipe:
    """The recipe as it is read again out of its file.

    Raises:
        NoRecipe: no such file would be read.
    """
    try:
        return reading.read(writing.write(recipe))
    except RecipeError as error:
        raise NoRecipe(sentence("This cannot be a recipe: {reason}", reason=Quote(error))) from error


def describe_file(revision: Revision) -> FileFacts:
    """The stored file of a revision, whose name is its SHA-256."""
    return FileFacts(PurePosixPath(revision.image).stem, revision.width, revision.height)


def store(recipe: Recipe) -> str:
    """The name of the stored file that now holds a recipe."""
    return files.store(writing.write(recipe), ".json")


def load(name: str) -> Recipe:
    """The recipe in a stored file."""
    return reading.read(files.read(name))


def select(recorded: Sequence[Step | None]) -> tuple[Step, ...]:
    """Those of some steps that are not left out (None), which count the steps before them anew."""
    kept_before = [sum(step is not None for step in recorded[:count]) for count in range(len(recorded) + 1)]
    return tuple(
        step if step.picture is None else replace(step, picture=kept_before[step.picture])
        for step in recorded
        if step is not None
    )
