"""The status service of v2, and the answer to paths that are no routes."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine import statuses
from engine.calls import Call
from engine.errors import NotFound
from engine.models import Request
from engine.views.decorators import v1, v2

ANY_METHOD = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@v2("GET")
def status(call: Call, request_id: str) -> HttpResponse:
    """``GET /v2/status/{request_id}``: 200 for a failed request as well, 404 for an unknown one (docs.bria.ai)."""
    request = Request.objects.select_related("result").filter(owner=call.owner, request_id=request_id).first()
    if request is None:
        return JsonResponse({"status": "NOT_FOUND"}, status=404)
    return JsonResponse(statuses.status_body(call.origin, request))


@v1(*ANY_METHOD)
def no_v1_route(call: Call, path: str) -> HttpResponse:
    """Anything else below ``/v1/``."""
    raise NotFound(f"There is no route /v1/{path}.")


@v2(*ANY_METHOD)
def no_v2_route(call: Call, path: str) -> HttpResponse:
    """Anything else below ``/v2/``."""
    raise NotFound(f"There is no route /v2/{path}.")
