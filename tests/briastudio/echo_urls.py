"""Addresses of a stand-in engine that answers how it was called."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path

from bria.environ import INLINE, INTERNAL


def info(request: HttpRequest, visual_id: str) -> JsonResponse:
    """What the engine can know about the request."""
    return JsonResponse(
        {
            "visual_id": visual_id,
            "token": request.headers.get("api_token") or request.META.get("HTTP_API_TOKEN"),
            "internal": request.META.get(INTERNAL, "absent"),
            "inline": request.META.get(INLINE, "absent"),
            "here": request.build_absolute_uri("/files/1.png"),
        }
    )


urlpatterns = [path("v1/<visual_id>/info", info)]
