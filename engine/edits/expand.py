"""Expand: more canvas around a picture, continued from it."""

from __future__ import annotations

from typing import Any

from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.shared import (
    FILL_PROMPT,
    IMAGE,
    LEAST_SIDE,
    ONLY_FILLS,
    PRESERVE_ALPHA,
    SEED,
    refuse_free_prompt,
    refuse_small,
)
from engine.errors import BadRequest, NotAcceptable, Unprocessable
from engine.fields import Field, Pair, Schema
from engine.image_fields import SentImage
from engine.maths.fill.canvas import LEAST_RATIO, MOST_RATIO, RATIOS, Canvas, canvas_for_ratio
from engine.outcomes import Arguments

CANVAS = (1000, 1000)  # width, height in pixels, where the caller names none (docs.bria.ai)
LONGEST_SIDE = 100_000  # pixels; only keeps numbers sensible, areas are what is limited


class Ratio(Field):
    """Width over height, by one of Bria's names or as a number."""

    def kind(self) -> Schema:
        names = {"type": "string", "enum": list(RATIOS)}
        return {"oneOf": [names, {"type": "number", "minimum": LEAST_RATIO, "maximum": MOST_RATIO}]}

    def read(self, call: Call) -> float | None:
        """The ratio; None where there is none.

        Raises:
            BadRequest: neither a name nor a number in range.
        """
        value = call.payload.get(self.name)
        if value is None:
            return None
        if isinstance(value, str) and value in RATIOS:
            return RATIOS[value]
        number = _number(value)
        if not LEAST_RATIO <= number <= MOST_RATIO:
            names = ", ".join(RATIOS)
            raise BadRequest(f"'{self.name}' must be one of {names}, or a number from {LEAST_RATIO} to {MOST_RATIO}.")
        return number


ASPECT_RATIO = Ratio("aspect_ratio", "Width over height of the new canvas; wins over sizes and place.")
CANVAS_SIZE = Pair(
    "canvas_size", "Width and height of the new canvas in pixels, by default 1000 × 1000.", 1, LONGEST_SIDE
)
IMAGE_SIZE = Pair("original_image_size", "Width and height that the image has on it.", 1, LONGEST_SIDE)
LOCATION = Pair(
    "original_image_location", "Column and row of its upper left corner on it.", -LONGEST_SIDE, LONGEST_SIDE
)


def read(call: Call) -> Arguments:
    """An image, and where it lies on which canvas: by an aspect ratio, or by size and place."""
    prompt = FILL_PROMPT.read(call)
    if prompt is not None:
        refuse_free_prompt(prompt)
    image = IMAGE.read(call)
    if call.version == 1:
        refuse_small(image.shape, LEAST_SIDE, NotAcceptable)
    _refuse_transparent_edges(image)
    canvas = _canvas(call, image)
    return {
        "image": image.save(),
        "canvas": [list(canvas.size), list(canvas.original_size), list(canvas.original_location)],
        "prompt": prompt,
        "seed": SEED.read(call),
        "preserve_alpha": PRESERVE_ALPHA.read(call),
    }


def _refuse_transparent_edges(image: SentImage) -> None:
    if image.extent.has_clear_side:
        raise Unprocessable("The image is fully transparent along an edge, where it would be continued from.")


def _canvas(call: Call, image: SentImage) -> Canvas:
    """Where the image lies on the new canvas. An aspect ratio wins over sizes and places."""
    ratio = ASPECT_RATIO.read(call)
    try:
        return canvas_for_ratio(image.shape, ratio) if ratio is not None else _placed_canvas(call)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _placed_canvas(call: Call) -> Canvas:
    """The canvas of the call's sizes and place; at the wire they are x before y."""
    width, height = CANVAS_SIZE.read(call) or CANVAS
    size, place = IMAGE_SIZE.read(call), LOCATION.read(call)
    if size is None or place is None:
        raise BadRequest("Give 'aspect_ratio', or both 'original_image_size' and 'original_image_location'.")
    return Canvas((height, width), size[::-1], place[::-1])


def _number(value: Any) -> float:
    """``value`` as a number, 0 where it is none."""
    try:
        return float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else 0.0
    except (ValueError, OverflowError):
        return 0.0


EDIT = Edit(
    slug="expand",
    v1_path="image_expansion",
    fields=(IMAGE, ASPECT_RATIO, CANVAS_SIZE, IMAGE_SIZE, LOCATION, FILL_PROMPT, SEED, PRESERVE_ALPHA),
    read=read,
    v1_form="success",
    v1_statuses=(406,),
    prompt_refusal=ONLY_FILLS,
)
