"""Edits inside a mask: erasing, and filling."""

from __future__ import annotations

from engine.arguments import pictures
from engine.calls import Call
from engine.errors import BadRequest, Unprocessable
from engine.registry import Arguments

# Where the caller names none; this engine's fills depend on nothing but the picture and what is asked.
SEED = 1
LARGEST_SEED = 2**63 - 1
ONLY_FILLS = (
    "This engine has no generative model. As a prompt it takes “fill from surroundings”, a colour such as “#ff8800” or "
    "“light blue”, or a gradient such as “dark green to white”."
)


def erase(call: Call) -> Arguments:
    """Image and mask; a mask that no person painted (``automatic``) is grown over the object's soft edge. The shadow
    that the object throws on the ground goes with it where ``include_shadow`` asks for that.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    return {**_masked(call), "include_shadow": include_shadow(call)}


def gen_fill(call: Call) -> Arguments:
    """Image, mask, and a prompt that takes no generative model.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    prompt = call.payload.words("prompt")
    if prompt is None:
        raise BadRequest("'prompt' is missing.")
    refuse_free(prompt)
    return {**_masked(call), "prompt": prompt, "seed": seed(call)}


def refuse_free(prompt: str) -> None:
    """Refuse a prompt that takes a generative model.

    Raises:
        Unprocessable: it does.
    """
    from engine.operations.fill import parse_instruction  # brings numba, for which the other routes need not wait

    if parse_instruction(prompt) is None:
        raise Unprocessable(ONLY_FILLS)


def seed(call: Call) -> int:
    """The seed that is told with the result.

    Raises:
        BadRequest: it is no whole number.
    """
    return call.payload.whole("seed", -LARGEST_SEED, LARGEST_SEED, SEED)


def include_shadow(call: Call) -> bool:
    """Whether the shadow of what is erased goes with it, an extension of Bria's API.

    Raises:
        BadRequest: it is neither yes nor no.
    """
    return call.payload.flag("include_shadow", False)


def _masked(call: Call) -> Arguments:
    """What every edit inside a mask takes."""
    sent = pictures.image(call)
    hole = pictures.mask(call, sent.shape)
    return {
        "image": sent.save(),
        "mask": pictures.save_mask(hole),
        "grow": call.payload.choice("mask_type", ("manual", "automatic"), "manual") == "automatic",
        "preserve_alpha": call.payload.flag("preserve_alpha", True),
    }
