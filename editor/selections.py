"""What a person has selected in a picture: regions, strokes, lassos and boxes, one step after the other, and its edge.

As the browser sends it and as jobs keep it, a selection is JSON; all numbers are pixels of the revision, points are
``[column, row, column, row, …]``:

    {"visual": 7,                            whose regions the numbers mean; may be absent where there are none
     "steps": [{"kind": "regions", "add": true, "ids": [3, 7]},
               {"kind": "brush", "add": false, "radius": 12.5, "points": […]},
               {"kind": "lasso", "add": true, "points": […]},
               {"kind": "box", "add": true, "points": [column, row, column, row]},
               {"kind": "invert"}],
     "edges": {"smooth": 0, "grow": 0, "feather": 0}}   done in this order

A tool reads it with ``SelectionField`` and has its mask from ``draw_area``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from editor import files
from editor.imaging import masking, panoptic
from editor.jobs.running import Failure
from editor.models import Revision
from masks.feathering import MOST_FEATHER
from masks.regions import LabelMap

MOST_STEPS = 2_000
MOST_NUMBERS = 40_000  # coordinates and ids of all steps: hours of painting, and 300 kB in a job's row
MOST_POINTS = 15_000  # coordinates of one shape / 2: masking counts them in 16 bits
MOST_COST = 4e9  # pixels looked at to draw all steps: about 13 s, for 80 strokes across 50 megapixels
MOST_REACH = 40_000.0  # pixels: beyond any picture, with room for strokes that leave it
LEAST_RADIUS, MOST_RADIUS = 0.5, 4_000.0  # pixels
MOST_ID = 65_535  # a label map has 16 bits a pixel, 0 being no mask
EDGES = {"smooth": (0, 200), "grow": (-200, 200), "feather": (0, MOST_FEATHER)}  # pixels
NO_EDGES = dict.fromkeys(EDGES, 0)
LEAST_NUMBERS = {"brush": 2, "lasso": 6, "box": 4}

MANY = gettext_noop("This selection has too many strokes. Clear it, then use a wider brush.")
CHANGED = gettext_noop("The regions of this picture have changed. Select again.")
GONE = gettext_noop("Some of these regions no longer exist. Select again.")
NOTHING = gettext_noop("Nothing is selected. Select something first.")

# What reading JSON of another shape than expected may raise.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)

Selection = Mapping[str, Any]
Step = Mapping[str, Any]


class SelectionField(forms.CharField):
    """A selection as the page sends it; cleaned it is the same as a dict, every number in its range."""

    most_steps = MOST_STEPS
    may_be_empty = False  # of steps; no selection at all is a matter of ``required``
    default_error_messages = {
        "required": _("Select something first."),
        "unreadable": _("The selection could not be read. Clear it, then select again."),
        "many": _(MANY),
    }

    def read(self, data: Any) -> Selection:
        """The selection that JSON data is; raises one of ``UNREADABLE`` where it is none."""
        return read_selection(data)

    def clean(self, value: Any) -> Any:
        """The selection; an empty dict for none."""
        text = super().clean(value)
        if not text:
            return {}
        try:
            selection = self.read(json.loads(text))
        except UNREADABLE as error:
            raise forms.ValidationError(self.error_messages["unreadable"]) from error
        if is_too_long(selection, self.most_steps):
            raise forms.ValidationError(self.error_messages["many"])
        if not selection["steps"] and not self.may_be_empty:
            raise forms.ValidationError(self.error_messages["required"])
        return selection


def read_selection(data: Mapping[str, Any]) -> Selection:
    """A selection out of JSON; raises one of ``UNREADABLE`` where it is none."""
    edges = data.get("edges", {})
    selection: dict[str, Any] = {
        "steps": [read_step(entry) for entry in data["steps"]],
        "edges": {name: read_whole_number(edges.get(name, 0), *ends) for name, ends in EDGES.items()},
    }
    return selection | ({"visual": read_whole_number(data["visual"], 1, 2**53)} if data.get("visual") else {})


def read_step(entry: Mapping[str, Any]) -> Step:
    """One step out of JSON; raises one of ``UNREADABLE`` where it is none."""
    kind = entry["kind"]
    if kind == "invert":
        return {"kind": kind}
    step: dict[str, Any] = {"kind": kind, "add": bool(entry["add"])}
    if kind == "regions":
        return step | {"ids": [read_whole_number(number, 1, MOST_ID) for number in entry["ids"]]}
    points = [read_coordinate(value, MOST_REACH) for value in entry["points"]]
    if len(points) < LEAST_NUMBERS[kind] or len(points) % 2 or (kind == "box" and len(points) > 4):
        raise ValueError(points)
    reach = {"radius": max(LEAST_RADIUS, read_coordinate(entry["radius"], MOST_RADIUS))} if kind == "brush" else {}
    return {**step, **reach, "points": points}


def read_whole_number(value: Any, least: int, most: int) -> int:
    """An integer from ``least`` to ``most``; raises ValueError or TypeError for anything else."""
    number = int(value)
    if number != value or not least <= number <= most:
        raise ValueError(value)
    return number


def read_coordinate(value: Any, most: float) -> float:
    """A number of pixels, to a tenth, at most ``most`` from 0; raises ValueError or TypeError for anything else."""
    number = float(value)
    if not math.isfinite(number) or abs(number) > most:
        raise ValueError(number)
    return round(number, 1)


def read_ids(text: str) -> list[int]:
    """Numbers with commas between them, each once, in ascending order."""
    return sorted({int(part) for part in text.split(",") if part})


def is_too_long(selection: Selection, most_steps: int = MOST_STEPS) -> bool:
    """True where a selection is more than can be worked on."""
    sizes = [len(step.get("points", step.get("ids", []))) for step in selection["steps"]]
    return len(sizes) > most_steps or sum(sizes) > MOST_NUMBERS or max(sizes, default=0) > 2 * MOST_POINTS


def list_named_regions(selection: Selection) -> set[int]:
    """The ids of all regions that are named in any step."""
    return {number for step in selection["steps"] if step["kind"] == "regions" for number in step["ids"]}


def select_regions(mask_ids: Sequence[int], visual: int | None) -> Selection:
    """Whole regions of a visual as a selection."""
    return {"visual": visual, "steps": [{"kind": "regions", "add": True, "ids": list(mask_ids)}], "edges": NO_EDGES}


def list_whole_regions(selection: Selection) -> list[int]:
    """The ids of the regions that the selection is, ascending; empty where it is anything else than whole regions."""
    if any(step["kind"] != "regions" for step in selection["steps"]) or any(selection["edges"].values()):
        return []
    ids: set[int] = set()
    for step in selection["steps"]:
        ids = ids | set(step["ids"]) if step["add"] else ids - set(step["ids"])
    return sorted(ids)


def is_outdated(selection: Selection, revision: Revision) -> bool:
    """True where it names regions of another state of the picture."""
    return bool(list_named_regions(selection)) and selection.get("visual") != revision.visual_id


def selection_error(selection: Selection, revision: Revision) -> str:
    """Why a selection cannot be used of a revision, in English; empty where it can."""
    if is_outdated(selection, revision):
        return CHANGED
    cost = masking.estimated_cost(selection["steps"], (revision.height, revision.width))
    return MANY if cost > MOST_COST else ""


# Masks


@dataclass(frozen=True)
class Area:
    """What of a revision a selection is, as 8-bit grey PNGs of the revision's size.

    Attributes:
        mask_png: the pixels that may change: 255 inside, 0 outside; what is feathered is inside.
        opacity_png: how much of a change is to be seen at each pixel, 1 to 255, and 255 outside, where an engine
            changes at most what else it was asked to; None where nothing is feathered.
    """

    mask_png: bytes
    opacity_png: bytes | None


def draw_area(revision: Revision, selection: Selection, labels: LabelMap | None = None, *, soft: bool = False) -> Area:
    """What a selection is of a revision; ``labels`` is the label map of its visual where that is at hand.

    ``soft`` takes in the soft borders of objects too, as erasing needs it where whole regions were selected.

    Raises:
        Failure: nothing is selected, or regions that are not there any more; with a sentence for the person.
    """
    labels = read_named_labels(revision, selection, labels)
    opacity = masking.draw_opacity(selection, (revision.height, revision.width), labels, soft=soft)
    if not opacity.any():
        raise Failure(NOTHING, "rejected")
    feathered = bool(selection["edges"]["feather"])
    return Area(masking.encode_mask(opacity), masking.encode_opacity(opacity) if feathered else None)


def read_named_labels(revision: Revision, selection: Selection, labels: LabelMap | None = None) -> LabelMap | None:
    """The label map whose regions the selection names; None where it names none. Decoded unless ``labels`` is it.

    Raises:
        Failure: they are of another state of the picture, or erased.
    """
    named = list_named_regions(selection)
    if not named:
        return None
    label_map = labels or read_labels(revision, named)
    if label_map is None or is_outdated(selection, revision):
        raise Failure(CHANGED, "rejected")
    known = {number for layer in label_map.layers for number in layer.ids}
    if named - known or named & set(revision.removed):
        raise Failure(GONE, "rejected")
    return label_map


def read_labels(revision: Revision, named: Iterable[int] = ()) -> LabelMap | None:
    """The label map of a revision's visual, decoded; None where its regions were not found.

    With the map of what was found before objects were, where regions of that are ``named``.
    """
    visual = revision.visual
    if visual is None or not visual.regions:
        return None
    label_map = panoptic.from_wire(files.read(visual.regions))
    if visual.has_objects and not set(named) <= set(label_map.ids):
        return replace(label_map, earlier=panoptic.from_wire(files.read(visual.early_regions)))
    return label_map
