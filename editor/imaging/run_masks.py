"""Masks as recipes hold them: as the lengths of runs."""

from __future__ import annotations

import numpy as np
from PIL import Image

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


def to_png(mark: Runs, size: tuple[int, int]) -> bytes:
    """The mask as a grey PNG of ``size`` (width, height), white where it is meant; in a smaller picture whatever is
    marked stays so, a speck of dust as well."""
    drawn = np.frombuffer(runs.decode(mark), np.uint8).reshape(mark.height, mark.width)
    is_smaller = size[0] * size[1] < drawn.size
    method = Image.Resampling.BOX if is_smaller else Image.Resampling.NEAREST
    # In 32 bits, for in 8 a speck that is spread thin would be rounded to nothing.
    sized = Image.fromarray(drawn.astype(np.float32)).resize(size, method)
    return pixels.encode_mask(np.asarray(sized) > 0)
