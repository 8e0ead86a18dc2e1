"""Putting a product into the middle of a plain frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.errors import Unprocessable
from engine.operations.packshot import Frame, ShadowKind, packshot
from engine.outcomes import EXTRAS, Outcome
from engine.runners.products import load_cutout, store_pixels, to_rgba

SHARP = 1.25  # times that a product may be enlarged before it looks soft; judged by eye


def run(
    image: str,
    hints: dict[str, Any],
    force: bool,
    background: Sequence[int] | None,
    size: Sequence[int],
    share: int,
    shadow: ShadowKind,
) -> Outcome:
    """The product in ``image`` in a frame of ``size`` (rows, columns), of which it takes up ``share`` percent."""
    product = load_cutout(image, hints, force=force)
    colour = None if background is None else (background[0], background[1], background[2])
    frame = Frame(size[0], size[1], share / 100, colour, shadow)
    try:
        pixels, scale = packshot(to_rgba(product), frame)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
    return {"file": store_pixels(pixels, product.profile), EXTRAS: describe_softness(scale)}


def describe_softness(scale: float) -> dict[str, str]:
    """A warning where the product was made much larger than it was."""
    if scale <= SHARP:
        return {}
    said = f"The product was enlarged {scale:.1f} times and looks soft; a larger photo or a smaller frame helps."
    return {"warning": said}
