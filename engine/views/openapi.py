"""``GET /openapi.json``."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.views.decorators.http import require_safe

from engine.fields import Schema
from engine.openapi.document import Route, build_document
from engine.views.decorators import endpoints


def document_view(patterns: list[URLPattern]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of the description of the API, which needs no token; ``patterns`` are its addresses."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return JsonResponse(describe(request.build_absolute_uri("/").rstrip("/"), patterns))

    return view


def describe(origin: str, patterns: list[URLPattern]) -> Schema:
    """The document for the API at ``origin``; the catch-alls below /v1/ and /v2/ are no routes."""
    return build_document(origin, [read_route(pattern) for pattern in patterns if is_route(pattern)])


def is_route(pattern: URLPattern) -> bool:
    """True for what the API documents."""
    return pattern.callback in endpoints and "<path:" not in str(pattern.pattern)


def read_route(pattern: URLPattern) -> Route:
    """What an address and its view say of themselves."""
    endpoint = endpoints[pattern.callback]
    return Route(str(pattern.pattern), endpoint.methods, endpoint.fields, pattern.callback.__doc__ or "")
