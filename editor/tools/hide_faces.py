"""The tool "hide_faces": faces are blurred, pixelated or filled, so that nobody is known by them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import bria
from editor import people
from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused, require_valid
from editor.sentences import plural
from editor.service import capabilities
from editor.tools import image_edit
from editor.tools.tool import Tool

WEAKEST, STRONGEST = 1, 5
METHODS = {"blur": _("Blur"), "pixelate": _("Pixelate"), "fill": _("Fill")}


class HideFacesForm(forms.Form):
    """What hides the faces, and how strongly; the faces themselves are those of the people that were found."""

    method = forms.ChoiceField(
        choices=list(METHODS.items()),
        initial="blur",
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what hides the faces.")),
    )
    strength = forms.IntegerField(
        min_value=WEAKEST,
        max_value=STRONGEST,
        initial=3,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("The strength is a number from 1 to 5.")
        ),
    )


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """Where the faces are that were chosen, what hides them, and how strongly.

    Raises:
        Refused: nobody was chosen, or the engine cannot do it.
    """
    form = HideFacesForm(request.POST)
    require_valid(form)
    ability = capabilities.abilities()[capabilities.HIDING]
    if not ability.available:
        raise Refused("", ability.reason)
    return {
        "method": form.cleaned_data["method"],
        "strength": form.cleaned_data["strength"],
        "faces": read_faces(request.POST, base),
    }


def read_faces(posted: QueryDict, base: Revision) -> list[dict[str, float]]:
    """The places of the faces of the chosen people.

    Raises:
        Refused: there is none.
    """
    cards = people.list_cards(base)
    places = [dict(card.rect) for card in cards if card.rect and people.face_field(card) in posted]
    if not places:
        raise Refused("faces", gettext("Choose at least one face."))
    return places


def run(running: Running) -> EditResult:
    """Have the faces hidden.

    Raises:
        Failure: the engine failed.
    """
    params = running.job.params
    running.step("Hiding faces")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_hide_faces(image, params["method"], params["strength"], params["faces"])

    title = plural("Hid {count} face", "Hid {count} faces", len(params["faces"]))
    return image_edit.edit_image(running, "hide_faces", submit, title)


TOOL = Tool("hide_faces", "hide_faces", _("Hiding faces"), read, run, HideFacesForm)
