"""Calls to the API from other sites' pages: refused by browsers, unless ``CORS_ORIGINS`` names the sites."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ROUTES = ("/v1/", "/v2/")
ANY = "*"
METHODS = "GET, POST"
HEADERS = "api_token, content-type"  # what pages may send beside what they always may
EXPOSED = "Retry-After, Studio-Warning"  # what they may read beside what they always may
KEPT = 3600  # seconds that a browser remembers the answer to a preflight


class CrossOrigin:
    """Allows what the settings name, below the API's addresses alone (Fetch standard, section 3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.CORS_ORIGINS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a preflight; add to other answers who may read them."""
        if not request.path_info.startswith(ROUTES):
            return self.get_response(request)
        response = preflight() if is_preflight(request) else self.get_response(request)
        patch_vary_headers(response, ["Origin"])
        if is_allowed(request):
            response["Access-Control-Allow-Origin"] = request.headers["Origin"]
            response["Access-Control-Expose-Headers"] = EXPOSED
        return response


def is_preflight(request: HttpRequest) -> bool:
    """True where a browser asks before it sends a page's call."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def preflight() -> HttpResponse:
    """What pages may send, where they may send anything."""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": HEADERS,
            "Access-Control-Max-Age": str(KEPT),
        },
    )


def is_allowed(request: HttpRequest) -> bool:
    """True where the page that calls belongs to a site that the settings name."""
    origin = request.headers.get("Origin")
    return bool(origin) and (ANY in settings.CORS_ORIGINS or origin in settings.CORS_ORIGINS)
