"""``GET /openapi.json``."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The description of the API, which needs no token."""
    from engine import urls  # which lead here
    from engine.openapi.document import document

    return JsonResponse(document(request.build_absolute_uri("/").rstrip("/"), urls.urlpatterns))
