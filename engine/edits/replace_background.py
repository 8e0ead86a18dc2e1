"""Replace background: the subject before a colour, a gradient or another picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from engine import sources
from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import FORCE_RMBG, IMAGE, LEAST_SIDE, SEED, refuse_small
from engine.errors import BadRequest, NotAcceptable, Unprocessable
from engine.fields import Choice, Field, Flag, Schema, Words
from engine.image_fields import IMAGE_FORMAT, decode
from engine.maths.paint_prompts import parse_paint
from engine.outcomes import Arguments
from engine.payloads import is_absent
from engine.sources import Source

ONLY_PAINTS = (
    "This engine has no generative model. As a background it takes a colour such as “#ff8800” or “light blue”, "
    "a gradient such as “dark green to white”, or a reference image."
)


class References(Field):
    """An image, or a list of them, in whichever of the fields is there."""

    def kind(self) -> Schema:
        image = {"type": "string", "format": IMAGE_FORMAT}
        return {"oneOf": [image, {"type": "array", "items": image}]}

    def find(self, call: Call) -> Sequence[Callable[[], Source]]:
        """The images; none is read yet."""
        for name in self.names:
            if name in call.payload.files:
                return [partial(sources.need, call, name)]
            value = call.payload.get(name)
            values = value if isinstance(value, list) else [value]
            present = [partial(sources.read, call, name, item) for item in values if not is_absent(item)]
            if present:
                return present
        return []


PROMPT = Words("prompt", "A colour or a gradient; anything else is answered 422.", aliases=("bg_prompt",))
REF_IMAGES = References(
    "ref_images",
    "The new background, one image: an address, base64, or a data URI.",
    aliases=("ref_image_url", "ref_image_urls", "ref_image_file", "ref_image"),
)
MODE = Choice("mode", "Taken; this engine has one way.", ("high_control", "base", "fast"))
ORIGINAL_QUALITY = Flag("original_quality", "The image's own size; else it is scaled to a megapixel.")


def read(call: Call) -> Arguments:
    """An image, and either a prompt that is a colour or a gradient, or a reference image."""
    prompt, references = PROMPT.read(call), REF_IMAGES.find(call)
    if (prompt is None) == (not references):
        raise BadRequest("Give either a prompt or a reference image: exactly one of 'prompt' and 'ref_images'.")
    MODE.read(call)
    if prompt is not None and parse_paint(prompt) is None:
        raise Unprocessable(ONLY_PAINTS)
    if len(references) > 1:
        raise Unprocessable(f"This engine puts one image behind the subject, not {len(references)}.")
    image, backdrops = IMAGE.read(call), [decode(source()) for source in references]
    if call.version == 1:
        refuse_small(image.shape, LEAST_SIDE, NotAcceptable)
    return {
        "image": image.save(),
        "hints": hints.read(call, image),
        "force": FORCE_RMBG.read(call),
        "prompt": prompt,
        "backdrop": backdrops[0].save() if backdrops else None,
        "full_size": ORIGINAL_QUALITY.read(call),
        "seed": SEED.read(call),
    }


EDIT = Edit(
    slug="replace_background",
    v1_path="background/replace",
    fields=(IMAGE, PROMPT, REF_IMAGES, MODE, ORIGINAL_QUALITY, FORCE_RMBG, *HINTS, SEED),
    read=read,
    v1_form="result",
    v1_statuses=(406,),
    prompt_refusal=ONLY_PAINTS,
)
