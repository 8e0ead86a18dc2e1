"""The tool "expand": a larger canvas around a picture, which the engine continues to its edges."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import bria
from editor import files
from editor.history.results import EditResult
from editor.imaging import canvases, pixels
from editor.imaging.canvases import Size
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.sentences import sentence
from editor.service import capabilities, paid_calls
from editor.service.backends import Backend
from editor.tools import image_edit
from editor.tools.framing import Framing, megapixels
from editor.tools.paint_form import LONGEST_PROMPT
from editor.tools.tool import Tool

LONGEST_SIDE = 100_000  # pixels; only keeps numbers sensible, the area is what is limited
WHOLE = gettext_lazy("Enter a whole number of pixels.")


def pixels_field(least: int) -> forms.IntegerField:
    """A number of pixels."""
    names = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(min_value=least, max_value=LONGEST_SIDE, error_messages=dict.fromkeys(names, WHOLE))


class ExpandForm(forms.Form):
    """The canvas and how far from its left and top the picture stands, in pixels of the picture.

    ``shrink``: a canvas that is too large is scaled down with everything on it. ``prompt``: what the new part shows.
    The panel offers RATIOS, width to height, and ANCHORS: how much of what is new lies left of and above the picture.
    """

    RATIOS = ("1:1", "4:3", "3:2", "16:9", "9:16", "4:5", "2:3")
    ANCHORS = (
        ("0 0", gettext_lazy("Top left")),
        ("0.5 0", gettext_lazy("Top centre")),
        ("1 0", gettext_lazy("Top right")),
        ("0 0.5", gettext_lazy("Centre left")),
        ("0.5 0.5", gettext_lazy("Centre")),
        ("1 0.5", gettext_lazy("Centre right")),
        ("0 1", gettext_lazy("Bottom left")),
        ("0.5 1", gettext_lazy("Bottom centre")),
        ("1 1", gettext_lazy("Bottom right")),
    )
    NUMBERS = ("width", "height", "left", "top")

    width = pixels_field(1)
    height = pixels_field(1)
    left = pixels_field(0)
    top = pixels_field(0)
    shrink = forms.BooleanField(required=False)
    prompt = forms.CharField(max_length=LONGEST_PROMPT, required=False)


@dataclass(frozen=True)
class Frame:
    """A ``canvas`` (width, height) with a picture of ``size`` at ``place`` (from the left, from the top)."""

    canvas: Size
    size: Size
    place: Size

    @property
    def area(self) -> int:
        """Pixels of the canvas."""
        return self.canvas[0] * self.canvas[1]

    def within(self, most: int) -> Frame:
        """The same scaled down to at most ``most`` pixels; a side where nothing is new keeps none."""
        scale = min(1.0, math.sqrt(most / self.area))
        across, down = (scale_axis(*axis, scale) for axis in zip(self.canvas, self.size, self.place, strict=True))
        return Frame((across[0], down[0]), (across[1], down[1]), (across[2], down[2]))


def scale_axis(canvas: int, size: int, place: int, scale: float) -> tuple[int, int, int]:
    """The three lengths of one axis, scaled down."""
    whole = max(1, math.floor(canvas * scale))
    start = min(round(place * scale), whole - 1)
    after = round((canvas - size - place) * scale)
    return whole, max(1, whole - start - after), start


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """Where the picture stands on which canvas, and what the new part shows.

    Raises:
        Refused: the picture does not fit, nothing is new, the canvas is too large, or words are not understood.
    """
    form = ExpandForm(request.POST)
    require_valid(form)
    data = form.cleaned_data
    frame = Frame((data["width"], data["height"]), (base.width, base.height), (data["left"], data["top"]))
    framing = Framing(base, capabilities.abilities())
    refuse_misfit(frame)
    if frame.area > framing.most_canvas and not data["shrink"]:
        raise Refused("width", size_error(frame, framing.most_canvas))
    words = framing.abilities["expand_by_prompt"]
    if data["prompt"] and not words.available:
        raise Refused("prompt", words.reason)
    frame = frame.within(framing.most_canvas)
    return {"canvas": frame.canvas, "size": frame.size, "place": frame.place, "prompt": data["prompt"]}


def refuse_misfit(frame: Frame) -> None:
    """Have the whole picture on the canvas, and something new beside it.

    Raises:
        Refused: it is not so, at the field to change.
    """
    too_small = {"width": _("The picture is {size} pixels wide."), "height": _("The picture is {size} pixels high.")}
    axes = zip(too_small.items(), ("left", "top"), frame.canvas, frame.size, frame.place, strict=True)
    for (name, error), start, canvas, size, place in axes:
        if canvas < size:
            raise Refused(name, error.format(size=size))
        if place + size > canvas:
            raise Refused(start, _("At this size the maximum is {most}.").format(most=canvas - size))
    if frame.canvas == frame.size:
        raise Refused("width", _("The canvas is no larger than the picture. Drag a side, or choose a ratio."))


def size_error(frame: Frame, most: int) -> str:
    """What to do about a canvas that is too large."""
    if frame.size[0] * frame.size[1] >= most:
        return _("The picture alone has {has} megapixels; the limit is {most}. Let the result be scaled down.").format(
            has=megapixels(frame.size[0] * frame.size[1]), most=megapixels(most)
        )
    return _(
        "That is {has} megapixels; the limit is {most}. Choose a smaller size, or let the result be scaled down."
    ).format(has=megapixels(frame.area), most=megapixels(most))


def run(running: Running) -> EditResult:
    """Put the picture on its canvas and have the rest made up.

    Raises:
        Failure: the engine failed.
    """
    params = running.job.params
    frame = Frame(
        *((int(across), int(down)) for across, down in (params[name] for name in ("canvas", "size", "place")))
    )
    running.step("Expanding")

    def submit(client: bria.Bria, image: bytes) -> str:
        placement = bria.Placement(frame.canvas, frame.size, frame.place)
        return client.submit_expand(image, placement, params.get("prompt") or None)

    def finish(backend: Backend, revision: Revision, result: bytes) -> bytes:
        return keep_picture(backend, revision.image, (revision.width, revision.height), result, frame)

    title = sentence("Expanded to {width} × {height}", width=frame.canvas[0], height=frame.canvas[1])
    return image_edit.edit_image(running, "expand", submit, title, finish=finish)


def keep_picture(backend: Backend, image: str, size: Size, result: bytes, frame: Frame) -> bytes:
    """The result as a revision's PNG; the picture itself, a stored image of that size, stays as it was, unless it was
    scaled.

    Raises:
        Failure: the result cannot be used.
    """
    if backend.lossless or frame.size != size:
        return paid_calls.compose_revision(backend, image, result, None)
    try:
        return canvases.restore_picture(result, files.read(image), frame.canvas, frame.place)
    except pixels.NotAPicture as error:
        raise Failure(sentence("The service's result could not be used."), "unusable") from error


TOOL = Tool("expand", "expand", gettext_lazy("Expanding"), read, run, ExpandForm)
