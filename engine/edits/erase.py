"""Erase: what a mask covers goes, and its surroundings take its place."""

from __future__ import annotations

from engine.calls import Call
from engine.edits.base import Edit
from engine.edits.shared import FEATHER, IMAGE, INCLUDE_SHADOW, MASK, MASK_TYPE, PRESERVE_ALPHA, VARIANT, read_masked
from engine.outcomes import Arguments


def read(call: Call) -> Arguments:
    """Image and mask; a mask that no person painted (``automatic``) is grown over the object's soft edge, and
    either kind fades out over ``feather`` pixels. The shadow that the object throws on the ground goes with it where
    ``include_shadow`` asks for that, and ``variant`` names one of several fills.
    """
    return {
        **read_masked(call),
        "include_shadow": INCLUDE_SHADOW.read(call),
        "variant": VARIANT.read(call),
    }


EDIT = Edit(
    slug="erase",
    v1_path="eraser",
    fields=(IMAGE, MASK, MASK_TYPE, FEATHER, INCLUDE_SHADOW, VARIANT, PRESERVE_ALPHA),
    read=read,
)
