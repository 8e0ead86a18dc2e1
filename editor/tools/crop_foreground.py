"""The tool "crop_foreground": only the subject of a picture, with an even margin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

import bria
from editor import files
from editor.history.results import EditResult
from editor.imaging import cutouts, pixels
from editor.imaging.cutouts import Box, Cutout
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.service import capabilities
from editor.service.backends import Backend
from editor.tools import background_preview, image_edit
from editor.tools.framing import Framing, megapixels
from editor.tools.tool import Tool

LONGEST_PADDING = 10_000  # pixels, or percent; what that may lead to is limited besides
NUMBER = gettext_lazy("Enter a whole number, 0 or more.")
NO_SUBJECT = gettext_noop("No clear subject was found in this picture.")
FULL = gettext_noop("The subject fills the whole picture, so there is nothing to crop.")


class CropForegroundForm(forms.Form):
    """How much to leave around the subject, in pixels or percent of the picture's shorter side.

    ``background``: "keep" leaves the picture as it is inside the crop, "remove" cuts the subject out.
    """

    UNITS = {"px": gettext_lazy("px"), "percent": gettext_lazy("%")}
    BACKGROUNDS = {"keep": gettext_lazy("Keep"), "remove": gettext_lazy("Remove")}
    INVALID = dict.fromkeys(("required", "invalid", "min_value", "max_value", "invalid_choice"), NUMBER)

    padding = forms.IntegerField(min_value=0, max_value=LONGEST_PADDING, initial=5, error_messages=INVALID)
    unit = forms.ChoiceField(choices=UNITS, initial="percent")
    background = forms.ChoiceField(choices=BACKGROUNDS, initial="keep")

    def padding_pixels(self, base: Revision) -> int:
        """The padding in pixels of the revision."""
        padding: int = self.cleaned_data["padding"]
        share = min(base.width, base.height) / 100
        return padding if self.cleaned_data["unit"] == "px" else round(padding * share)


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The padding in pixels, and whether the background stays.

    Raises:
        Refused: a value is wrong, or the padding leads to too large a picture.
    """
    form = CropForegroundForm(request.POST)
    require_valid(form)
    padding, most = form.padding_pixels(base), Framing(base, capabilities.abilities()).most_result
    if padding > max(base.width, base.height):
        raise Refused(
            "padding", _("At most {most} pixels, the picture's longer side.").format(most=max(base.width, base.height))
        )
    if (base.width + 2 * padding) * (base.height + 2 * padding) > most:
        raise Refused("padding", _("The result could have more than {most} megapixels.").format(most=megapixels(most)))
    return {"padding": padding, "background": form.cleaned_data["background"]}


def run(running: Running) -> EditResult:
    """Crop to the subject.

    Raises:
        Failure: there is none, it fills the picture, or the engine failed.
    """
    running.step("Cropping")
    padding = int(running.job.params["padding"])
    if running.job.params["background"] == "remove":
        return cut_out_subject(running, padding)
    return crop_around_subject(running, padding)


def cut_out_subject(running: Running, padding: int) -> EditResult:
    """The subject on nothing; padding beyond the picture is clear, so that it is even."""

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_crop_foreground(image, padding)

    return image_edit.edit_image(running, "crop_foreground", submit, gettext_noop("Cut out and cropped the subject"))


def crop_around_subject(running: Running, padding: int) -> EditResult:
    """The picture itself around its subject, pixel for pixel; padding ends at its edges."""

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_remove_background(image)

    def finish(backend: Backend, revision: Revision, cutout: bytes) -> bytes:
        return crop_to_subject(revision, cutout, padding)

    title = gettext_noop("Cropped to the subject")
    return image_edit.edit_image(running, "remove_background", submit, title, finish=finish)


def crop_to_subject(revision: Revision, cutout: bytes, padding: int) -> bytes:
    """The part of a revision that a cut-out of it, perhaps at another size, shows, and ``padding`` pixels around.

    Raises:
        Failure: it shows nothing, or all, or is no picture.
    """
    size = (revision.width, revision.height)
    try:
        subject = require_subject(Cutout.open(cutout), size)
    except pixels.NotAPicture as error:
        raise Failure("The service's result could not be used.", "unusable") from error
    box = pad_box(subject, padding, size)
    if box == (0, 0, *size):
        raise Failure(FULL, "rejected")
    return cutouts.crop(files.read(revision.image), box)


def require_subject(cutout: Cutout, size: tuple[int, int]) -> Box:
    """The box around what a cut-out of a picture of ``size`` (width, height) shows.

    Raises:
        Failure: it shows nothing.
    """
    box = cutout.find_subject(size)
    if box is None:
        raise Failure(NO_SUBJECT, "rejected")
    return box


def pad_box(box: Box, padding: int, size: tuple[int, int]) -> Box:
    """A box with ``padding`` more pixels on every side, as far as the picture of ``size`` (width, height) goes."""
    left, top, right, bottom = box
    return max(0, left - padding), max(0, top - padding), min(size[0], right + padding), min(size[1], bottom + padding)


def preview_subject(revision: Revision, asker: str) -> Mapping[str, int]:
    """About where the subject is, for the owner ``asker``: left, top, right and bottom in pixels of the revision.

    Raises:
        Failure: there is none, or the engine failed.
    """
    box = require_subject(background_preview.request_cutout(revision, {}, asker), (revision.width, revision.height))
    return dict(zip(("left", "top", "right", "bottom"), box, strict=True))


TOOL = Tool("crop_foreground", "crop_foreground", gettext_lazy("Cropping"), read, run, CropForegroundForm)
