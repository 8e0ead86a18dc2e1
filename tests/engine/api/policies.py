"""Policies of moderation that only tests have."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from engine.moderation import Refusal


def no_red(content: bytes | str) -> Refusal | None:
    """Refuses pictures that show the scene's red box, and prompts that speak of red."""
    if isinstance(content, str):
        return Refusal("red") if "red" in content else None
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)
    is_red = (pixels[..., 0] > 190) & (pixels[..., 1] < 40)
    return Refusal() if is_red.any() else None


def nothing_made(content: bytes | str) -> Refusal | None:
    """Refuses pictures without the red box: every result of an erasure."""
    return None if isinstance(content, str) or no_red(content) else Refusal()


def law(content: bytes | str) -> Refusal | None:
    """Refuses everything, by law."""
    return Refusal("a law", legal=True)


def broken(content: bytes | str) -> Refusal | None:
    """Has a mistake in it."""
    raise ZeroDivisionError
