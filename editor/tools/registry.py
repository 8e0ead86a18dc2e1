"""The tools by slug, and the panels of the editor that they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Revision
from editor.tools import (
    background,
    crop_foreground,
    distractions,
    erase,
    erase_foreground,
    expand,
    gen_fill,
    increase_resolution,
    layers,
    people,
)


@dataclass(frozen=True)
class Tool:
    """One operation that a person can apply to a revision.

    Attributes:
        slug: names its form, its template and the method of the client.
        panel: the panel that its form stands in, shown again where the form is refused.
        working: what the studio is doing meanwhile, as a heading.
        read: what the job needs, from the posted form; raises ``Refused``.
        run: does it, in a worker; raises ``Failure``. None where the outcome is the job's file.
        form: what it can be asked, for the panel's template; None where the panel makes its fields itself.
        kind: the kind of its jobs: "edit" for a revision, "file" for a file beside which edits can go on.
    """

    slug: str
    panel: str
    working: str | Promise
    read: Callable[[HttpRequest, Revision], dict[str, Any]]
    run: Callable[[Running], EditResult | None]
    form: type[forms.Form] | None = None
    kind: str = "edit"


@dataclass(frozen=True)
class Panel:
    """One place of the tool rail; ``key`` opens it.

    ``template`` is its content, swapped as it changes; ``permanent`` what stands below that and is never swapped.
    """

    slug: str
    label: str | Promise
    key: str
    template: str
    permanent: str = ""

    @property
    def icon(self) -> str:
        """The template of its icon."""
        return f"icons/{self.slug}.svg"


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

TOOLS = {
    tool.slug: tool
    for tool in [
        Tool("erase", "regions", _("Erasing"), erase.read, erase.erase),
        Tool("people", "people", _("Changing people"), people.read, people.change),
        Tool(
            "remove_background",
            "background",
            _("Removing the background"),
            background.read_remove,
            background.remove,
            background.RemoveForm,
        ),
        Tool(
            "blur_background",
            "background",
            _("Blurring the background"),
            background.read_blur,
            background.blur,
            background.BlurForm,
        ),
        Tool(
            "replace_background",
            "background",
            _("Replacing the background"),
            background.read_replace,
            background.replace,
            background.ReplaceForm,
        ),
        Tool("expand", "expand", _("Expanding"), expand.read, expand.expand, expand.ExpandForm),
        Tool(
            "crop_foreground",
            "crop_foreground",
            _("Cropping"),
            crop_foreground.read,
            crop_foreground.crop,
            crop_foreground.CropForm,
        ),
        Tool(
            "increase_resolution",
            "increase_resolution",
            _("Enlarging"),
            increase_resolution.read,
            increase_resolution.enlarge,
            increase_resolution.EnlargeForm,
        ),
        Tool("distractions", "cleanup", _("Erasing"), distractions.read, distractions.clean_up),
        Tool(
            "erase_foreground",
            "cleanup",
            _("Erasing the foreground"),
            erase_foreground.read,
            erase_foreground.erase_foreground,
        ),
        Tool("gen_fill", "gen_fill", _("Filling"), gen_fill.read, gen_fill.fill, gen_fill.FillForm),
        Tool("layers", "layers", _("Making layers"), layers.read, layers.layers, kind="file"),
    ]
}
