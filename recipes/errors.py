"""What is wrong with a recipe."""

from __future__ import annotations


class RecipeError(ValueError):
    """The recipe cannot be used; the message is one sentence for a person, which names the step where one is meant."""


def name_step(number: int, do: str) -> str:
    """How messages call a step: by its place, from 1, and what it does."""
    return f"Step {number} ({do})"
