"""Fill: what a mask covers becomes what a prompt says, where that takes no generative model."""

from __future__ import annotations

from dataclasses import replace

from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.shared import (
    FEATHER,
    FILL_PROMPT,
    IMAGE,
    MASK,
    MASK_TYPE,
    ONLY_FILLS,
    PRESERVE_ALPHA,
    SEED,
    read_masked,
    refuse_free_prompt,
)
from engine.outcomes import Arguments

PROMPT = replace(FILL_PROMPT, required=True)


def read(call: Call) -> Arguments:
    """Image, mask, and a prompt that takes no generative model."""
    prompt = PROMPT.need(call)
    refuse_free_prompt(prompt)
    return {**read_masked(call), "prompt": prompt, "seed": SEED.read(call)}


EDIT = Edit(
    slug="gen_fill",
    v1_path="gen_fill",
    fields=(IMAGE, MASK, PROMPT, MASK_TYPE, FEATHER, SEED, PRESERVE_ALPHA),
    read=read,
    v1_form="urls",
    prompt_refusal=ONLY_FILLS,
)
