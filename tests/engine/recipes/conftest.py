"""Pictures for recipes, and a way to write these down."""

from __future__ import annotations

from typing import Any

import pytest

from harness.images import Pixels, png
from recipes.model import Recipe
from recipes.reading import read_object


def recipe_of(*steps: dict[str, Any]) -> Recipe:
    """A recipe of these steps."""
    return read_object({"recipe": 1, "steps": list(steps)})


@pytest.fixture(scope="session")
def ball_photo(still: Pixels) -> bytes:
    return png(still)
