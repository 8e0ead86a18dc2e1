"""The tool "remove_background": everything but the subject becomes transparent."""

from __future__ import annotations

from typing import Any

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


class RemoveBackgroundForm(SubjectForm):
    """Nothing beside what is said of the subject."""


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What is said of the subject.

    Raises:
        Refused: it cannot be read.
    """
    form = RemoveBackgroundForm(request.POST)
    require_valid(form)
    return form.cleaned_hints


def run(running: Running) -> EditResult:
    """Have the subject cut out.

    Raises:
        Failure: the engine failed, or a region is not there any more.
    """
    hints = draw_hints(running.job)
    running.step("Removing the background")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_remove_background(image, hints=hints)

    return image_edit.edit_image(running, "remove_background", submit, gettext_noop("Removed the background"))


TOOL = Tool("remove_background", "background", _("Removing the background"), read, run, RemoveBackgroundForm)
