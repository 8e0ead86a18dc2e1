"""The tool "replace_background": the subject before a colour, a gradient, another picture, or what words say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import bria
from editor import files
from editor.history.results import EditResult
from editor.imaging import uploads
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.service import backends, capabilities, preparing
from editor.tools import image_edit
from editor.tools.paint_form import ColourCodeField, PaintForm
from editor.tools.subject_hints import SubjectForm, draw_hints
from editor.tools.tool import Tool


class ReplaceBackgroundForm(PaintForm, SubjectForm):
    """What to put behind the subject: ``behind`` says which of the other fields counts."""

    CHOICE = "behind"
    BEHIND = {"colour": _("Colour"), "gradient": _("Gradient"), "picture": _("Picture"), "prompt": _("Words")}
    NEEDED = {
        "colour": {"colour": _("Choose a colour.")},
        "gradient": {"first": _("Choose the first colour."), "second": _("Choose the second colour.")},
        "picture": {"picture": _("Choose a picture to put behind the subject.")},
        "prompt": {"prompt": _("Describe what should be behind the subject.")},
    }

    behind = forms.ChoiceField(choices=BEHIND, initial="colour")
    colour = ColourCodeField("#ffffff")
    first = ColourCodeField("#dbe8f5")
    second = ColourCodeField("#7f9dbf")
    picture = forms.FileField(required=False, allow_empty_file=True)


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What to put behind the subject, as a ``prompt`` or the name of a stored ``backdrop``.

    Raises:
        Refused: a value is wrong or missing, the picture cannot be used, or the engine does not take free words.
    """
    form = ReplaceBackgroundForm(request.POST, request.FILES)
    require_valid(form)
    free = capabilities.abilities()["replace_background_by_prompt"]
    if form.cleaned_data["behind"] == "prompt" and not free.available:
        raise Refused("prompt", free.reason)
    behind = {"prompt": form.paint} if form.paint else {"backdrop": store_backdrop(form.cleaned_data["picture"])}
    return {**behind, **form.cleaned_hints}


def store_backdrop(upload: Any) -> str:
    """The name of the file that now holds an uploaded picture.

    Raises:
        Refused: the picture is too large, damaged or none.
    """
    try:
        return files.store(uploads.accept_in_child(upload.read(), upload.name).image_png, ".png")
    except uploads.UploadRefused as error:
        raise Refused("picture", str(error)) from error


def run(running: Running) -> EditResult:
    """Have the background replaced, at the picture's own size.

    Raises:
        Failure: the engine failed, or a region is not there any more.
    """
    hints, params = draw_hints(running.job), running.job.params
    prompt = params.get("prompt")
    backdrop = None if prompt else preparing.read_image_for(backends.current(), params["backdrop"])
    running.step("Replacing the background")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_replace_background(image, prompt, backdrop, original_quality=True, hints=hints)

    return image_edit.edit_image(running, "replace_background", submit, gettext_noop("Replaced the background"))


TOOL = Tool("replace_background", "background", _("Replacing the background"), read, run, ReplaceBackgroundForm)
