"""The tools by slug, and the panels of the editor that they stand in. A tool is added by adding its module here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.tools import (
    blur_background,
    colorize,
    crop_foreground,
    distractions,
    erase,
    erase_foreground,
    expand,
    find_spots,
    gen_fill,
    hide_faces,
    image_to_psd,
    increase_resolution,
    other_fills,
    packshot,
    people,
    remove_background,
    replace_background,
    spots,
)
from editor.tools.tool import Panel, Tool

PANELS = [
    Panel("regions", _("Select"), "r", "editor/_regions.html", "tools/select.html"),
    Panel("cleanup", _("Clean up"), "t", "tools/cleanup.html"),
    Panel("spots", _("Spots"), "z", "tools/spots.html"),
    Panel("gen_fill", _("Fill"), "f", "tools/gen_fill.html"),
    Panel("people", _("People"), "p", "editor/_people.html"),
    Panel("hide_faces", _("Hide"), "h", "editor/_hide_faces.html"),
    Panel("background", _("Background"), "g", "tools/background.html"),
    Panel("expand", _("Expand"), "x", "tools/expand.html"),
    Panel("crop_foreground", _("Crop"), "k", "tools/crop_foreground.html"),
    Panel("increase_resolution", _("Enlarge"), "u", "tools/increase_resolution.html"),
    Panel("packshot", _("Packshot"), "j", "tools/packshot.html"),
    Panel("colorize", _("Look"), "q", "tools/colorize.html"),
    Panel("image_to_psd", _("Layers"), "y", "tools/image_to_psd.html"),
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
    find_spots,
    spots,
    other_fills,
    gen_fill,
    hide_faces,
    packshot,
    colorize,
    image_to_psd,
)
TOOLS: dict[str, Tool] = {module.TOOL.slug: module.TOOL for module in MODULES}

# Jobs that an earlier version queued, and pages that it sent, name some tools otherwise.
FORMER_SLUGS = {"layers": "image_to_psd"}


def find_tool(slug: str) -> Tool | None:
    """The tool of this slug, or of that which it had before; None where there is none."""
    return TOOLS.get(FORMER_SLUGS.get(slug, slug))
