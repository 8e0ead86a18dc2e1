"""The isolated edits, in both versions, out of one table, and the forms of their v1 answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse

from engine.calls import Call
from engine.edits.base import Edit, V1Form
from engine.edits.shared import NUM_RESULTS
from engine.models import new_sid
from engine.outcomes import Arguments
from engine.views import answers
from engine.views.decorators import View, v1, v2


def v1_view(edit: Edit) -> View:
    """``POST /v1/<edit>``."""
    form = FORMS[edit.v1_form]

    def route(call: Call) -> HttpResponse:
        return JsonResponse(form(call, edit, edit.read(call)))

    route.__doc__ = edit.read.__doc__
    return v1("POST", fields=edit.v1_fields)(route)


def v2_view(edit: Edit) -> View:
    """``POST /v2/image/edit/<edit>``."""

    def route(call: Call) -> HttpResponse:
        return answers.answer_with_request(call, edit.slug, edit.read(call), edit.filename)

    route.__doc__ = edit.read.__doc__
    return v2("POST", fields=edit.v2_fields)(route)


def result_url(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """One address."""
    [address], extras = answers.make_addresses(call, edit.slug, arguments, edit.filename)
    return {"result_url": address, **answers.pick_warning(extras)}


def urls(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """A list of addresses."""
    addresses, extras = answers.make_addresses(call, edit.slug, arguments, edit.filename, NUM_RESULTS.read(call))
    return {"urls": addresses, "seed": arguments["seed"], **answers.pick_warning(extras)}


def result(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """A list of address, seed and sid; nothing is remembered under such a sid, as the image is not registered."""
    addresses, extras = answers.make_addresses(call, edit.slug, arguments, edit.filename, NUM_RESULTS.read(call))
    rows = [[address, arguments["seed"], new_sid()] for address in addresses]
    return {"result": rows, **answers.pick_warning(extras)}


def success(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """One address among the words that image_expansion answers with, Bria's own spelling included."""
    [address], extras = answers.make_addresses(call, edit.slug, arguments, edit.filename)
    return {
        "code": 200,
        "description": "SUCCESS",
        "message": "Finished sucessfully",
        "prompt": arguments["prompt"] or "",
        "result_url": address,
        "seed": arguments["seed"],
        "status": "SUCCESS",
        **answers.pick_warning(extras),
    }


FORMS: dict[V1Form, Callable[[Call, Edit, Arguments], dict[str, Any]]] = {
    "result_url": result_url,
    "urls": urls,
    "result": result,
    "success": success,
}
