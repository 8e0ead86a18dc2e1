"""What a person says of a picture's subject: strokes over what to keep and what to remove, and regions that are it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from PIL import Image, ImageDraw

import bria
from editor import files
from editor.forms import OUTDATED
from editor.imaging import panoptic, pixels
from editor.imaging.regions import LabelMap
from editor.jobs.running import Failure
from editor.models import Revision
from editor.service import backends

KINDS = {"keep": 1, "remove": 2}  # and their values in a drawing, where 0 is "nothing said"
MOST_STROKES = 400
MOST_NUMBERS = 20_000  # coordinates of all strokes together: hours of painting, and 150 kB in a job's row
MOST_REACH = 40_000.0  # pixels: beyond any picture, with room for strokes that leave it
DRAWN_SIDE = 1024  # pixels of a drawing's longer side: finer than the engine, which looks at pictures in small
CHANGED = gettext_noop("The regions of this picture have changed meanwhile. Select again.")
GONE = gettext_noop("Some of these regions are not there any more. Select again.")

Strokes = Sequence[Mapping[str, Any]]
Size = tuple[int, int]  # width, height


class StrokesField(forms.CharField):
    """Strokes as the page sends them: JSON, a list of ``{"kind": "keep", "width": 12, "points": [column, row, …]}``.

    All numbers are pixels of the revision. A mark by regions is ``{"kind": "remove", "regions": [3, 7]}``.
    """

    default_error_messages = {
        "strokes": _("The strokes could not be read. Clear them, then paint again."),
        "many": _("These are more strokes than the studio takes. Undo some, or use a wider brush."),
    }

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """The strokes, every number in its range."""
        text = super().clean(value)
        try:
            given = json.loads(text or "[]")
            strokes = [stroke_of(entry) for entry in given]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["strokes"]) from error
        numbers = sum(len(stroke.get("points", [])) + len(stroke.get("regions", [])) for stroke in strokes)
        if len(strokes) > MOST_STROKES or numbers > MOST_NUMBERS:
            raise forms.ValidationError(self.error_messages["many"])
        return strokes


class SubjectForm(forms.Form):
    """What all tools of a background may be told about the subject; ``visual`` is that which the regions are of."""

    strokes = StrokesField(required=False)
    mask_ids = forms.RegexField(r"^\d{1,5}(,\d{1,5})*$", required=False, error_messages=OUTDATED)
    visual = forms.IntegerField(min_value=1, required=False, error_messages=OUTDATED)

    def clean_mask_ids(self) -> list[int]:
        """The ids, each once, in ascending order."""
        return sorted({int(text) for text in self.cleaned_data["mask_ids"].split(",") if text})

    @property
    def said(self) -> dict[str, Any]:
        """What was said of the subject, as a job keeps it."""
        return {name: value for name in SubjectForm.base_fields if (value := self.cleaned_data.get(name))}


def stroke_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """One stroke out of JSON, checked.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is none.
    """
    kind = entry["kind"]
    if kind not in KINDS:
        raise ValueError(kind)
    if "regions" in entry:
        return {"kind": kind, "regions": [int(mask_id) for mask_id in entry["regions"]]}
    points = [number_of(value) for value in entry["points"]]
    if len(points) < 2 or len(points) % 2:
        raise ValueError(points)
    return {"kind": kind, "width": max(1.0, number_of(entry["width"])), "points": points}


def number_of(value: Any) -> float:
    """A coordinate or width, to a tenth of a pixel."""
    number = float(value)
    if not math.isfinite(number) or abs(number) > MOST_REACH:
        raise ValueError(number)
    return round(number, 1)


@dataclass(frozen=True)
class Told:
    """What a person said of one revision's subject; ``params`` are those of ``SubjectForm.said``."""

    revision: Revision
    params: Mapping[str, Any]

    @property
    def strokes(self) -> Strokes:
        """The strokes, the first one first."""
        strokes: Strokes = self.params.get("strokes", [])
        return strokes

    @property
    def subject(self) -> list[int]:
        """The regions that are the subject; empty where none were named."""
        return list(self.params.get("mask_ids", []))

    @property
    def named(self) -> set[int]:
        """All regions that are named in any way."""
        return {*self.subject, *(mask_id for stroke in self.strokes for mask_id in stroke.get("regions", []))}

    @property
    def size(self) -> Size:
        """How large strokes are drawn: as the picture, or smaller."""
        width, height = self.revision.width, self.revision.height
        scale = min(1.0, DRAWN_SIDE / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))

    def hints(self) -> bria.Hints | None:
        """The same as the engine is told it; None where nothing was said.

        Regions go by their numbers only where the revision is the very image that the engine found them in.

        Raises:
            Failure: a region is not there any more.
        """
        if not self.strokes and not self.subject:
            return None
        labels = self.labels() if self.named else None
        by_number = bool(self.subject) and self.knows_numbers
        before: Strokes = [] if by_number or not self.subject else [self.all_but_subject, self.whole_subject]
        drawing = drawn([*before, *self.strokes], self.revision, self.size, labels)
        strokes = {name: mask_of(drawing, value) for name, value in KINDS.items()}
        return bria.Hints(**strokes, mask_ids=tuple(self.subject) if by_number else ())

    @property
    def knows_numbers(self) -> bool:
        """True where the engine found the regions in this very image."""
        visual = self.revision.visual
        return self.revision.is_base and visual is not None and visual.backend == backends.current().key

    @property
    def all_but_subject(self) -> dict[str, Any]:
        """A stroke over the whole picture, for what stands on it later."""
        width, height = self.revision.width, self.revision.height
        return {"kind": "remove", "width": 2 * height, "points": [0, height / 2, width, height / 2]}

    @property
    def whole_subject(self) -> dict[str, Any]:
        """A mark over the regions that are the subject."""
        return {"kind": "keep", "regions": self.subject}

    def labels(self) -> LabelMap:
        """The label map that the regions are of.

        Raises:
            Failure: there is none (any more), or a region is not in it.
        """
        visual = self.revision.visual
        if visual is None or not visual.regions or self.params.get("visual") != visual.pk:
            raise Failure(CHANGED, "rejected")
        label_map = panoptic.from_wire(files.read(visual.regions))
        if self.named - set(panoptic.ids(label_map)):
            raise Failure(GONE, "rejected")
        return label_map


