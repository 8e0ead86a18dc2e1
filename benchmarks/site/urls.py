"""The site's addresses, and an empty view that others are compared with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from briastudio.urls import urlpatterns as site


def empty(_request: HttpRequest) -> HttpResponse:
    """What a view costs that does nothing: the middleware and the way through the server."""
    return HttpResponse(status=204)


urlpatterns = [path("empty", empty), *site]
