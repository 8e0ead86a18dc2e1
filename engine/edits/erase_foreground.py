"""Erase foreground: the subject goes, and its surroundings take its place."""

from __future__ import annotations

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import IMAGE, PRESERVE_ALPHA
from engine.outcomes import Arguments


def read(call: Call) -> Arguments:
    """An image, from which the subject goes; what was behind it is continued from around it."""
    return hints.read_subject(call, IMAGE.read(call))


EDIT = Edit(
    slug="erase_foreground",
    v1_path="erase_foreground",
    fields=(IMAGE, *HINTS, PRESERVE_ALPHA),
    read=read,
)
