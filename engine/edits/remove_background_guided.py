"""Guided background removal: without words a plain cut-out, by this engine's hints one that they lead."""

from __future__ import annotations

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import IMAGE, PRESERVE_ALPHA
from engine.errors import Unprocessable
from engine.fields import Words
from engine.outcomes import Arguments

PROMPT = Words("prompt", "Empty: anything else is answered 422.")
NO_WORDS = (
    "Finding what words say takes a model that this engine does not have: leave 'prompt' empty, or say it by 'keep', "
    "'remove' and 'mask_ids'."
)


def read(call: Call) -> Arguments:
    """An image; as extensions, strokes and regions that say what is kept."""
    prompt, arguments = PROMPT.read(call), hints.read_subject(call, IMAGE.read(call))
    if prompt:
        raise Unprocessable(NO_WORDS)
    return arguments


EDIT = Edit(
    slug="remove_background_guided",
    v1_path="background/remove/guided",
    v2_route="remove_background/guided",
    fields=(IMAGE, PROMPT, *HINTS, PRESERVE_ALPHA),
    read=read,
    prompt_refusal=NO_WORDS,
)
