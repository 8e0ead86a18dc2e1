"""The tool "increase_resolution": twice or four times as many pixels each way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import bria
from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused, checked
from editor.sentences import sentence
from editor.service import capabilities
from editor.tools import image_edit
from editor.tools.framing import FACTORS, Framing


class EnlargeForm(forms.Form):
    """How many times as long the sides become."""

    factor = forms.TypedChoiceField(
        choices=[(factor, f"{factor}×") for factor in FACTORS],
        coerce=int,
        initial=FACTORS[0],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("A picture can be enlarged 2 or 4 times.")),
    )


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The factor.

    Raises:
        Refused: it is none, or the picture cannot be enlarged so much.
    """
    form = EnlargeForm(request.POST)
    checked(form)
    factor: int = form.cleaned_data["factor"]
    reason = Framing(base, capabilities.abilities()).reason(factor)
    if reason:
        raise Refused("factor", reason)
    return {"factor": factor}


def enlarge(running: Running) -> EditResult:
    """Have the picture enlarged.

    Raises:
        Failure: the engine failed.
    """
    factor = int(running.job.params["factor"])
    running.step("Enlarging")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_increase_resolution(image, factor)

    return image_edit.made(running, "increase_resolution", submit, sentence("Enlarged {factor} times", factor=factor))
