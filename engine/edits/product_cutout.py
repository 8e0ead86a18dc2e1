"""Product cutout: a product on nothing, and no more of the picture than it takes up."""

from __future__ import annotations

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import FORCE_RMBG, IMAGE, PRESERVE_ALPHA, SKU
from engine.errors import Unprocessable
from engine.fields import Choice
from engine.outcomes import Arguments

OUTPUT_TYPE = Choice("output_type", "PNG; “jpeg”, which has no transparency, is answered 422.", ("png", "jpeg"))


def read(call: Call) -> Arguments:
    """An image of a product, which is cut out and cropped to."""
    if OUTPUT_TYPE.read(call) == "jpeg":
        raise Unprocessable("A cut-out needs transparency, which a JPEG does not have: leave 'output_type' at “png”.")
    SKU.read(call)
    image = IMAGE.read(call)
    return {**hints.read_subject(call, image), "force": FORCE_RMBG.read(call)}


EDIT = Edit(
    slug="product_cutout",
    v1_path="product/cutout",
    v2_route="product/cutout",
    v2_also="product/cutout",
    fields=(IMAGE, SKU, FORCE_RMBG, OUTPUT_TYPE, *HINTS, PRESERVE_ALPHA),
    read=read,
)
