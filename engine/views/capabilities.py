"""What the engine can do, an extension of Bria's API."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from engine.calls import Call
from engine.capabilities import capabilities
from engine.views.decorators import v2


@v2("GET")
def list_capabilities(call: Call) -> HttpResponse:
    """``GET /v2/capabilities``: which operations this engine has, why not the others, and its limits (extension)."""
    return JsonResponse(capabilities())
