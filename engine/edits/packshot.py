"""Packshot: a product in the middle of a plain frame."""

from __future__ import annotations

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.plain_colours import ColourField
from engine.edits.shared import FORCE_RMBG, IMAGE, SKU
from engine.fields import Choice, Pair, Whole
from engine.outcomes import Arguments

SIDE = 2000  # pixels of Bria's packshots (docs.bria.ai)
SMALLEST, LARGEST = 64, 5000  # pixels a side; the latter as for the canvas of ``expand``
SHARE = 85  # percent: what marketplaces ask for at least

BACKGROUND = ColourField("background_color", "The ground: a colour, or “transparent”.", "#FFFFFF", takes_none=True)
CANVAS_SIZE = Pair("canvas_size", f"Width and height, {SIDE} × {SIDE} by default (extension).", SMALLEST, LARGEST)
PRODUCT_SHARE = Whole(
    "product_share", "Percent of the frame that the product takes up (extension).", least=10, most=100, default=SHARE
)
SHADOW = Choice("shadow", "On the ground, below a floating product, or none (extension).", ("none", "regular", "float"))


def read(call: Call) -> Arguments:
    """An image of a product, the frame's colour, and as extensions its size, the product's share of it and a shadow."""
    SKU.read(call)
    background = BACKGROUND.read(call)
    width, height = CANVAS_SIZE.read(call) or (SIDE, SIDE)
    share, shadow, force = PRODUCT_SHARE.read(call), SHADOW.read(call), FORCE_RMBG.read(call)
    image = IMAGE.read(call)
    return {
        "image": image.save(),
        "hints": hints.read(call, image),
        "force": force,
        "background": background,
        "size": [height, width],
        "share": share,
        "shadow": shadow,
    }


EDIT = Edit(
    slug="packshot",
    v1_path="product/packshot",
    v2_route="product/packshot",
    v2_also="product/packshot",
    fields=(IMAGE, SKU, FORCE_RMBG, BACKGROUND, CANVAS_SIZE, PRODUCT_SHARE, SHADOW, *HINTS),
    read=read,
)
