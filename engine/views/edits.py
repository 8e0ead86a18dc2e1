"""The isolated edits, in both versions, out of one table, and the forms of their v1 answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse

from engine.calls import Call
from engine.edits import Edit
from engine.models import new_sid
from engine.registry import Arguments
from engine.views import answers
from engine.views.decorators import View, v1, v2

MOST_RESULTS, USUAL_RESULTS = 4, 4  # of one v1 call (docs.bria.ai)


def v1_view(edit: Edit) -> View:
    """``POST /v1/<edit>``."""
    form = FORMS[edit.v1_form]

    @v1("POST")
    def view(call: Call) -> HttpResponse:
        return JsonResponse(form(call, edit, edit.arguments(call)))

    return view


def v2_view(edit: Edit) -> View:
    """``POST /v2/image/edit/<edit>``."""

    @v2("POST")
    def view(call: Call) -> HttpResponse:
        return answers.with_request(call, edit.operation, edit.arguments(call), edit.filename)

    return view


def result_url(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """One address."""
    [address], told = answers.addresses(call, edit.operation, arguments, edit.filename)
    return {"result_url": address, **answers.warned(told)}


def urls(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """A list of addresses."""
    addresses, told = answers.addresses(call, edit.operation, arguments, edit.filename, _count(call))
    return {"urls": addresses, "seed": arguments["seed"], **answers.warned(told)}


def result(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """A list of address, seed and sid; nothing is remembered under such a sid, as the image is not registered."""
    addresses, told = answers.addresses(call, edit.operation, arguments, edit.filename, _count(call))
    rows = [[address, arguments["seed"], new_sid()] for address in addresses]
    return {"result": rows, **answers.warned(told)}


def success(call: Call, edit: Edit, arguments: Arguments) -> dict[str, Any]:
    """One address among the words that image_expansion answers with, Bria's own spelling included."""
    [address], told = answers.addresses(call, edit.operation, arguments, edit.filename)
    return {
        "code": 200,
        "description": "SUCCESS",
        "message": "Finished sucessfully",
        "prompt": arguments["prompt"] or "",
        "result_url": address,
        "seed": arguments["seed"],
        "status": "SUCCESS",
        **answers.warned(told),
    }


def _count(call: Call) -> int:
    """How many results are wanted. The engine has one answer to one question, so they are all the same."""
    return call.payload.whole("num_results", 1, MOST_RESULTS, USUAL_RESULTS)


FORMS: dict[str, Callable[[Call, Edit, Arguments], dict[str, Any]]] = {
    "result_url": result_url,
    "urls": urls,
    "result": result,
    "success": success,
}
