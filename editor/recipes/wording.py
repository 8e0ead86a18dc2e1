"""The steps of a recipe in words, for whoever is about to apply it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.recipes.choices import MARK_RULES, OBJECTS, PEOPLE_RULES
from recipes.model import Ids, Recipe, Rule, Runs, Step

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


def describe_steps(recipe: Recipe) -> list[str]:
    """What a recipe does, a line for each step."""
    return [describe_step(step) for step in recipe.steps]


def describe_step(step: Step) -> str:
    """What one step does, and to what."""
    name = str(NAMES.get(step.do, capfirst(step.do.replace("_", " "))))
    marks = [describe_mark(value) for value in step.fields.values() if isinstance(value, Runs | Ids | Rule)]
    return f"{name}: {', '.join(marks)}" if marks else name


def describe_mark(mark: Runs | Ids | Rule) -> str:
    """What a mark means."""
    if isinstance(mark, Runs):
        return _("what is marked")
    if isinstance(mark, Ids):
        return _("regions by their numbers")
    labels: Mapping[str, Any] = {**MARK_RULES, **PEOPLE_RULES}
    label = str(labels.get(mark.name, mark.name))
    if mark.name == OBJECTS and mark.at_most < 1:
        return _("objects up to {share} percent of the picture").format(share=f"{100 * mark.at_most:g}")
    return label
