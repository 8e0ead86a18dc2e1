"""The tools of the panel "Background": take it away, put it out of focus, or put another one behind the subject."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import bria
from editor import files
from editor.history.results import EditResult
from editor.http import DECODING
from editor.imaging import uploads
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused, checked
from editor.service import capabilities
from editor.tools import image_edit
from editor.tools.paint_form import PaintForm, in_full
from editor.tools.subject_hints import SubjectForm, Told

STRENGTHS = (1, 5)  # of a blur, as the API has it
USUAL_STRENGTH = 3
HEX = r"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"
NO_COLOUR = _("This is no colour code. Write one such as #4080c0.")


class RemoveForm(SubjectForm):
    """Make everything but the subject transparent."""


class BlurForm(SubjectForm):
    """Put everything but the subject out of focus."""

    scale = forms.IntegerField(
        min_value=STRENGTHS[0],
        max_value=STRENGTHS[1],
        initial=USUAL_STRENGTH,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("The strength is a number from 1 to 5.")
        ),
    )


class ColourField(forms.RegexField):
    """A colour code, made into "#rrggbb"."""

    def __init__(self, initial: str) -> None:
        super().__init__(HEX, initial=initial, required=False, error_messages={"invalid": NO_COLOUR})

    def clean(self, value: Any) -> str:
        """The code in full, in small letters."""
        digits = str(super().clean(value)).removeprefix("#")
        return in_full(digits) if digits else ""


class ReplaceForm(PaintForm, SubjectForm):
    """What to put behind the subject: ``behind`` says which of the other fields counts."""

    CHOICE = "behind"
    BEHIND = {"colour": _("Colour"), "gradient": _("Gradient"), "picture": _("Picture"), "prompt": _("Words")}
    NEEDED = {
        "colour": {"colour": _("Choose a colour.")},
        "gradient": {"first": _("Choose the first colour."), "second": _("Choose the second colour.")},
        "picture": {"picture": _("Choose a picture to put behind the subject.")},
        "prompt": {"prompt": _("Write what should be behind the subject.")},
    }

    behind = forms.ChoiceField(choices=BEHIND, initial="colour")
    colour = ColourField("#ffffff")
    first = ColourField("#dbe8f5")
    second = ColourField("#7f9dbf")
    picture = forms.FileField(required=False, allow_empty_file=True)


def read_remove(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What is said of the subject.

    Raises:
        Refused: it cannot be read.
    """
    form = RemoveForm(request.POST)
    checked(form)
    return form.said


def read_blur(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """How much to blur, and what is said of the subject.

    Raises:
        Refused: a value is wrong.
    """
    form = BlurForm(request.POST)
    checked(form)
    return {"scale": form.cleaned_data["scale"], **form.said}


def read_replace(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What to put behind the subject, as a ``prompt`` or the name of a stored ``backdrop``.

    Raises:
        Refused: a value is wrong or missing, the picture cannot be used, or the engine does not take free words.
    """
    form = ReplaceForm(request.POST, request.FILES)
    checked(form)
    free = capabilities.abilities()["replace_background_by_prompt"]
    if form.cleaned_data["behind"] == "prompt" and not free.available:
        raise Refused("prompt", free.reason)
    behind = {"prompt": form.paint} if form.paint else {"backdrop": stored(form.cleaned_data["picture"])}
    return {**behind, **form.said}


def stored(upload: Any) -> str:
    """The name of the file that now holds an uploaded picture.

    Raises:
        Refused: the picture is too large, damaged or none.
    """
    try:
        with DECODING:
            return files.store(uploads.accept(upload.read(), upload.name).image_png, ".png")
    except uploads.UploadRefused as error:
        raise Refused("picture", str(error)) from error


def remove(running: Running) -> EditResult:
    """Make everything but the subject transparent.

    Raises:
        Failure: the engine failed, or a region is not there any more.
    """
    hints = hints_of(running)
    running.step("Removing the background")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_remove_background(image, hints=hints)

    return image_edit.made(running, "remove_background", submit, gettext_noop("Removed the background"))


def blur(running: Running) -> EditResult:
    """Put everything but the subject out of focus.

    Raises:
        Failure: the engine failed, or a region is not there any more.
    """
    hints, scale = hints_of(running), int(running.job.params["scale"])
    running.step("Blurring the background")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_blur_background(image, scale, hints=hints)

    return image_edit.made(running, "blur_background", submit, gettext_noop("Blurred the background"))


def replace(running: Running) -> EditResult:
    """Put the subject before a colour, a gradient, another picture, or what words say.

    Raises:
        Failure: the engine failed, or a region is not there any more.
    """
    hints, params = hints_of(running), running.job.params
    prompt = params.get("prompt")
    backdrop = None if prompt else files.read(params["backdrop"])
    running.step("Replacing the background")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_replace_background(image, prompt, backdrop, original_quality=True, hints=hints)

    return image_edit.made(running, "replace_background", submit, gettext_noop("Replaced the background"))


def hints_of(running: Running) -> bria.Hints | None:
    """What the job says of the subject."""
    return Told(running.job.base, running.job.params).hints()
