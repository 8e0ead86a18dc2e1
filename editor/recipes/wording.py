"""The steps of a recipe in words, for whoever is about to apply it.

An outline is what these words need of a step, as JSON that rows keep: ``{"do": slug, "marks": [mark, …]}``. A mark is
``{"kind": "runs" | "ids"}`` or ``{"kind": "rule", "name": …, "at_most": …}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editor.recipes.choices import MARK_RULES, OBJECTS, PEOPLE_RULES
from recipes.model import Ids, Recipe, Rule, Runs, Step

OUTLINED = 8  # steps of a recipe that a list shows

NAMES: dict[str, str | Promise] = {
    "erase": gettext_lazy("Erase"),
    "objects_remove": gettext_lazy("Erase regions by their numbers"),
    "gen_fill": gettext_lazy("Fill"),
    "erase_foreground": gettext_lazy("Erase the foreground"),
    "remove_background": gettext_lazy("Remove the background"),
    "blur_background": gettext_lazy("Blur the background"),
    "replace_background": gettext_lazy("Replace the background"),
    "expand": gettext_lazy("Expand"),
    "crop_foreground": gettext_lazy("Crop to the subject"),
    "increase_resolution": gettext_lazy("Enlarge"),
    "hide_faces": gettext_lazy("Hide faces"),
    "create": gettext_lazy("Change people"),
    "colorize": gettext_lazy("Change the look"),
    "packshot": gettext_lazy("Make a packshot"),
}


Outline = Mapping[str, Any]


def describe_steps(recipe: Recipe) -> list[str]:
    """What a recipe does, a line for each step."""
    return [describe_step(outline_step(step)) for step in recipe.steps]


def describe_list(outline: Sequence[Outline], count: int) -> list[str]:
    """What a recipe of so many steps does, of whose first ones this is the outline."""
    more = count - len(outline)
    rest = [ngettext("and {count} more", "and {count} more", more).format(count=more)] if more > 0 else []
    return [*map(describe_step, outline), *rest]


def outline_steps(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """The outline of as many of the first steps as a list shows."""
    return [outline_step(step) for step in steps[:OUTLINED]]


def outline_step(step: Step) -> dict[str, Any]:
    """The outline of one step."""
    marks = [outline_mark(value) for value in step.fields.values() if isinstance(value, Runs | Ids | Rule)]
    return {"do": step.do, "marks": marks}


def outline_mark(mark: Runs | Ids | Rule) -> dict[str, Any]:
    """The outline of a mark."""
    if isinstance(mark, Rule):
        return {"kind": "rule", "name": mark.name, "at_most": mark.at_most}
    return {"kind": "runs" if isinstance(mark, Runs) else "ids"}


def describe_step(step: Outline) -> str:
    """What one step does, and to what."""
    name = str(NAMES.get(step["do"], capfirst(step["do"].replace("_", " "))))
    marks = [describe_mark(mark) for mark in step["marks"]]
    return f"{name}: {', '.join(marks)}" if marks else name


def describe_mark(mark: Mapping[str, Any]) -> str:
    """What a mark means."""
    if mark["kind"] == "runs":
        return _("what is marked")
    if mark["kind"] == "ids":
        return _("regions by their numbers")
    labels: Mapping[str, Any] = {**MARK_RULES, **PEOPLE_RULES}
    if mark["name"] == OBJECTS and mark["at_most"] < 1:
        return _("objects up to {share} percent of the picture").format(share=f"{100 * mark['at_most']:g}")
    return str(labels.get(mark["name"], mark["name"]))
