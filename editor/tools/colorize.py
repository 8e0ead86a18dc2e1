"""The tool "colorize": the picture in black and white, or in sepia."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import bria
from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.service import capabilities
from editor.tools import image_edit
from editor.tools.tool import Tool

TITLES = {
    "black_and_white": gettext_noop("Made it black and white"),
    "sepia_vintage": gettext_noop("Made it sepia"),
}


class ColorizeForm(forms.Form):
    """The look."""

    LOOKS = {"black_and_white": _("Black and white"), "sepia_vintage": _("Sepia")}

    look = forms.ChoiceField(
        choices=LOOKS,
        initial="black_and_white",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a look.")),
    )


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The look.

    Raises:
        Refused: it is none, or the engine has none.
    """
    form = ColorizeForm(request.POST)
    require_valid(form)
    ability = capabilities.abilities()["colorize"]
    if not ability.available:
        raise Refused("", ability.reason)
    return {"look": form.cleaned_data["look"]}


def run(running: Running) -> EditResult:
    """Have the look applied.

    Raises:
        Failure: the engine failed.
    """
    look = str(running.job.params["look"])
    running.step("Changing the look")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_colorize(image, look)

    return image_edit.edit_image(running, "colorize", submit, TITLES[look])


TOOL = Tool("colorize", "colorize", _("Changing the look"), read, run, ColorizeForm)
