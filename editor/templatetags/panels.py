"""``{% tool_panels as panels %}``: the places of the tool rail, which are the same on every page."""

from __future__ import annotations

from django.template import Library

from editor.tools.registry import PANELS
from editor.tools.tool import Panel

register = Library()


@register.simple_tag
def tool_panels() -> list[Panel]:
    """The places of the tool rail, in their order."""
    return PANELS
