"""Increase resolution: twice or four times the sides. Registered images are enlarged by the same rules."""

from __future__ import annotations

from django.conf import settings

from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.shared import IMAGE, PRESERVE_ALPHA, refuse_small
from engine.errors import BadRequest, ResolutionTooLow, Unprocessable
from engine.fields import Flag, WholeChoice
from engine.operations.increase_resolution import FACTORS
from engine.outcomes import Arguments

# Pixels a side that a picture to be enlarged needs. Bria has such a limit and does not publish it.
LEAST_ENLARGED = 16
DESIRED_INCREASE = WholeChoice("desired_increase", "How many times as long the sides become.", FACTORS)
FAST = Flag("fast", "By the engine's own method, a tenth of the time of the network for photos (extension).")


def read(call: Call) -> Arguments:
    """An image, how many times as long its sides become, and whether that is to be fast."""
    image = IMAGE.read(call)
    return {
        "image": image.save(),
        "factor": read_factor(call, image.shape),
        "preserve_alpha": PRESERVE_ALPHA.read(call),
        "fast": FAST.read(call),
    }


def read_factor(call: Call, shape: tuple[int, int]) -> int:
    """How many times as long the sides of a picture of ``shape`` (rows, columns) are to become.

    Raises:
        EngineError: as no picture can be enlarged, the picture is too small, or the result would be too large.
    """
    factor = DESIRED_INCREASE.read(call)
    refuse_small(shape, LEAST_ENLARGED, ResolutionTooLow if call.version == 1 else Unprocessable)
    if shape[0] * shape[1] * factor**2 > settings.RESULT_PIXELS:
        raise BadRequest(f"The result would have more than {settings.RESULT_PIXELS / 1e6:.0f} megapixels.")
    return factor


EDIT = Edit(
    slug="increase_resolution",
    v1_path="image/increase_resolution",
    fields=(IMAGE, DESIRED_INCREASE, PRESERVE_ALPHA, FAST),
    read=read,
    v1_statuses=(412,),
)
