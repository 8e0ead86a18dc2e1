"""The tool "spots": the spots that were proposed and accepted are erased together, by one mask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor import files, proposals
from editor.forms import OUTDATED
from editor.history.results import EditResult
from editor.imaging import spots
from editor.jobs.running import Running
from editor.models import Job, Revision
from editor.refusals import Refused, require_valid
from editor.sentences import plural
from editor.tools import erase, find_spots
from editor.tools.tool import Tool


class SpotsForm(forms.Form):
    """Which job proposed the spots; those that are ticked are fields of their own (``field_name``)."""

    found = forms.UUIDField(error_messages=OUTDATED)


def field_name(number: int) -> str:
    """The field of a spot, counted from 1 in the order of the picture."""
    return f"spot-{number}"


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The accepted spots, by their places among all that were proposed, and the mask of all.

    Raises:
        Refused: none is accepted, or they are of another state of the picture.
    """
    form = SpotsForm(request.POST)
    require_valid(form)
    job = Job.objects.filter(pk=form.cleaned_data["found"], kind=proposals.KIND, base=base).first()
    found = find_spots.list_spots(job) if job else []
    if job is None or not found or not files.exists(job.received["mask"]):
        raise Refused("found", gettext("These spots aren't known any more. Look for them again."))
    accepted = [place for place in range(len(found)) if field_name(place + 1) in request.POST]
    if not accepted:
        raise Refused("", gettext("Accept at least one spot."))
    return {"found": job.received["mask"], "boxes": [spot.box for spot in found], "accepted": accepted}


def run(running: Running) -> EditResult:
    """Erase the accepted spots in one step; what the revision keeps of them is their mask, and how many they are.

    Raises:
        Failure: as ``erase.run``.
    """
    params = running.job.params
    count = len(params["accepted"])
    mask = files.store(spots.draw_accepted(files.read(params["found"]), params["boxes"], params["accepted"]), ".png")
    erasure = erase.read_erasure(running.job.base, {"mask": mask})
    title = plural("Removed {count} spot", "Removed {count} spots", count)
    return replace(erase.carry_out(running, erasure), title=title, params={"mask": mask, "count": count})


TOOL = Tool("spots", "spots", _("Erasing"), read, run)
