"""Blur background: everything but the subject out of focus."""

from __future__ import annotations

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import IMAGE, PRESERVE_ALPHA
from engine.fields import Whole
from engine.outcomes import Arguments

SCALE = Whole("scale", "How much the background is blurred.", least=1, most=5, default=5)


def read(call: Call) -> Arguments:
    """An image, and how much its background is blurred."""
    scale = SCALE.read(call)
    return {**hints.read_subject(call, IMAGE.read(call)), "scale": scale}


EDIT = Edit(
    slug="blur_background",
    v1_path="background/blur",
    fields=(IMAGE, SCALE, *HINTS, PRESERVE_ALPHA),
    read=read,
)