def drawn(strokes: Strokes, revision: Revision, size: Size, labels: LabelMap | None) -> Image.Image:
    """The strokes on an empty picture of ``size``, each over those before it, by the values of ``KINDS``."""
    drawing = Image.new("L", size)
    pen = ImageDraw.Draw(drawing)
    scale = size[0] / revision.width, size[1] / revision.height
    for stroke in strokes:
        value = KINDS[stroke["kind"]]
        if "regions" not in stroke:
            draw_line(pen, stroke, scale, value)
        elif labels is not None:
            drawing.paste(value, mask=area_of(stroke["regions"], labels, size))
    return drawing


def draw_line(pen: ImageDraw.ImageDraw, stroke: Mapping[str, Any], scale: tuple[float, float], value: int) -> None:
    """One stroke with round ends and corners."""
    points = stroke["points"]
    places = [(x * scale[0], y * scale[1]) for x, y in zip(points[::2], points[1::2], strict=True)]
    width = max(1.0, stroke["width"] * (scale[0] + scale[1]) / 2)
    if len(places) > 1:
        pen.line(places, fill=value, width=round(width))
    for x, y in places:
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=value)


def area_of(mask_ids: Iterable[int], labels: LabelMap, size: Size) -> Image.Image:
    """Regions as a mask of ``size``, 255 inside."""
    mask = pixels.opened(pixels.mask_png(pixels.mask_of(labels, mask_ids)))
    return mask.resize(size, Image.Resampling.NEAREST)


def mask_of(drawing: Image.Image, value: int) -> bytes | None:
    """The pixels of one value as a mask for the engine, a PNG that is white inside; None where there is none."""
    mask = drawing.point([255 * (level == value) for level in range(256)])
    return pixels.png(mask) if mask.getbbox() else None
