"""What is proposed for the revision shown, as the panels list it: spots, and other fills of an erased place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from editor.history import fills
from editor.models import Job
from editor.refusals import Refusal
from editor.tools import find_spots, spots
from editor.words import SENTENCES

# The thirds of a picture's height and width, as ``editor.words`` names its places.
ROWS, COLUMNS = ("top", "centre", "bottom"), ("left", "centre", "right")


@dataclass(frozen=True)
class SpotChoice:
    """A spot in the list: its number from 1, its box (x, y, width, height) in pixels of the picture, where that lies in
    words, how surely it is a spot in percent, and whether it is ticked."""

    number: int
    box: Sequence[int]
    place: str
    percent: int
    accepted: bool

    @property
    def name(self) -> str:
        """What its field is called."""
        return spots.field_name(self.number)


def list_spots(job: Job | None, refusal: Refusal | None) -> list[SpotChoice]:
    """What a job found, ticked as in a form that was refused, or all."""
    if job is None:
        return []
    posted = refusal.posted if refusal and refusal.tool == spots.TOOL.slug else None
    size = (job.base.width, job.base.height)
    return [
        SpotChoice(
            number=number,
            box=spot.box,
            place=describe_place(spot.box, size),
            percent=round(100 * spot.score),
            accepted=posted is None or spots.field_name(number) in posted,
        )
        for number, spot in enumerate(find_spots.list_spots(job), start=1)
    ]


def describe_place(box: Sequence[int], size: tuple[int, int]) -> str:
    """Where the middle of a box lies in a picture of ``size`` (width, height)."""
    column, row = (min(2, int(3 * (box[side] + box[side + 2] / 2) / size[side])) for side in (0, 1))
    return str(SENTENCES[f"place-{ROWS[row]}-{COLUMNS[column]}"])


@dataclass(frozen=True)
class FillChoice:
    """A fill beside others: by which name it is chosen, what it is called, and where its picture is."""

    key: str
    label: str
    address: str


def list_fills(job: Job | None) -> list[FillChoice]:
    """The fill that is shown and those that a job proposes instead; none where there is no other."""
    kept = fills.list_fills(job) if job else []
    if job is None or not kept:
        return []
    others = [(fill["variant"], gettext("Fill {number}").format(number=place)) for place, fill in enumerate(kept, 2)]
    return [
        FillChoice(str(key), label, reverse("fill", args=[job.picture_id, job.pk, key]))
        for key, label in [(fills.FIRST, gettext("Keep this one")), *others]
    ]
