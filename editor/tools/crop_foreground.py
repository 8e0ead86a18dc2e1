"""The tool "crop_foreground": only the subject of a picture, with an even margin."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from PIL import Image, ImageChops

import bria
from editor import files
from editor.history.results import EditResult
from editor.imaging import pixels
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.refusals import Refused, checked
from editor.service import capabilities
from editor.service.backends import Backend
from editor.tools import background_preview, image_edit
from editor.tools.framing import Framing, megapixels

LONGEST_PADDING = 10_000  # pixels, or percent; what that may lead to is limited besides
FAINTEST = 10  # of 255: fainter alpha is haze that cut-outs leave behind, as the studio's engine has it
NUMBER = gettext_lazy("This is a whole number, 0 or more.")
NOBODY = gettext_noop("No subject stands out in this picture.")
FULL = gettext_noop("The subject fills the whole picture, so there is nothing to crop.")

Box = tuple[int, int, int, int]  # left, top, right, bottom


class CropForm(forms.Form):
    """How much to leave around the subject, in pixels or percent of the picture's shorter side.

    ``background``: "keep" leaves the picture as it is inside the crop, "remove" cuts the subject out.
    """

    UNITS = {"px": gettext_lazy("px"), "percent": gettext_lazy("%")}
    BACKGROUNDS = {"keep": gettext_lazy("Keep"), "remove": gettext_lazy("Remove")}
    INVALID = dict.fromkeys(("required", "invalid", "min_value", "max_value", "invalid_choice"), NUMBER)

    padding = forms.IntegerField(min_value=0, max_value=LONGEST_PADDING, initial=5, error_messages=INVALID)
    unit = forms.ChoiceField(choices=UNITS, initial="percent")
    background = forms.ChoiceField(choices=BACKGROUNDS, initial="keep")

    def pixels(self, base: Revision) -> int:
        """The padding in pixels of the revision."""
        padding: int = self.cleaned_data["padding"]
        share = min(base.width, base.height) / 100
        return padding if self.cleaned_data["unit"] == "px" else round(padding * share)


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The padding in pixels, and whether the background stays.

    Raises:
        Refused: a value is wrong, or the padding leads to too large a picture.
    """
    form = CropForm(request.POST)
    checked(form)
    padding, most = form.pixels(base), Framing(base, capabilities.abilities()).most_result
    if padding > max(base.width, base.height):
        raise Refused(
            "padding", _("At most the picture's longer side: {most} pixels.").format(most=max(base.width, base.height))
        )
    if (base.width + 2 * padding) * (base.height + 2 * padding) > most:
        raise Refused("padding", _("That may lead to more than {most} megapixels.").format(most=megapixels(most)))
    return {"padding": padding, "background": form.cleaned_data["background"]}


def crop(running: Running) -> EditResult:
    """Crop to the subject.

    Raises:
        Failure: there is none, it fills the picture, or the engine failed.
    """
    running.step("Cropping")
    padding = int(running.job.params["padding"])
    if running.job.params["background"] == "remove":
        return cut_out(running, padding)
    return cropped(running, padding)


def cut_out(running: Running, padding: int) -> EditResult:
    """The subject on nothing; padding beyond the picture is clear, so that it is even."""

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_crop_foreground(image, padding)

    return image_edit.made(running, "crop_foreground", submit, gettext_noop("Cut out and cropped the subject"))


def cropped(running: Running, padding: int) -> EditResult:
    """The picture itself around its subject, pixel for pixel; padding ends at its edges."""

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_remove_background(image)

    def finish(backend: Backend, revision: Revision, cutout: bytes) -> bytes:
        return part_of(files.read(revision.image), cutout, padding)

    return image_edit.made(running, "remove_background", submit, gettext_noop("Cropped to the subject"), finish=finish)


def part_of(picture: bytes, cutout: bytes, padding: int) -> bytes:
    """The part of a picture that a cut-out of it, perhaps at another size, shows, and ``padding`` pixels around.

    Raises:
        Failure: it shows nothing, or all.
    """
    image = pixels.opened(picture)
    box = padded(subject_box(alpha_of(cutout), image.size), padding, image.size)
    if box == (0, 0, *image.size):
        raise Failure(FULL, "rejected")
    part = image.crop(box)
    part.info["icc_profile"] = image.info.get("icc_profile")
    return pixels.png(part)


def alpha_of(cutout: bytes) -> Image.Image:
    """How opaque a cut-out is.

    Raises:
        Failure: it is no picture.
    """
    try:
        return pixels.opened(cutout).convert("RGBA").getchannel("A")
    except pixels.NotAPicture as error:
        raise Failure("The service's result could not be used.", "unusable") from error


def subject_box(alpha: Image.Image, size: tuple[int, int]) -> Box:
    """The smallest box around what shows, in pixels of a picture of ``size`` (width, height).

    Raises:
        Failure: nothing does.
    """
    box = alpha.point(lambda value: 255 * (value > FAINTEST)).getbbox()
    if box is None:
        raise Failure(NOBODY, "rejected")
    across, down = size[0] / alpha.width, size[1] / alpha.height
    return int(box[0] * across), int(box[1] * down), math.ceil(box[2] * across), math.ceil(box[3] * down)


def padded(box: Box, padding: int, size: tuple[int, int]) -> Box:
    """A box with ``padding`` more pixels on every side, as far as the picture goes."""
    left, top, right, bottom = box
    return max(0, left - padding), max(0, top - padding), min(size[0], right + padding), min(size[1], bottom + padding)


def preview(revision: Revision) -> Mapping[str, int]:
    """About where the subject is: left, top, right and bottom in pixels of the revision.

    Raises:
        Failure: there is none, or the engine failed.
    """
    veil = pixels.opened(background_preview.veil(revision, {})).getchannel("A")
    box = subject_box(ImageChops.invert(veil), (revision.width, revision.height))
    return dict(zip(("left", "top", "right", "bottom"), box, strict=True))
