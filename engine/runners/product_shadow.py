"""Putting a shadow under a product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.conf import settings

from engine.errors import Unprocessable
from engine.operations.product_shadow import Shadow, product_shadow
from engine.outcomes import Outcome
from engine.runners.products import load_cutout, store_pixels, to_rgba
from engine.runners.subjects import NO_HINTS


def run(
    image: str,
    kind: Literal["regular", "float"],
    background: Sequence[int] | None,
    colour: Sequence[int],
    offset: Sequence[int],
    intensity: int,
    blur: int,
    width: int | None,
    height: int,
    force: bool,
    preserve_alpha: bool,
) -> Outcome:
    """The product in ``image`` above its shadow."""
    product = load_cutout(image, NO_HINTS, force=force, preserve_alpha=preserve_alpha)
    red, green, blue = colour
    shadow = Shadow(kind, (red, green, blue), (offset[0], offset[1]), intensity, blur, width, height)
    ground = None if background is None else (background[0], background[1], background[2])
    try:
        pixels = product_shadow(to_rgba(product), shadow, ground, most_pixels=settings.RESULT_PIXELS)
    except ValueError as error:
        raise Unprocessable(str(error)) from None
    return {"file": store_pixels(pixels, product.profile)}
