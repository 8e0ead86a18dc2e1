"""The picture on its way through a recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine import files
from engine.errors import BadRequest
from engine.outcomes import Arguments
from recipes.model import Step


@dataclass(frozen=True)
class State:
    """The picture after some steps, as names of stored files.

    Attributes:
        image: in full, for the next step.
        file: as a result, which is smaller where the last step was asked for that.
        base: the number of the state whose masks and people are meant: edits of a registered picture keep them.
        removed, changed: the masks and people of that state that were removed and changed since then.
    """

    image: str
    file: str
    base: int
    removed: tuple[int, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What a step comes to in a picture: the ``arguments`` of its runner, None where a rule found nothing to do.

    ``found`` is what rules found, by field; ``removed`` and ``changed`` are as those of the state after it.
    """

    arguments: Arguments | None
    found: dict[str, dict[str, Any]]
    warnings: tuple[str, ...] = ()
    removed: tuple[int, ...] = ()
    changed: tuple[str, ...] = ()


def choose_base(states: list[State], step: Step) -> int:
    """The number of the state whose masks or people a step means.

    Raises:
        BadRequest: a later step made another picture of that.
    """
    current = states[-1].base
    if step.picture is None:
        return current
    if not current <= step.picture < len(states):
        raise BadRequest(f"Step {current} made another picture, so nothing from after step {step.picture} is there.")
    return step.picture


def name_plainly(name: str) -> str:
    """The name under which the API's routes store the content of the file ``name``, which is then stored so."""
    return files.save(files.load(name))
