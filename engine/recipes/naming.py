"""Errors that name the step they are about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import EngineError
from recipes.errors import name_step
from recipes.model import Step


@contextmanager
def naming(number: int, step: Step) -> Iterator[None]:
    """Within the block, the sentence of an EngineError begins with the step."""
    try:
        yield
    except EngineError as error:
        error.args = (f"{name_step(number, step.do)}: {error}", *error.args[1:])
        raise
