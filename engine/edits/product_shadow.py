"""Product shadow: a shadow under a cut-out product."""

from __future__ import annotations

from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.plain_colours import TRANSPARENT, ColourField
from engine.edits.shared import FORCE_RMBG, IMAGE, PRESERVE_ALPHA, SKU
from engine.fields import Choice, Pair, Whole
from engine.outcomes import Arguments

FARTHEST, WIDEST = 2000, 8192  # pixels of an offset; of an ellipse's sides
BLURS = {"regular": 15, "float": 20}  # pixels, where none is given (docs.bria.ai)

TYPE = Choice("shadow_type", "As the product itself, or an ellipse below it.", ("regular", "float"), aliases=("type",))
BACKGROUND = ColourField("background_color", "The ground, by default none.", TRANSPARENT, takes_none=True)
COLOUR = ColourField("shadow_color", "The shadow's colour.", "#000000")
OFFSET = Pair("shadow_offset", "Pixels to the right and down, [0, 15] by default.", -FARTHEST, FARTHEST)
INTENSITY = Whole("shadow_intensity", "How dark it is, in percent.", least=0, most=100, default=60)
BLUR = Whole("shadow_blur", "Pixels; 15 of a regular one by default, 20 of one that floats.", least=0, most=500)
WIDTH = Whole("shadow_width", "Pixels of a floating one, by default the product's.", least=-WIDEST, most=WIDEST)
HEIGHT = Whole("shadow_height", "Pixels of a floating one.", least=-WIDEST, most=WIDEST, default=70)


def read(call: Call) -> Arguments:
    """A cut-out product, or an image of one, and what its shadow is like."""
    SKU.read(call)
    kind = TYPE.read(call)
    arguments = {
        "kind": kind,
        "background": BACKGROUND.read(call),
        "colour": COLOUR.read(call),
        "offset": OFFSET.read(call) or (0, 15),
        "intensity": INTENSITY.read(call),
        "blur": BLUR.read(call, default=BLURS[kind]),
        "width": WIDTH.read(call) if WIDTH.is_given(call) else None,
        "height": HEIGHT.read(call),
        "force": FORCE_RMBG.read(call),
        "preserve_alpha": PRESERVE_ALPHA.read(call),
    }
    return {"image": IMAGE.read(call).save(), **arguments}


EDIT = Edit(
    slug="product_shadow",
    v1_path="product/shadow",
    v2_route="product/shadow",
    v2_also="product/shadow",
    fields=(
        *(IMAGE, SKU, FORCE_RMBG, TYPE, BACKGROUND, COLOUR),
        *(OFFSET, INTENSITY, BLUR, WIDTH, HEIGHT, PRESERVE_ALPHA),
    ),
    read=read,
)
