"""The tool "packshot": a product in the middle of a plain frame, and what marketplaces would say of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
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
from editor.service import backends, capabilities
from editor.service.backends import Backend
from editor.tools import image_edit
from editor.tools.paint_form import ColourCodeField
from editor.tools.tool import Tool

SIDE = 2000  # pixels
SMALLEST, LARGEST = 64, 5000  # pixels a side, as the engine has it
LEAST_SHARE, MOST_SHARE, SHARE = 10, 100, 85  # percent; marketplaces ask for the last
TRANSPARENT = "transparent"


class SideField(forms.IntegerField):
    """The length of one side in pixels."""

    def __init__(self) -> None:
        said = _("A side has 64 to 5000 pixels.")
        messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
        super().__init__(min_value=SMALLEST, max_value=LARGEST, initial=SIDE, error_messages=messages)


class PackshotForm(forms.Form):
    """The frame, how much of it the product fills, what is behind it, and its shadow."""

    BACKGROUNDS = {"colour": _("Colour"), TRANSPARENT: _("Transparent")}
    SHADOWS = {"none": _("None"), "regular": _("On the ground"), "float": _("Floating")}

    width = SideField()
    height = SideField()
    share = forms.IntegerField(
        min_value=LEAST_SHARE,
        max_value=MOST_SHARE,
        initial=SHARE,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("The share is a number from 10 to 100.")
        ),
    )
    background = forms.ChoiceField(
        choices=BACKGROUNDS,
        initial="colour",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what is behind the product.")),
    )
    colour = ColourCodeField("#ffffff")
    shadow = forms.ChoiceField(
        choices=SHADOWS,
        initial="none",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a shadow, or none.")),
    )

    def clean(self) -> dict[str, Any]:
        """Judge the colour only where one is wanted, and have it filled then."""
        data = super().clean() or {}
        if data.get("background") == TRANSPARENT:
            self.errors.pop("colour", None)
        elif "colour" not in self.errors and not data.get("colour"):
            self.add_error("colour", forms.ValidationError(_("Choose a colour.")))
        return data


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """What the packshot is to be like, in the words of the client.

    Raises:
        Refused: a value is wrong, or the engine cannot do it.
    """
    form = PackshotForm(request.POST)
    require_valid(form)
    ability = capabilities.abilities()[capabilities.PACKSHOT]
    if not ability.available:
        raise Refused("", ability.reason)
    data = form.cleaned_data
    return {
        "background_color": TRANSPARENT if data["background"] == TRANSPARENT else data["colour"],
        "canvas_size": [data["width"], data["height"]],
        "product_share": data["share"],
        "shadow": data["shadow"],
    }


def run(running: Running) -> EditResult:
    """Have the packshot made, and checked.

    Raises:
        Failure: there is no product, or the engine failed.
    """
    params = running.job.params
    width, height = params["canvas_size"]
    wanted = bria.Packshot(params["background_color"], (width, height), params["product_share"], params["shadow"])
    findings: list[dict[str, Any]] = []
    running.step("Making a packshot")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_packshot(image, wanted)

    def finish(backend: Backend, revision: Revision, packshot: bytes) -> bytes:
        findings.extend(check(backend, packshot))
        return image_edit.take_whole(backend, revision, packshot)

    made = image_edit.edit_image(running, "packshot", submit, gettext_noop("Made a packshot"), finish=finish)
    return replace(made, params={**made.params, "findings": findings})


def check(backend: Backend, packshot: bytes) -> list[dict[str, Any]]:
    """What marketplaces ask of a packshot, rule by rule; nothing where the engine fails at it, for that is no loss."""
    with suppress(bria.BriaError):
        findings = backends.client(backend, inline=True).check_product(packshot)
        return [{name: value for name, value in asdict(each).items() if name != "text"} for each in findings]
    return []


TOOL = Tool("packshot", "packshot", _("Making a packshot"), read, run, PackshotForm)
