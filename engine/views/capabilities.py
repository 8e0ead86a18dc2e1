"""What the engine can do, an extension of Bria's API, and the answers to what it cannot and to what there is not."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine.calls import Call
from engine.capabilities import GENERATIVE_REASON, capabilities
from engine.edits.shared import V2_FIELDS
from engine.errors import NotFound, Unprocessable
from engine.views.decorators import v1, v2

ANY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@v2("GET")
def list_capabilities(call: Call) -> HttpResponse:
    """``GET /v2/capabilities``: which operations this engine has, why not the others, and its limits (extension)."""
    return JsonResponse(capabilities())


@v2("POST", fields=V2_FIELDS)
def unavailable(call: Call) -> HttpResponse:
    """``POST /v2/<route>``: answered 422, because it takes a generative model."""
    raise Unprocessable(GENERATIVE_REASON)


@v1(*ANY_METHOD)
def no_v1_route(call: Call, path: str) -> HttpResponse:
    """Anything else below ``/v1/``."""
    raise NotFound(f"There is no route /v1/{path}.")


@v2(*ANY_METHOD)
def no_v2_route(call: Call, path: str) -> HttpResponse:
    """Anything else below ``/v2/``."""
    raise NotFound(f"There is no route /v2/{path}.")
