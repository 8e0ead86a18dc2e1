"""The tool "gen_fill": what is selected is filled from around it, with a colour, a gradient, or as words say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import bria
from editor import files, selections
from editor.history.results import EditResult
from editor.imaging import colours, pixels
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.sentences import Quote, sentence
from editor.service import capabilities, paid_calls
from editor.service.backends import Backend
from editor.tools import image_edit
from editor.tools.paint_form import COLOUR_CODE, PaintForm, normalize_code
from editor.tools.tool import Tool

SHADES = {"light", "soft", "pastel", "pale", "dark", "deep", "bright"}  # what may stand before a colour's name
NO_COLOUR = _("This isn't a colour. Enter a code such as #4080c0, or words such as “light blue”.")
SURROUNDINGS = "fill from surroundings"  # as the engine of the studio understands it
LONGEST_COLOUR = 40  # characters
LONGEST_TITLE = 60  # characters of a prompt that the history shows


class ColourField(forms.CharField):
    """A colour code, made into "#rrggbb", or a name of CSS in words, such as "sky blue" or "dark green"."""

    def __init__(self, initial: str) -> None:
        super().__init__(initial=initial, required=False, max_length=LONGEST_COLOUR)

    def clean(self, value: Any) -> str:
        """The colour in small letters."""
        words = " ".join(str(super().clean(value)).lower().split())
        if code := COLOUR_CODE.match(words):
            return normalize_code(code[1])
        if words and not is_colour_name(words):
            raise forms.ValidationError(NO_COLOUR)
        return words


def is_colour_name(words: str) -> bool:
    """True for the name of a colour, with or without a shade before it."""
    shade, _, rest = words.partition(" ")
    return colours.is_css_name(words.replace(" ", "")) or (shade in SHADES and bool(rest) and is_colour_name(rest))


class GenFillForm(PaintForm):
    """A selection and what to fill it with: ``fill`` says which of the other fields counts."""

    CHOICE = "fill"
    FILLS = {
        "surroundings": _("Surroundings"),
        "colour": _("Colour"),
        "gradient": _("Gradient"),
        "prompt": _("Words"),
    }
    NEEDED = {
        "colour": {"colour": _("Choose a colour.")},
        "gradient": {"first": _("Choose the first colour."), "second": _("Choose the second colour.")},
        "prompt": {"prompt": _("Describe what the selection should show.")},
    }

    selection = selections.SelectionField()
    fill = forms.ChoiceField(choices=FILLS, initial="surroundings")
    colour = ColourField("#808080")
    first = ColourField("#dbe8f5")
    second = ColourField("#7f9dbf")

    @property
    def words(self) -> str:
        """What to fill with, as a prompt."""
        return self.paint or SURROUNDINGS


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What is selected, and what to fill it with.

    Raises:
        Refused: nothing is selected, a value is wrong or missing, or the engine does not take free words.
    """
    form = GenFillForm(request.POST)
    require_valid(form)
    data = form.cleaned_data
    if error := selections.selection_error(data["selection"], base):
        raise Refused("selection", gettext(error))
    free = capabilities.abilities()["gen_fill_by_prompt"]
    if data["fill"] == "prompt" and not free.available:
        raise Refused("prompt", free.reason)
    return {"selection": data["selection"], "fill": data["fill"], "prompt": form.words}


def run(running: Running) -> EditResult:
    """Have the selection filled; nothing else changes.

    Raises:
        Failure: nothing is selected any more, or the engine failed.
    """
    params = running.job.params
    kind, prompt = params["fill"], params["prompt"]
    area = selections.draw_area(running.job.base, params["selection"], soft=kind == "surroundings")
    running.step("Filling")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_gen_fill(image, area.mask_png, prompt)

    def finish(backend: Backend, revision: Revision, result: bytes) -> bytes:
        image_png = paid_calls.compose_revision(backend, revision.image, result, area.mask_png)
        if area.opacity_png is None:
            return image_png
        return pixels.blend(files.read(revision.image), image_png, area.opacity_png)

    return image_edit.edit_image(running, "gen_fill", submit, describe_fill(kind, prompt), finish=finish)


def describe_fill(kind: str, prompt: str) -> str:
    """What the history calls it."""
    if kind == "prompt":
        short = prompt if len(prompt) <= LONGEST_TITLE else f"{prompt[:LONGEST_TITLE].rstrip()}…"
        return sentence("Filled with {words}", words=Quote(short))
    titles = {
        "surroundings": sentence("Filled from the surroundings"),
        "colour": sentence("Filled with {colour}", colour=prompt),
    }
    return titles.get(kind, sentence("Filled with a gradient"))


TOOL = Tool("gen_fill", "gen_fill", _("Filling"), read, run, GenFillForm)
