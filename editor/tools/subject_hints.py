"""What a person says of a picture's subject: strokes over what to keep and what to remove, and regions that are it.

Strokes are steps of a selection (``editor.selections``): what one adds is kept, what one takes away is removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import bria
from editor import selections
from editor.forms import OUTDATED
from editor.imaging import masking
from editor.models import Job, Revision
from editor.selections import Selection, SelectionField, Step
from editor.service import backends, parts

MOST_STROKES = 400
HINT_SIDE = 1024  # pixels of a mask's longer side: finer than the engine, which looks at pictures in small


class StrokesField(SelectionField):
    """Strokes as the page sends them: a JSON list of steps; cleaned it is the same, every number in its range."""

    most_steps = MOST_STROKES
    may_be_empty = True
    default_error_messages = {
        "unreadable": _("The strokes could not be read. Clear them, then paint again."),
        "many": _("These are too many strokes. Undo some, or use a wider brush."),
    }

    def read(self, data: Any) -> Selection:
        """The strokes as a selection."""
        return selections.read_selection({"steps": [convert_stroke(entry) for entry in data]})

    def clean(self, value: Any) -> list[Step]:
        """The strokes, the first one first."""
        return list(super().clean(value).get("steps", []))


class SubjectForm(forms.Form):
    """What all tools of a background may be told about the subject; ``visual`` is that which the regions are of."""

    strokes = StrokesField(required=False)
    mask_ids = forms.RegexField(r"^\d{1,5}(,\d{1,5})*$", required=False, error_messages=OUTDATED)
    visual = forms.IntegerField(min_value=1, required=False, error_messages=OUTDATED)

    def clean_mask_ids(self) -> list[int]:
        """The ids, each once, in ascending order."""
        return selections.read_ids(self.cleaned_data["mask_ids"])

    @property
    def cleaned_hints(self) -> dict[str, Any]:
        """What was said of the subject, as a job keeps it: the fields that were filled in."""
        return {name: value for name in SubjectForm.base_fields if (value := self.cleaned_data.get(name))}


def convert_stroke(entry: Mapping[str, Any]) -> Step:
    """A stroke as a step of a selection.

    Strokes used to be ``{"kind": "keep", "width": 12, "points": […]}`` or ``{"kind": "remove", "regions": […]}``. Jobs
    of that time that wait, or can be done again, hold such, and a page that was open over the update posts them.
    """
    kind = entry["kind"]
    if kind not in ("keep", "remove"):
        return entry
    if "regions" in entry:
        return {"kind": "regions", "add": kind == "keep", "ids": entry["regions"]}
    return {"kind": "brush", "add": kind == "keep", "radius": entry["width"] / 2, "points": entry["points"]}


@dataclass(frozen=True)
class SubjectHints:
    """What a person said of one revision's subject; ``params`` are ``SubjectForm.cleaned_hints``."""

    revision: Revision
    params: Mapping[str, Any]

    @property
    def strokes(self) -> list[Step]:
        """The strokes, the first one first."""
        return [convert_stroke(entry) for entry in self.params.get("strokes", [])]

    @property
    def subject(self) -> list[int]:
        """The regions that are the subject; empty where none were named."""
        return list(self.params.get("mask_ids", []))

    @property
    def is_known_by_number(self) -> bool:
        """True where the engine found the regions in this very image, and means the same by their ids."""
        visual = self.revision.visual
        is_same = self.revision.is_base and visual is not None and visual.backend == backends.current().key
        return is_same and parts.go_by_id(self.subject)

    @property
    def subject_steps(self) -> list[Step]:
        """The subject's regions as strokes: all is to be removed but they."""
        if not self.subject:
            return []
        frame = [0, 0, self.revision.width, self.revision.height]
        return [
            {"kind": "box", "add": False, "points": frame},
            {"kind": "regions", "add": True, "ids": self.subject},
        ]

    def draw(self) -> bria.Hints | None:
        """The same as the engine takes it, as masks; None where nothing was said.

        Regions go by their numbers only where the revision is the very image that the engine found them in.

        Raises:
            Failure: a region is not there any more.
        """
        steps = [*self.subject_steps, *self.strokes]
        if not steps:
            return None
        labels = selections.read_named_labels(self.revision, {"visual": self.params.get("visual"), "steps": steps})
        by_number = bool(self.subject) and self.is_known_by_number
        size = (self.revision.height, self.revision.width)
        keep, remove = masking.draw_marks(self.strokes if by_number else steps, size, labels, HINT_SIDE)
        return bria.Hints(keep=keep, remove=remove, mask_ids=tuple(self.subject) if by_number else ())


def draw_hints(job: Job) -> bria.Hints | None:
    """What a job says of its revision's subject; raises what ``SubjectHints.draw`` does."""
    return SubjectHints(job.base, job.params).draw()
