"""The tool "blur_background": everything but the subject goes out of focus."""

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
from editor.refusals import require_valid
from editor.tools import image_edit
from editor.tools.subject_hints import SubjectForm, draw_hints
from editor.tools.tool import Tool

STRENGTHS = (1, 5)  # as the API has it
USUAL_STRENGTH = 3


class BlurBackgroundForm(SubjectForm):
    """How much to blur, and what is said of the subject."""

    scale = forms.IntegerField(
        min_value=STRENGTHS[0],
        max_value=STRENGTHS[1],
        initial=USUAL_STRENGTH,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Enter a strength from 1 to 5.")
        ),
    )


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """How much to blur, and what is said of the subject.

    Raises:
        Refused: a value is wrong.
    """
    form = BlurBackgroundForm(request.POST)
    require_valid(form)
    return {"scale": form.cleaned_data["scale"], **form.cleaned_hints}


def run(running: Running) -> EditResult:
    """Have the background blurred.

    Raises:
        Failure: the engine failed, or a region is not there any more.
    """
    hints, scale = draw_hints(running.job), int(running.job.params["scale"])
    running.step("Blurring the background")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_blur_background(image, scale, hints=hints)

    return image_edit.edit_image(running, "blur_background", submit, gettext_noop("Blurred the background"))


TOOL = Tool("blur_background", "background", _("Blurring the background"), read, run, BlurBackgroundForm)
