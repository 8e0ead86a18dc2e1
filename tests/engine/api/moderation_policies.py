"""Policies of moderation that only tests have."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import numpy as np
from django.conf import settings
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


def deadly(content: bytes | str) -> Refusal | None:
    """Kills the process that asks, as a computer out of memory does, and counts how often."""
    with deaths(settings.DATA).open("ab") as file:
        file.write(b"x")
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def deaths(data: Path) -> Path:
    """The file in the data folder with one byte for every process that ``deadly`` killed."""
    return data / "deaths"
