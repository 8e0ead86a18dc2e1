"""Crop foreground: the subject on nothing, and no more of the picture than it takes up."""

from __future__ import annotations

from django.conf import settings

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import FORCE, IMAGE, PRESERVE_ALPHA
from engine.errors import BadRequest
from engine.fields import Whole
from engine.outcomes import Arguments

# Pixels that no picture allows: only one with as long a side takes them, and its result would have 600 megapixels.
LONGEST_PADDING = 10_000
PADDING = Whole(
    "padding",
    "Pixels left around the subject, at most the image's longer side.",
    least=0,
    most=LONGEST_PADDING,
    default=0,
)


def read(call: Call) -> Arguments:
    """An image, and how many transparent pixels are left around its subject."""
    image = IMAGE.read(call)
    padding = PADDING.read(call, most=max(image.shape))
    rows, columns = (side + 2 * padding for side in image.shape)
    if rows * columns > settings.RESULT_PIXELS:
        raise BadRequest(f"With this padding the result could have more than {settings.RESULT_PIXELS} pixels.")
    force = FORCE.read(call)
    return {**hints.read_subject(call, image), "padding": padding, "force": force}


EDIT = Edit(
    slug="crop_foreground",
    v1_path="crop",
    fields=(IMAGE, PADDING, FORCE, *HINTS, PRESERVE_ALPHA),
    read=read,
)
