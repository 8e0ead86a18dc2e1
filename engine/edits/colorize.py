"""Colorize: black and white, and sepia; the other looks take a generative model."""

from __future__ import annotations

from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.shared import IMAGE, PRESERVE_ALPHA
from engine.errors import BadRequest, Unprocessable
from engine.fields import Choice
from engine.operations.colorize import LOOKS
from engine.outcomes import Arguments
from engine.payloads import is_absent

# As one of Bria's own clients spells it.
FORMER_SPELLINGS = {"black and white colors": "black_and_white"}
GENERATED = ("color_contemporary", "color_vivid")
COLOR = Choice(
    "color",
    "The look; those in colour are answered 422.",
    (*LOOKS, *GENERATED, *FORMER_SPELLINGS),
    required=True,
)
ONLY_LOOKS = (
    "Colouring a picture takes a generative model, which this engine does not have: it has black and white, and sepia."
)


def read(call: Call) -> Arguments:
    """An image, and which look it is to have."""
    if is_absent(call.payload.get(COLOR.name)):
        raise BadRequest(f"'color' is missing: {' or '.join(LOOKS)}.")
    look = COLOR.read(call)
    if look in GENERATED:
        raise Unprocessable(ONLY_LOOKS)
    image = IMAGE.read(call)
    return {
        "image": image.save(),
        "look": FORMER_SPELLINGS.get(look, look),
        "preserve_alpha": PRESERVE_ALPHA.read(call),
    }


EDIT = Edit(slug="colorize", v1_path="colorize", fields=(IMAGE, COLOR, PRESERVE_ALPHA), read=read)
