"""The isolated edits, in both versions, out of one table."""

from __future__ import annotations

from django.http import HttpResponse

from engine.calls import Call
from engine.edits import Edit
from engine.views import answers
from engine.views.edge import View, v1, v2


def v1_view(edit: Edit) -> View:
    """``POST /v1/<edit>``."""

    @v1("POST")
    def view(call: Call) -> HttpResponse:
        return answers.with_result(call, edit.operation, edit.arguments(call), edit.filename, "result_url")

    return view


def v2_view(edit: Edit) -> View:
    """``POST /v2/image/edit/<edit>``."""

    @v2("POST")
    def view(call: Call) -> HttpResponse:
        return answers.with_request(call, edit.operation, edit.arguments(call), edit.filename)

    return view
