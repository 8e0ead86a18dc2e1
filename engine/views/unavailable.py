"""Routes of v2 that take a generative model, which this engine has not: they say so instead of pretending."""

from __future__ import annotations

from django.http import HttpResponse

from engine.calls import Call
from engine.errors import Unprocessable
from engine.views.decorators import v2

ROUTES = (
    "image/edit",
    "image/edit/add_object_by_text",
    "image/edit/blend",
    "image/edit/colorize",
    "image/edit/enhance",
    "image/edit/erase_by_text",
    "image/edit/relight",
    "image/edit/replace_object_by_text",
    "image/edit/reseason",
    "image/edit/restore",
    "image/edit/restyle",
    "image/edit/rewrite_text",
    "image/edit/sketch_to_colored_image",
    "structured_instruction/generate",
)
REASON = "This route takes a generative model, which this engine does not have."


@v2("POST")
def unavailable(call: Call) -> HttpResponse:
    """``POST /v2/<route>``: answered 422, because it takes a generative model."""
    raise Unprocessable(REASON)
