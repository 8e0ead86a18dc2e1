"""Who carries a recipe out: this machine, or a service."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from commandline.errors import BadUse
from recipes.errors import name_step
from recipes.model import Recipe

EMBEDDED = "embedded"
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


def describe(step: StepReport) -> Iterator[str]:
    """What is to be told of a step, as sentences."""
    name = name_step(step.number, step.do)
    if not step.done:
        yield f"{name}: {NOTHING_FOUND}"
    yield from (f"{name}: {warning}" for warning in step.warnings)


def open_engine(name: str) -> Engine:
    """The engine of this name: "embedded", or the address of a service.

    Raises:
        BadUse: it is neither.
    """
    if name == EMBEDDED:
        from commandline.embedded import Embedded

        return Embedded()
    if not name.startswith(("http://", "https://")):
        raise BadUse(f"--engine is “{EMBEDDED}” or an address that begins with https://.")
    from commandline.service import Service

    return Service(name, os.environ.get("BRIA_API_TOKEN", ""))
