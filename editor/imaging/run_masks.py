"""Masks as recipes hold them: as the lengths of runs."""

from __future__ import annotations

import numpy as np

from editor.imaging import pixels
from recipes import runs
from recipes.model import Runs


def from_png(mask_png: bytes) -> Runs:
    """The mask that is not black in a grey PNG.

    Raises:
        RecipeError: it is empty, or too finely patterned for a recipe.
    """
    mask = np.asarray(pixels.open_picture(mask_png).convert("L")) > 0
    return runs.encode(mask.tobytes(), mask.shape[1])
