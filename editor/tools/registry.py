"""The tools by slug, and the panels of the editor that they stand in. A tool is added by adding its module here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.tools import (
    blur_background,
    crop_foreground,
    distractions,
    erase,
    erase_foreground,
    expand,
    gen_fill,
    increase_resolution,
    layers,
    people,
    remove_background,
    replace_background,
)
from editor.tools.tool import Panel, Tool

PANELS = [
    Panel("regions", _("Select"), "r", "editor/_regions.html", "tools/select.html"),
    Panel("cleanup", _("Clean up"), "t", "tools/cleanup.html"),
    Panel("gen_fill", _("Fill"), "f", "tools/gen_fill.html"),
    Panel("people", _("People"), "p", "editor/_people.html"),
    Panel("background", _("Background"), "g", "tools/background.html"),
    Panel("expand", _("Expand"), "x", "tools/expand.html"),
    Panel("crop_foreground", _("Crop"), "k", "tools/crop_foreground.html"),
    Panel("increase_resolution", _("Enlarge"), "u", "tools/increase_resolution.html"),
    Panel("layers", _("Layers"), "y", "tools/layers.html"),
]

MODULES = (
    erase,
    people,
    remove_background,
    blur_background,
    replace_background,
    expand,
    crop_foreground,
    increase_resolution,
    distractions,
    erase_foreground,
    gen_fill,
    layers,
)
TOOLS: dict[str, Tool] = {module.TOOL.slug: module.TOOL for module in MODULES}
