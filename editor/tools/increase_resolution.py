"""The tool "increase_resolution": twice or four times as many pixels each way.

The studio's engine has two methods, a network for photos and a quicker one; with others there is no choice.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import bria
from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.sentences import sentence
from editor.service import capabilities
from editor.tools import image_edit
from editor.tools.framing import FACTORS, Framing
from editor.tools.tool import Tool


class IncreaseResolutionForm(forms.Form):
    """How many times as long the sides become, and by which method where the engine has two."""

    factor = forms.TypedChoiceField(
        choices=[(factor, f"{factor}×") for factor in FACTORS],
        coerce=int,
        initial=FACTORS[0],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("A picture can be enlarged 2 or 4 times.")),
    )
    method = forms.ChoiceField(choices=[("photo", _("Photo")), ("fast", _("Fast"))], initial="photo", required=False)


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The factor; with an engine that has two methods, whether it is to be ``fast``, and how much there is to do.

    Raises:
        Refused: it is none, or the picture cannot be enlarged so much.
    """
    form = IncreaseResolutionForm(request.POST)
    require_valid(form)
    factor: int = form.cleaned_data["factor"]
    framing = Framing(base, capabilities.abilities())
    reason = framing.reason(factor)
    if reason:
        raise Refused("factor", reason)
    if not framing.photo_pixels:
        return {"factor": factor}
    fast = form.cleaned_data["method"] == "fast" or not framing.takes_photos
    doublings = framing.doublings(factor, fast=fast)
    return {"factor": factor, "fast": fast, "work": doublings.work, "guess": doublings.seconds}


def run(running: Running) -> EditResult:
    """Have the picture enlarged.

    Raises:
        Failure: the engine failed.
    """
    factor, fast = int(running.job.params["factor"]), running.job.params.get("fast")
    running.step("Enlarging")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_increase_resolution(image, factor, fast=bool(fast))

    return image_edit.edit_image(running, "increase_resolution", submit, describe(factor, fast))


def describe(factor: int, fast: bool | None) -> str:
    """The title of an enlargement; ``fast`` is None where the engine has no choice of methods."""
    if fast is None:
        return sentence("Enlarged {factor} times", factor=factor)
    if fast:
        return sentence("Enlarged {factor} times, fast", factor=factor)
    return sentence("Enlarged {factor} times by waifu2x", factor=factor)


TOOL = Tool("increase_resolution", "increase_resolution", _("Enlarging"), read, run, IncreaseResolutionForm)
