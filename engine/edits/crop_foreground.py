"""Crop foreground: the subject on nothing, or as it stands, and no more of the picture than it takes up."""

from __future__ import annotations

from django.conf import settings

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import FORCE, IMAGE, PRESERVE_ALPHA
from engine.errors import BadRequest
from engine.fields import Flag, Whole
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
KEEP_BACKGROUND = Flag(
    "keep_background",
    "The background stays as it is within the crop, and the padding ends with the image (extension).",
)


def read(call: Call) -> Arguments:
    """An image, and how many pixels are left around its subject: transparent ones, or the background's."""
    image = IMAGE.read(call)
    padding = PADDING.read(call, most=max(image.shape))
    keep_background = KEEP_BACKGROUND.read(call)
    if not keep_background:
        refuse_large(image.shape, padding)
    force = FORCE.read(call)
    subject = hints.read_subject(call, image)
    return {**subject, "padding": padding, "force": force, "keep_background": keep_background}


def refuse_large(shape: tuple[int, int], padding: int) -> None:
    """Refuse so much padding that the result could be too large.

    Raises:
        BadRequest: it could.
    """
    rows, columns = (side + 2 * padding for side in shape)
    if rows * columns > settings.RESULT_PIXELS:
        raise BadRequest(f"With this padding the result could have more than {settings.RESULT_PIXELS} pixels.")


EDIT = Edit(
    slug="crop_foreground",
    v1_path="crop",
    fields=(IMAGE, PADDING, KEEP_BACKGROUND, FORCE, *HINTS, PRESERVE_ALPHA),
    read=read,
)
