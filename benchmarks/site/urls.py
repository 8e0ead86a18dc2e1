"""The site's addresses, an empty view that others are compared with, and one with much to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from briastudio.urls import urlpatterns as site

PARTS, PART = 100, 100_000  # bytes


def empty(_request: HttpRequest) -> HttpResponse:
    """What a view costs that does nothing: the middleware and the way through the server."""
    return HttpResponse(status=204)


def large(_request: HttpRequest) -> StreamingHttpResponse:
    """More than what is between the server and a client who does not read, made while it is sent."""
    return StreamingHttpResponse(bytes(PART) for _ in range(PARTS))


urlpatterns = [path("empty", empty), path("large", large), *site]
