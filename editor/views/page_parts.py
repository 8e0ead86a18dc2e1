"""The parts that the editor page is made of, each with a version.

The page includes every part. After that the browser says which versions it shows
(``editor.http.read_shown_versions``), and gets the parts that differ, swapped in by id; where none does, the answer is
empty. So a panel that somebody is typing in is left alone unless it really changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from editor.tools.registry import PANELS

PANEL_TEMPLATES = {panel.slug: panel.template for panel in PANELS}


@dataclass(frozen=True)
class Part:
    """One element of the page: its id, what tells it from an older state of itself, and the template of its content."""

    name: str
    version: str
    template: str


def make_part(name: str, facts: tuple[Any, ...]) -> Part:
    """A part of which ``facts`` are all that it shows."""
    return Part(name, digest(facts), PANEL_TEMPLATES.get(name, f"editor/_{name}.html"))


def digest(facts: tuple[Any, ...]) -> str:
    """A short name for a state."""
    return sha1(repr(facts).encode(), usedforsecurity=False).hexdigest()[:12]
