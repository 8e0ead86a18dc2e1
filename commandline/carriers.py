"""What carries out recipes, wherever it is, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from recipes.errors import name_step
from recipes.model import LOOKING, Recipe

Face = dict[str, float]  # x, y, w, h in pixels, as the API has them

NOTHING_FOUND = "Nothing was found, so that nothing was done."


@dataclass(frozen=True)
class Made:
    """What came of a recipe: a PNG, sentences to be told of it, and whether any step had something to do."""

    image: bytes
    notes: tuple[str, ...] = ()
    is_changed: bool = True


class StepReport(Protocol):
    """What an engine says of a step, wherever it is."""

    @property
    def number(self) -> int:
        """Its place, from 1."""

    @property
    def do(self) -> str:
        """Its operation."""

    @property
    def done(self) -> bool:
        """False where nothing was found to be done."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences."""


class Engine(Protocol):
    """What carries out recipes. Each method raises FileFailed where it cannot be done."""

    def apply(self, recipe: Recipe, image: bytes) -> Made:
        """Carry a recipe out on the picture in a JPEG, PNG or WEBP."""

    def make_layers(self, image: bytes) -> bytes:
        """The PSD with the layers of the picture in a JPEG, PNG or WEBP."""

    def find_faces(self, image: bytes) -> tuple[Face, ...]:
        """Where the faces are that ``hide_faces`` hides in the picture in a JPEG, PNG or WEBP."""


def describe(step: StepReport) -> Iterator[str]:
    """What is to be told of a step, as sentences."""
    name = name_step(step.number, step.do)
    if not step.done and step.do not in LOOKING:
        yield f"{name}: {NOTHING_FOUND}"
    yield from (f"{name}: {warning}" for warning in step.warnings)
