"""Edits of a picture's frame: more canvas around it, or more pixels in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from engine.arguments import fills, pictures
from engine.arguments.backgrounds import LEAST_SIDE
from engine.arguments.pictures import Sent
from engine.calls import Call
from engine.errors import BadRequest, NotAcceptable, ResolutionTooLow, Unprocessable
from engine.maths.fill.canvas import LEAST_RATIO, MOST_RATIO, RATIOS, Canvas, canvas_for_ratio
from engine.registry import Arguments

CANVAS = (1000, 1000)  # width, height in pixels, where the caller names none (docs.bria.ai)
LONGEST_SIDE = 100_000  # pixels; only keeps numbers sensible, areas are what is limited
FACTORS = (2, 4)
# Pixels a side that a picture to be enlarged needs. Bria has such a limit and does not publish it.
LEAST_ENLARGED = 16


def expand(call: Call) -> Arguments:
    """An image, and where it lies on which canvas: by an aspect ratio, or by size and place.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    prompt = call.payload.words("prompt")
    if prompt is not None:
        fills.refuse_free(prompt)
    sent = pictures.image(call)
    if call.version == 1:
        pictures.refuse_small(sent.shape, LEAST_SIDE, NotAcceptable)
    _refuse_transparent_edges(sent)
    canvas = _canvas(call, sent)
    return {
        "image": sent.save(),
        "canvas": [list(canvas.size), list(canvas.original_size), list(canvas.original_location)],
        "prompt": prompt,
        "seed": fills.seed(call),
        "preserve_alpha": call.payload.flag("preserve_alpha", True),
    }


def increase_resolution(call: Call) -> Arguments:
    """An image, and how many times as long its sides become.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    sent = pictures.image(call)
    return {
        "image": sent.save(),
        "factor": factor(call, sent.shape),
        "preserve_alpha": call.payload.flag("preserve_alpha", True),
    }


def factor(call: Call, shape: tuple[int, int]) -> int:
    """How many times as long the sides of a picture of ``shape`` (rows, columns) are to become.

    Raises:
        EngineError: as no picture can be enlarged, the picture is too small, or the result would be too large.
    """
    found = call.payload.whole("desired_increase", min(FACTORS), max(FACTORS), FACTORS[0])
    if found not in FACTORS:
        raise BadRequest("'desired_increase' must be 2 or 4.")
    pictures.refuse_small(shape, LEAST_ENLARGED, ResolutionTooLow if call.version == 1 else Unprocessable)
    if shape[0] * shape[1] * found**2 > settings.RESULT_PIXELS:
        raise BadRequest(f"The result would have more than {settings.RESULT_PIXELS / 1e6:.0f} megapixels.")
    return found


def _refuse_transparent_edges(sent: Sent) -> None:
    alpha = sent.picture.alpha
    if alpha is None:
        return
    if not all(side.any() for side in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1])):
        raise Unprocessable("The image is fully transparent along an edge, where it would be continued from.")


def _canvas(call: Call, sent: Sent) -> Canvas:
    """Where the image lies on the new canvas. An aspect ratio wins over sizes and places."""
    ratio = _ratio(call.payload.get("aspect_ratio"))
    try:
        return canvas_for_ratio(sent.shape, ratio) if ratio is not None else _placed(call)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _ratio(value: Any) -> float | None:
    """Width over height, from one of the names or a number; None where the caller gives none."""
    if value is None:
        return None
    if isinstance(value, str) and value in RATIOS:
        return RATIOS[value]
    try:
        number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else 0.0
    except (ValueError, OverflowError):
        number = 0.0
    if not LEAST_RATIO <= number <= MOST_RATIO:
        names = ", ".join(RATIOS)
        raise BadRequest(f"'aspect_ratio' must be one of {names}, or a number from {LEAST_RATIO} to {MOST_RATIO}.")
    return number


def _placed(call: Call) -> Canvas:
    """The canvas of the call's sizes and place; at the wire they are x before y."""
    width, height = call.payload.pair("canvas_size", 1, LONGEST_SIDE) or CANVAS
    size = call.payload.pair("original_image_size", 1, LONGEST_SIDE)
    place = call.payload.pair("original_image_location", -LONGEST_SIDE, LONGEST_SIDE)
    if size is None or place is None:
        raise BadRequest("Give 'aspect_ratio', or both 'original_image_size' and 'original_image_location'.")
    return Canvas((height, width), size[::-1], place[::-1])
